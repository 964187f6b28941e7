package explorer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// member is one member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// members gives an object's members in their order, those of the same name each for itself.
func members(body []byte) ([]member, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	token, err := decoder.Token()
	if err != nil {
		return nil, fmt.Errorf("it is no JSON: %w", err)
	}
	if token != json.Delim('{') {
		return nil, fmt.Errorf("it is no object: %s", shown(body))
	}
	var all []member
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("it is no whole object: %w", err)
		}
		m := member{name: fmt.Sprint(name)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, fmt.Errorf("it is no whole object: %w", err)
		}
		all = append(all, m)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, fmt.Errorf("it is no whole object: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more follows the object")
	}
	return all, nil
}

// fieldsOf gives an object's members by name; of the nested ones, the members of that object as "votes.for".
func fieldsOf(body []byte, nested ...string) (map[string]json.RawMessage, error) {
	all, err := members(body)
	if err != nil {
		return nil, err
	}
	fields := make(map[string]json.RawMessage, len(all))
	for _, m := range all {
		fields[m.name] = m.value
	}
	for _, name := range nested {
		inner, err := members(fields[name])
		if err != nil {
			continue // it stays as it is, unknown
		}
		delete(fields, name)
		for _, m := range inner {
			fields[name+"."+m.name] = m.value
		}
	}
	return fields, nil
}

// elements gives the elements of a list.
func elements(body []byte) ([]json.RawMessage, error) {
	var all []json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil || all == nil {
		return nil, fmt.Errorf("it is no list: %s", shown(body))
	}
	return all, nil
}
