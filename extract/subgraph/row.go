package subgraph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// row is a row of an answer: a value for each column of its entity, and the fields that none knows.
type row struct {
	values []any // nil, int64, bool or string
	id     string
	// at is its position on the axis of time, 0 in a snapshot.
	at    int64
	extra string
	// wrong says what makes it malformed, original is what it was made of.
	wrong    string
	original json.RawMessage
}

// parse reads a row. Apart, it is one whose relation leads to nothing, and the relation wasn't asked for.
func (s shape) parse(columns []column, original json.RawMessage, apart bool) row {
	r := row{values: make([]any, len(columns)), original: original}
	var members map[string]json.RawMessage
	if json.Unmarshal(original, &members) != nil || members == nil {
		r.wrong = "it is no object"
		return r
	}
	var wrong []string
	nested := map[string]map[string]json.RawMessage{}
	for i, c := range columns {
		if c.field == "" {
			continue
		}
		if apart && c.field == s.entity.apart {
			r.values[i] = s.entity.nothing
			continue
		}
		raw := members[c.field]
		if c.member != "" && !isNull(raw) {
			if nested[c.field] == nil {
				nested[c.field] = membersOf(raw)
			}
			raw = nested[c.field][c.member]
		}
		value, err := c.unit.parse(raw)
		r.values[i] = value
		isNeeded := c.isRequired || s.nonNull[c.field] || c.member != "" && !isNull(members[c.field])
		if err != nil || value == nil && isNeeded {
			wrong = append(wrong, fmt.Sprintf("%s is %s, not %s", strings.Trim(c.field+"."+c.member, "."), shown(raw), c.unit))
		}
	}
	r.locate(s.entity, columns)
	r.wrong = strings.Join(wrong, "; ")
	for _, f := range s.entity.fields {
		delete(members, f.name)
	}
	if len(members) > 0 {
		extra, err := json.Marshal(members)
		if err != nil {
			r.wrong = "its unknown fields can't be written"
		}
		r.extra = strings.ToValidUTF8(string(extra), "?")
	}
	return r
}

// locate notes what the row says of its id and its position.
func (r *row) locate(e entity, columns []column) {
	r.at = -1
	for i, c := range columns {
		switch c.name {
		case "id":
			r.id, _ = r.values[i].(string) // "" if it is malformed
		case e.positionColumn():
			if at, ok := r.values[i].(int64); ok {
				r.at = at
			}
		}
	}
}

// membersOf gives the members of an object; what isn't one has none.
func membersOf(raw json.RawMessage) map[string]json.RawMessage {
	members := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &members) != nil {
		return map[string]json.RawMessage{}
	}
	return members
}

func isNull(raw json.RawMessage) bool { return raw == nil || string(raw) == "null" }

var errOtherType = errors.New("it has another type")

// parse reads a value: a text as it was sent, an int64 or a bool; nil for null.
func (u unit) parse(raw json.RawMessage) (any, error) {
	if isNull(raw) {
		return nil, nil
	}
	switch {
	case u == members || u == texts:
		return parseList(raw, u == members)
	case u.form().scalar == "Int":
		n, err := strconv.ParseInt(string(raw), 10, 64)
		if err != nil {
			return nil, errOtherType
		}
		return n, nil
	case u == flag:
		if text := string(raw); text != "true" && text != "false" {
			return nil, errOtherType
		}
		return raw[0] == 't', nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return nil, errOtherType
	}
	switch u.form().scalar {
	case "BigInt":
		if digits := strings.TrimPrefix(text, "-"); digits == "" || strings.Trim(digits, "0123456789") != "" {
			return nil, errOtherType
		}
	case "BigDecimal":
		whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
		if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
			return nil, errOtherType
		}
	}
	return strings.ToValidUTF8(text, "?"), nil
}

// parseList gives the JSON of a list of texts, or of the ids of a list of entities.
func parseList(raw json.RawMessage, ofEntities bool) (any, error) {
	if !ofEntities {
		if raw[0] != '[' {
			return nil, errOtherType
		}
		var b bytes.Buffer
		if json.Compact(&b, raw) != nil {
			return nil, errOtherType
		}
		return b.String(), nil
	}
	var entities []struct{ ID *string }
	if json.Unmarshal(raw, &entities) != nil {
		return nil, errOtherType
	}
	ids := make([]string, len(entities))
	for i, e := range entities {
		if e.ID == nil {
			return nil, errOtherType
		}
		ids[i] = *e.ID
	}
	out, err := json.Marshal(ids)
	return string(out), err
}

// String says what a value of the unit is.
func (u unit) String() string {
	switch u.form().scalar {
	case "Int":
		return "a number"
	case "BigInt", "BigDecimal":
		return "a number in a text"
	case "Boolean":
		return "true or false"
	}
	if u == texts || u == members {
		return "a list"
	}
	return "a text"
}

func shown(raw json.RawMessage) string {
	if raw == nil {
		return "missing"
	}
	return strings.ToValidUTF8(fmt.Sprintf("%.40s", raw), "?")
}

// distinct gives rows once, in the order of position and id. The same row twice is one; what differs under one id is malformed.
func distinct(rows []row) (once []row) {
	contents := map[string]string{}
	clashes := map[string]bool{}
	for _, r := range rows {
		if r.wrong != "" {
			once = append(once, r)
			continue
		}
		content := fmt.Sprint(r.values) + r.extra
		had, there := contents[r.id]
		switch {
		case !there:
			contents[r.id] = content
			once = append(once, r)
		case had != content:
			clashes[r.id] = true
		}
	}
	for i := range once {
		if clashes[once[i].id] && once[i].wrong == "" {
			once[i].wrong = "the answer states two different rows of " + once[i].id
		}
	}
	slices.SortStableFunc(once, func(a, b row) int {
		if a.at != b.at {
			return int(max(-1, min(1, a.at-b.at)))
		}
		return strings.Compare(a.id, b.id)
	})
	return once
}
