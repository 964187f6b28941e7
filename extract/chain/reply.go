package chain

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// reply is one answer of an endpoint: a result, as JSON text, or a refusal.
type reply struct {
	id      string
	result  string
	refusal *RPCError
}

// parseReply reads a JSON-RPC answer.
func parseReply(text string) (reply, error) {
	var r reply
	err := members(text, func(name, value string) error {
		switch name {
		case "id":
			r.id = value
		case "result":
			r.result = value
		case "error":
			if value != "null" {
				r.refusal = parseRefusal(value)
			}
		}
		return nil
	})
	if err == nil && r.result == "" && r.refusal == nil {
		err = errors.New("it has neither a result nor an error")
	}
	return r, err
}

// parseRefusal reads an error object, and takes anything else that stands in its place as the message.
func parseRefusal(value string) *RPCError {
	var object struct {
		Code    json.Number     `json:"code"`
		Message string          `json:"message"`
		Data    json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal([]byte(value), &object); err != nil {
		return &RPCError{Message: value}
	}
	code, _ := object.Code.Int64()
	return &RPCError{Code: code, Message: object.Message, data: string(object.Data)}
}

// quantity reads a hex number.
func (r reply) quantity() (int64, error) {
	if r.refusal != nil {
		return 0, fmt.Errorf("it refuses: %s", r.refusal.Message)
	}
	return parseQuantity(r.result)
}

// absent tells whether the call was refused or answered with nothing.
func (r reply) absent() bool { return r.refusal != nil || r.result == "null" }

// wait tells whether the call was refused because there were too many.
func (r reply) wait() bool {
	return r.refusal != nil && classify(r.refusal.Message, r.refusal.data).kind == tooOften
}

type header struct {
	number, time int64
	hash         string
}

// header reads what is needed of a block.
func (r reply) header() (header, error) {
	if r.refusal != nil {
		return header{}, fmt.Errorf("it refuses: %s", r.refusal.Message)
	}
	var h header
	var count, at number
	o := newReading(nil)
	err := members(r.result, func(name, value string) error {
		switch name {
		case "number":
			o.quantity(name, value, &count)
		case "timestamp":
			o.quantity(name, value, &at)
		case "hash":
			o.bytes(name, value, 32, &h.hash)
		}
		return nil
	})
	o.require("number", "timestamp", "hash")
	h.number, h.time = count.n, at.n
	return h, errors.Join(err, o.err())
}

// parseQuantity reads a JSON text that is a hex number of at most 63 bits.
func parseQuantity(value string) (int64, error) {
	if len(value) < 5 || !isText(value) || value[1:3] != "0x" {
		return 0, fmt.Errorf("%s is not a hex quantity", short(value))
	}
	n, err := strconv.ParseUint(value[3:len(value)-1], 16, 63)
	if err != nil {
		return 0, fmt.Errorf("%s is not a hex quantity of 63 bits", short(value))
	}
	return int64(n), nil
}

func hexQuantity(n int64) string { return "0x" + strconv.FormatInt(n, 16) }

// short gives at most the first 80 bytes of a text, for messages.
func short(text string) string {
	if len(text) > 80 {
		return text[:80] + "…"
	}
	return text
}
