package graphnode

import "encoding/json"

// answer is what a query gives: an object, nil if nothing of it could be answered, and what went wrong.
type answer struct {
	data   []byte
	errors []*failure
}

// json writes the answer without what it doesn't have.
func (a answer) json() []byte {
	var w writer
	w.open('{')
	if a.data != nil {
		w.key("data")
		w.body = append(w.body, a.data...)
	}
	if len(a.errors) > 0 {
		w.key("errors")
		errors, _ := json.Marshal(a.errors) // texts and numbers always have a JSON form
		w.body = append(w.body, errors...)
	}
	w.close('}')
	return w.body
}

// attestable tells whether every node would answer so.
func (a answer) attestable() bool {
	for _, f := range a.errors {
		if !f.attestable {
			return false
		}
	}
	return true
}
