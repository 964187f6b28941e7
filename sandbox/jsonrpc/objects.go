package jsonrpc

import (
	"encoding/json"
	"slices"
)

// hurtObject does to the middle block or receipt among the replies what the fault says.
func hurtObject(calls []call, replies []reply, kind Kind) {
	var found []int
	for i := range calls {
		if requiredMember(calls[i].Method) != "" && replies[i].failure == nil {
			found = append(found, i)
		}
	}
	if len(found) == 0 || !slices.Contains([]Kind{ObjectMissingField, ObjectWrongType, ObjectExtraField}, kind) {
		return
	}
	i := found[len(found)/2]
	member, whole := requiredMember(calls[i].Method), replies[i].result
	replies[i].result = func(w *writer) {
		plain := newWriter(nil)
		whole(plain)
		object := fields{}
		if json.Unmarshal(plain.buf, &object) != nil || object[member] == nil {
			w.bytes(plain.buf)
			return
		}
		switch kind {
		case ObjectMissingField:
			delete(object, member)
		case ObjectWrongType:
			object[member] = json.RawMessage(`{"value":` + string(object[member]) + `}`)
		default:
			object["isTimeBoosted"] = json.RawMessage("false")
		}
		w.value(object)
	}
}

// requiredMember is the member that is hurt in a method's results; "" for methods without objects.
func requiredMember(method string) string {
	switch method {
	case "eth_getBlockByNumber", "eth_getBlockByHash":
		return "hash"
	case "eth_getTransactionReceipt":
		return "gasUsed"
	default:
		return ""
	}
}

// reorganise gives a block that isn't final another hash with every request, where the options say so.
func (s *Server) reorganise(b *Block) {
	final := s.finalized()
	if !s.options.Reorganised || b.Number <= final {
		return
	}
	fork := s.chain.ID()<<32 + uint64(s.Requests())
	b.Hash = NumberedHash(fork, b.Number)
	if b.Number-1 > final {
		b.ParentHash = NumberedHash(fork, b.Number-1)
	}
}
