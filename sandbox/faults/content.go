package faults

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// newField is the name of the field that nobody knows yet.
const newField = "sandbox_new_field"

// spoil changes an answer as a fault of the content says, and leaves every other byte of it as it is. An answer that
// the fault has no hold on stays whole.
func (s Service) spoil(body []byte, kind Kind, seed uint64) []byte {
	if kind == DuplicatedPage && s.Once || kind == EmptyList && s.Empties == nil {
		return body
	}
	dice := rand.New(rand.NewPCG(seed, 0))
	if s.CSV {
		return spoilCSV(body, kind, dice)
	}
	whole := extent{0, len(body)}
	var found [][]member
	for _, path := range s.Lists {
		var steps []string
		if path != "" {
			steps = strings.Split(path, ".")
		}
		found = append(found, lists(body, whole, steps)...)
	}
	if len(found) == 0 {
		return body
	}
	switch kind {
	case DuplicatedPage:
		var edits []edit
		for _, rows := range found {
			all := rowsOf(rows)
			edits = append(edits, edit{extent{all.to, all.to}, "," + string(body[all.from:all.to])})
		}
		return apply(body, edits)
	case EmptyList:
		return s.empty(body, found)
	}
	// The required fields are those of the first path's rows.
	rows := found[0]
	if strings.Contains(s.Lists[0], "*") {
		rows = found[dice.IntN(len(found))]
	}
	row := rows[dice.IntN(len(rows))].value
	if kind == NewField {
		into := whole
		if body[row.from] == '{' && dice.IntN(2) == 0 {
			into = row
		}
		inside := into.from + bytes.IndexByte(body[into.from:], '{') + 1
		return apply(body, []edit{{extent{inside, inside}, `"` + newField + `":"new",`}})
	}
	return apply(body, s.hurt(body, row, kind))
}

// rowsOf gives the piece that rows take up, from the first to the last.
func rowsOf(rows []member) extent { return extent{rows[0].value.from, rows[len(rows)-1].value.to} }

// empty takes all rows away and says what the service says then.
func (s Service) empty(body []byte, found [][]member) []byte {
	var edits []edit
	for _, rows := range found {
		edits = append(edits, edit{rowsOf(rows), ""})
	}
	members := membersOf(body, extent{0, len(body)})
	for _, name := range slices.Sorted(maps.Keys(s.Empties)) {
		value, _ := json.Marshal(s.Empties[name]) // numbers and truth values always have a JSON form
		if i := slices.IndexFunc(members, func(m member) bool { return m.name == name }); i >= 0 {
			edits = append(edits, edit{members[i].value, string(value)})
		} else {
			edits = append(edits, edit{extent{members[0].begin, members[0].begin}, `"` + name + `":` + string(value) + ","})
		}
	}
	return apply(body, edits)
}

// hurt takes a required field of a row away, or puts an object in the place of its value.
func (s Service) hurt(body []byte, row extent, kind Kind) []edit {
	members := membersOf(body, row)
	for _, name := range s.Required {
		i := slices.IndexFunc(members, func(m member) bool { return m.name == name })
		if position, err := strconv.Atoi(name); err == nil && position < len(members) && body[row.from] == '[' {
			i = position
		}
		switch {
		case i < 0:
			continue
		case kind == WrongType:
			value := members[i].value
			return []edit{{value, `{"value":` + string(body[value.from:value.to]) + "}"}}
		case i+1 < len(members):
			return []edit{{extent{members[i].begin, members[i+1].begin}, ""}}
		case i > 0:
			return []edit{{extent{members[i-1].value.to, members[i].value.to}, ""}}
		default:
			return []edit{{extent{members[i].begin, members[i].value.to}, ""}}
		}
	}
	return nil
}

// spoilCSV adds a column, or takes the last cell of a row away.
func spoilCSV(body []byte, kind Kind, dice *rand.Rand) []byte {
	reader := csv.NewReader(bytes.NewReader(body))
	rows, err := reader.ReadAll()
	if err != nil || len(rows) < 2 {
		return body
	}
	switch kind {
	case NewField:
		rows[0] = append(rows[0], newField)
		for i := range rows[1:] {
			rows[i+1] = append(rows[i+1], "new")
		}
	case MissingField, WrongType:
		at := 1 + dice.IntN(len(rows)-1)
		rows[at] = rows[at][:len(rows[at])-1]
	}
	var changed bytes.Buffer
	if csv.NewWriter(&changed).WriteAll(rows) != nil {
		return body
	}
	return changed.Bytes()
}
