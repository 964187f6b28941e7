package chain

import (
	"encoding/json"
	"fmt"
	"strings"
)

// number is a number that may be missing.
type number struct {
	n     int64
	known bool
}

func (n number) get() (int64, bool) { return n.n, n.known }

// reading takes the members of a JSON object, and keeps what is wrong with them and what nobody knows of.
type reading struct {
	ignored map[string]bool
	seen    map[string]bool
	wrong   []error
	lacks   []string
	extra   map[string]json.RawMessage
}

func newReading(ignored map[string]bool) *reading {
	return &reading{ignored: ignored, seen: map[string]bool{}}
}

func (r *reading) note(name string, err error) {
	r.seen[name] = true
	if err != nil {
		r.wrong = append(r.wrong, fmt.Errorf("%s: %w", name, err))
	}
}

func (r *reading) quantity(name, value string, into *number) {
	n, err := parseQuantity(value)
	*into = number{n, err == nil}
	r.note(name, err)
}

// optional takes a quantity that may be null.
func (r *reading) optional(name, value string, into *number) {
	if value != "null" {
		r.quantity(name, value, into)
	}
}

func (r *reading) bytes(name, value string, size int, into *string) {
	text, err := parseBytes(value, size)
	*into = text
	r.note(name, err)
}

// count takes the length of a list.
func (r *reading) count(name, value string, into *number) {
	var n int64
	err := elements(value, func(string) error { n++; return nil })
	if err != nil {
		err = fmt.Errorf("%s is no list", short(value))
	}
	*into = number{n, err == nil}
	r.note(name, err)
}

// other takes a member that is not landed: one that nobody knows of is kept.
func (r *reading) other(name, value string) {
	if r.ignored[name] {
		return
	}
	if r.extra == nil {
		r.extra = map[string]json.RawMessage{}
	}
	r.extra[unquote(name)] = json.RawMessage(value)
}

// require says which members must have been there.
func (r *reading) require(names ...string) {
	for _, name := range names {
		if !r.seen[name] {
			r.lacks = append(r.lacks, name)
		}
	}
}

// err says what is wrong with the object, on one line.
func (r *reading) err() error {
	if len(r.lacks) > 0 {
		r.wrong = append(r.wrong, fmt.Errorf("no %s", strings.Join(r.lacks, ", ")))
	}
	if len(r.wrong) == 0 {
		return nil
	}
	return oneLine(r.wrong)
}

func nameSet(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}
