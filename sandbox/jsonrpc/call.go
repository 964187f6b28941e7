package jsonrpc

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The error codes of JSON-RPC 2.0 that the server uses by itself; providers' own codes come from their dialect.
const (
	codeParse          = -32700
	codeInvalidRequest = -32600
	codeMethodNotFound = -32601
	codeInvalidParams  = -32602
	codeServer         = -32000
)

// call is one request object.
type call struct {
	Version string            `json:"jsonrpc"`
	ID      json.RawMessage   `json:"id"`
	Method  string            `json:"method"`
	Params  []json.RawMessage `json:"params"`
}

// failure is the error of one call, with the HTTP status that it forces on a reply that isn't a batch.
type failure struct {
	status  int
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// fail makes the failure of a call that the server refuses for what it asks.
func fail(code int, format string, args ...any) *failure {
	return &failure{Code: code, Message: fmt.Sprintf(format, args...)}
}

// reply is the answer to one call: a failure, or a result that writes itself.
type reply struct {
	id      json.RawMessage
	failure *failure
	result  func(*writer)
}

// parseCalls reads a request body: one call, or a batch of them.
func parseCalls(body []byte) (calls []call, batch bool, err *failure) {
	body = bytes.TrimSpace(body)
	if len(body) > 0 && body[0] == '[' {
		if e := json.Unmarshal(body, &calls); e != nil {
			return nil, true, fail(codeParse, "parse error: %v", e)
		}
		if len(calls) == 0 {
			return nil, true, fail(codeInvalidRequest, "empty batch")
		}
		return calls, true, nil
	}
	var one call
	if e := json.Unmarshal(body, &one); e != nil {
		return nil, false, fail(codeParse, "parse error: %v", e)
	}
	return []call{one}, false, nil
}

// write renders the reply as a response object.
func (r reply) write(w *writer) {
	w.text(`{"jsonrpc":"2.0","id":`)
	if len(r.id) == 0 {
		w.text("null")
	} else {
		w.bytes(r.id)
	}
	if r.failure != nil {
		w.text(`,"error":`)
		w.value(r.failure)
	} else {
		w.text(`,"result":`)
		r.result(w)
	}
	w.text("}")
}
