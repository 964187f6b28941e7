package jsonrpc

import (
	"encoding/json"
	"strings"
)

// fields are a log object's members, each as JSON.
type fields map[string]json.RawMessage

// poisons say how each fault of a log changes the object; nil means that the object isn't written as one.
var poisons = map[Kind]func(l fields, past int64){
	LogMissingField:     func(l fields, _ int64) { delete(l, "data") },
	LogWrongType:        func(l fields, _ int64) { l["blockNumber"] = json.RawMessage("12345") },
	LogOddHex:           func(l fields, _ int64) { l["data"] = quoted(l.text("data") + "a") },
	LogShortData:        func(l fields, _ int64) { l["data"] = quoted(shortened(l.text("data"))) },
	LogShortTopic:       func(l fields, _ int64) { l["topics"] = append(l["topics"][:len(l["topics"])-len(`00"]`)], `"]`...) },
	LogBadBlockNumber:   func(l fields, _ int64) { l["blockNumber"] = quoted("12,345") },
	LogForeignAddress:   func(l fields, _ int64) { l["address"] = quoted("0x" + strings.Repeat("f0", 20)) },
	LogRemoved:          func(l fields, _ int64) { l["removed"] = json.RawMessage("true") },
	LogOutOfRange:       func(l fields, past int64) { l["blockNumber"] = quoted(hexQuantity(past)) },
	LogExtraField:       func(l fields, _ int64) { l["isTimeBoosted"] = json.RawMessage("false") },
	LogWithoutTimestamp: func(l fields, _ int64) { delete(l, "blockTimestamp") },
	LogNull:             nil,
	LogDuplicated:       nil,
}

// poisoned appends a log as the fault changes it. past is the number of the block after the asked range.
func (w *writer) poisoned(l *Log, mode timestamp, kind Kind, past int64) {
	switch kind {
	case LogNull:
		w.text("null")
		return
	case LogDuplicated:
		w.log(l, mode)
		w.text(",")
		w.log(l, mode)
		return
	}
	plain := newWriter(nil)
	plain.log(l, mode)
	object := fields{}
	if err := json.Unmarshal(plain.buf, &object); err != nil {
		w.err = err
		return
	}
	poisons[kind](object, past)
	w.value(object)
}

// text gives a member that is a JSON string without its quotes.
func (l fields) text(name string) string {
	return strings.Trim(string(l[name]), `"`)
}

func quoted(s string) json.RawMessage { return json.RawMessage(`"` + s + `"`) }

// shortened cuts hex data by 7 bytes, or makes it 7 bytes where there is less.
func shortened(data string) string {
	if len(data) < 2+2*32 {
		return "0x" + strings.Repeat("ab", 7)
	}
	return data[:len(data)-2*7]
}
