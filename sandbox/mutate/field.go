package mutate

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// field is one value of a log.
type field struct {
	name, typ string
	// topic is the topic that holds it; 0 means that it is in the data, from at on.
	topic  int
	at     int
	length int
}

// fields lists the values of a log: those of lists one by one, those of byte strings as a whole, offsets and lengths left out.
func fields(e *livepeer.Event, l *jsonrpc.Log) ([]field, error) {
	var all []field
	var inData []livepeer.Arg
	for _, a := range e.Args {
		if !a.Indexed {
			inData = append(inData, a)
			continue
		}
		all = append(all, field{name: a.Name, typ: a.Type, topic: 1 + len(all), length: 32})
	}
	w := walker{data: l.Data}
	base := 0
	if e.Tuple > 0 {
		base = w.offset(0, 0)
	}
	for i, a := range inData {
		w.value(a.Name, a.Type, base, base+32*i)
	}
	if w.broken {
		return nil, fmt.Errorf("the data of %s don't have its shape: %x", e.Signature, l.Data)
	}
	return append(all, w.fields...), nil
}

// walker walks through ABI-encoded data.
type walker struct {
	data   []byte
	fields []field
	broken bool
}

// offset reads the offset or length in the word at a place, and adds a base to it.
func (w *walker) offset(base, at int) int {
	if at < 0 || at+32 > len(w.data) {
		w.broken = true
		return 0
	}
	n := binary.BigEndian.Uint64(w.data[at+24 : at+32])
	if n > uint64(len(w.data)) {
		w.broken = true
		return 0
	}
	return base + int(n)
}

// value adds the fields of a value whose head is at a place; offsets count from base.
func (w *walker) value(name, typ string, base, head int) {
	member, isList := strings.CutSuffix(typ, "[]")
	switch {
	case w.broken:
	case isList:
		at := w.offset(base, head)
		for i := range w.offset(0, at) {
			w.value(fmt.Sprintf("%s[%d]", name, i), member, at+32, at+32+32*i)
		}
	case typ == "bytes" || typ == "string":
		at := w.offset(base, head)
		w.fields = append(w.fields, field{name: name, typ: typ, at: at + 32, length: w.offset(0, at)})
		w.broken = w.broken || at+32+w.offset(0, at) > len(w.data)
	default:
		w.fields = append(w.fields, field{name: name, typ: typ, at: head, length: 32})
		w.broken = w.broken || head+32 > len(w.data)
	}
}

// of gives the field's bytes in a log, to be read or overwritten.
func (f field) of(l *jsonrpc.Log) []byte {
	if f.topic > 0 {
		return l.Topics[f.topic][:]
	}
	return l.Data[f.at : f.at+f.length]
}
