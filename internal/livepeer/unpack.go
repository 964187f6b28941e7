package livepeer

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// unpack decodes data of variable length. It gives one value per argument in the data, the fields of a tuple as
// values of their own.
func (e *Event) unpack(data string) ([]any, error) {
	if e.broken != nil {
		return nil, e.broken
	}
	raw, err := hex.DecodeString(data)
	if err != nil {
		return nil, fmt.Errorf("the data is malformed: %w", err)
	}
	unpacked, err := e.arguments.Unpack(raw)
	if err != nil {
		return nil, fmt.Errorf("the data doesn't hold the event's arguments: %w", err)
	}
	if e.Tuple == 0 {
		return unpacked, nil
	}
	tuple := reflect.ValueOf(unpacked[0])
	fields := make([]any, 0, len(e.Args))
	for i := range tuple.NumField() {
		fields = append(fields, tuple.Field(i).Interface())
	}
	return append(fields, unpacked[1:]...), nil
}

// unpackedValue keeps an unpacked value the way the argument's kind says.
func unpackedValue(a *Arg, v any) (Value, error) {
	switch v := v.(type) {
	case common.Address:
		return textValue(text0x(v[:])), nil
	case [32]byte:
		return textValue(text0x(v[:])), nil
	case []byte:
		return textValue(text0x(v)), nil
	case string:
		return textValue(strings.ToValidUTF8(v, "\uFFFD")), nil
	case uint8:
		return Value{Fits: true, Int: int64(v)}, nil
	case *big.Int:
		n, overflow := uint256.FromBig(v)
		if overflow {
			return Value{}, fmt.Errorf("%s is wider than 256 bits", v)
		}
		return integerValue(a, n), nil
	default:
		return listValue(v)
	}
}

// listValue writes an array as JSON: texts for addresses, bytes and strings, decimal texts for integers.
func listValue(v any) (Value, error) {
	texts := []string{}
	switch v := v.(type) {
	case []common.Address:
		for _, item := range v {
			texts = append(texts, text0x(item[:]))
		}
	case []*big.Int:
		for _, item := range v {
			texts = append(texts, item.String())
		}
	case [][]byte:
		for _, item := range v {
			texts = append(texts, text0x(item))
		}
	case []string:
		for _, item := range v {
			texts = append(texts, strings.ToValidUTF8(item, "\uFFFD"))
		}
	default:
		return Value{}, fmt.Errorf("a value of type %T is none of the catalogue's", v)
	}
	text, err := json.Marshal(texts)
	if err != nil {
		return Value{}, fmt.Errorf("write it as JSON: %w", err)
	}
	return textValue(string(text)), nil
}
