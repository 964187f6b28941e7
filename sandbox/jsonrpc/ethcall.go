package jsonrpc

import (
	"encoding/json"
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// codeReverted is what nodes answer where a contract reverts.
const codeReverted = 3

// ethCall answers eth_call. A chain that is no Caller has no contracts to ask, as an address without code.
func (s *Server) ethCall(params []json.RawMessage) (func(*writer), *failure) {
	if len(params) == 0 {
		return nil, fail(codeInvalidParams, "missing value for required argument 0")
	}
	var message struct {
		To    common.Address `json:"to"`
		Data  hexutil.Bytes  `json:"data"`
		Input hexutil.Bytes  `json:"input"`
	}
	if err := json.Unmarshal(params[0], &message); err != nil {
		return nil, fail(codeInvalidParams, "invalid argument 0: %v", err)
	}
	if message.Input == nil {
		message.Input = message.Data
	}
	block := s.head()
	if len(params) > 1 {
		var failed *failure
		if block, failed = s.blockNumber(params[1]); failed != nil {
			return nil, failed
		}
	}
	if block > s.head() {
		return nil, fail(codeServer, "header not found")
	}
	var output []byte
	if caller, ok := s.chain.(Caller); ok {
		var err error
		output, err = caller.Call(message.To, message.Input, block)
		switch {
		case errors.Is(err, ErrNoState):
			root := NumberedHash(s.chain.ID(), block)
			return nil, fail(codeServer, "missing trie node %x (path ) state %#x is not available", root, root)
		case err != nil:
			return nil, &failure{Code: codeReverted, Message: "execution reverted: " + err.Error(), Data: "0x"}
		}
	}
	return func(w *writer) { w.data(output) }, nil
}
