package livepeer

import (
	"fmt"
	"strings"

	"github.com/holiman/uint256"
)

// word is the length of an ABI word in hex digits.
const word = 64

// decode appends the log's values to values, one per argument.
func (e *Event) decode(log Log, values []Value) ([]Value, error) {
	topics := log.Topics[1:]
	if len(topics) != e.indexed {
		return nil, fmt.Errorf("the log has %d indexed arguments, the event has %d", len(topics), e.indexed)
	}
	data, err := digits(log.Data)
	if err != nil {
		return nil, fmt.Errorf("the data is malformed: %w", err)
	}
	var unpacked []any
	if e.dynamic {
		if unpacked, err = e.unpack(data); err != nil {
			return nil, err
		}
	} else if need := word * (len(e.Args) - e.indexed); len(data) < need {
		return nil, fmt.Errorf("the data has %d bytes, the event needs %d", len(data)/2, need/2)
	}
	for i := range e.Args {
		a := &e.Args[i]
		var v Value
		switch {
		case a.Indexed:
			v, err = topicValue(a, topics[0])
			topics = topics[1:]
		case e.dynamic:
			v, err = unpackedValue(a, unpacked[0])
			unpacked = unpacked[1:]
		default:
			v, err = wordValue(a, data[:word])
			data = data[word:]
		}
		if err != nil {
			return nil, fmt.Errorf("argument %s: %w", a.Name, err)
		}
		values = append(values, v)
	}
	return values, nil
}

func topicValue(a *Arg, topic string) (Value, error) {
	d, err := digits(topic)
	if err != nil {
		return Value{}, fmt.Errorf("its topic is malformed: %w", err)
	}
	if len(d) != word {
		return Value{}, fmt.Errorf("its topic has %d bytes, not 32", len(d)/2)
	}
	return wordValue(a, d)
}

// wordValue decodes one word, 64 hex digits, of a type of fixed length.
func wordValue(a *Arg, w string) (Value, error) {
	switch a.Kind {
	case Address:
		return textValue(lower0x(w[word-40:])), nil
	case Bytes:
		if a.Type == "bytes20" {
			w = w[:40]
		}
		return textValue(lower0x(w)), nil
	case Bool:
		n := parseWord(w)
		if !n.LtUint64(2) {
			return Value{}, fmt.Errorf("%s is neither true nor false", n.Dec())
		}
		return Value{Fits: true, Bool: n[0] == 1}, nil
	case Wei, Int, Wide:
		n := parseWord(w)
		return integerValue(a, &n), nil
	default:
		return Value{}, fmt.Errorf("a %s has no fixed length", a.Kind)
	}
}

// lower0x puts 0x before checked hex digits and lowers their case.
func lower0x(digits string) string { return "0x" + strings.ToLower(digits) }

// parseWord reads 64 checked hex digits as a big-endian number.
func parseWord(w string) uint256.Int {
	var n uint256.Int
	for limb := range 4 {
		var v uint64
		for _, c := range []byte(w[limb*16 : limb*16+16]) {
			v = v<<4 | nibble(c)
		}
		n[3-limb] = v
	}
	return n
}
