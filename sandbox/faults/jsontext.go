package faults

import (
	"bytes"
	"encoding/json"
	"slices"
)

// extent is a piece of a text: from the byte from up to, not including, the byte to.
type extent struct{ from, to int }

// member is a member of an object or an element of a list, which has no name, as it stands in a text. It begins with
// its name.
type member struct {
	name  string
	begin int
	value extent
}

// membersOf takes an object or a list apart, given its place in a text; nothing of another value.
func membersOf(text []byte, of extent) (list []member) {
	decoder := json.NewDecoder(bytes.NewReader(text[of.from:of.to]))
	opened, err := decoder.Token()
	if err != nil || opened != json.Delim('{') && opened != json.Delim('[') {
		return nil
	}
	for decoder.More() {
		m := member{begin: -1}
		if opened == json.Delim('{') {
			after := of.from + int(decoder.InputOffset())
			m.begin = after + bytes.IndexByte(text[after:], '"')
			name, err := decoder.Token()
			if err != nil {
				return nil
			}
			m.name, _ = name.(string)
		}
		var raw json.RawMessage
		if decoder.Decode(&raw) != nil {
			return nil
		}
		m.value.to = of.from + int(decoder.InputOffset())
		m.value.from = m.value.to - len(raw)
		if m.begin < 0 {
			m.begin = m.value.from
		}
		list = append(list, m)
	}
	return list
}

// lists gives the rows of the lists at a path below a value. A list without rows isn't among them.
func lists(text []byte, of extent, path []string) (found [][]member) {
	if len(path) == 0 {
		if rows := membersOf(text, of); len(rows) > 0 && text[of.from] == '[' {
			return [][]member{rows}
		}
		return nil
	}
	for _, m := range membersOf(text, of) {
		if path[0] == "*" || path[0] == m.name {
			found = append(found, lists(text, m.value, path[1:])...)
		}
	}
	return found
}

// edit puts a text in the place of a piece of another.
type edit struct {
	extent
	with string
}

// apply makes edits that don't overlap.
func apply(text []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var changed []byte
	at := 0
	for _, e := range edits {
		changed = append(append(changed, text[at:e.from]...), e.with...)
		at = e.to
	}
	return append(changed, text[at:]...)
}
