package graphnode

import (
	"encoding/json"
	"strconv"
)

// writer writes JSON.
type writer struct {
	body []byte
}

// separate puts a comma where one belongs before what comes next.
func (w *writer) separate() {
	if n := len(w.body); n > 0 && w.body[n-1] != '{' && w.body[n-1] != '[' {
		w.body = append(w.body, ',')
	}
}

func (w *writer) open(bracket byte)  { w.body = append(w.body, bracket) }
func (w *writer) close(bracket byte) { w.body = append(w.body, bracket) }
func (w *writer) null()              { w.body = append(w.body, "null"...) }

// next begins an element of a list.
func (w *writer) next() { w.separate() }

// key begins a member of an object.
func (w *writer) key(name string) {
	w.separate()
	w.text(name)
	w.body = append(w.body, ':')
}

// text writes a text, in one piece where nothing in it needs an escape.
func (w *writer) text(text string) {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			escaped, _ := json.Marshal(text) // a text always has a JSON form
			w.body = append(w.body, escaped...)
			return
		}
	}
	w.body = append(w.body, '"')
	w.body = append(w.body, text...)
	w.body = append(w.body, '"')
}

// value writes what a cell holds.
func (w *writer) value(value any) {
	switch v := value.(type) {
	case string:
		w.text(v)
	case int64:
		w.body = strconv.AppendInt(w.body, v, 10)
	case bool:
		w.body = strconv.AppendBool(w.body, v)
	case []string:
		w.open('[')
		for _, element := range v {
			w.next()
			w.text(element)
		}
		w.close(']')
	default:
		w.null()
	}
}
