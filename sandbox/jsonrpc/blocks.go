package jsonrpc

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// arbOS is the version that block headers state.
const arbOS = 51

// blockNumber reads a block parameter: a hex quantity or a tag.
func (s *Server) blockNumber(raw json.RawMessage) (int64, *failure) {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return 0, fail(codeInvalidParams, "invalid argument: block number must be a string: %v", err)
	}
	switch text {
	case "earliest":
		return 0, nil
	case "latest", "pending", "":
		return s.head(), nil
	case "safe", "finalized":
		switch s.options.Finality {
		case FinalityRefused:
			return 0, fail(codeServer, "%s block not found", text)
		case FinalityGenesis:
			return 0, nil
		default:
			return s.finalized(), nil
		}
	}
	n, err := parseQuantity(text)
	if err != nil {
		return 0, fail(codeInvalidParams, "invalid argument: %v", err)
	}
	return n, nil
}

// parseQuantity reads hex without leading zeros.
func parseQuantity(text string) (int64, error) {
	digits, ok := strings.CutPrefix(text, "0x")
	if !ok {
		return 0, fmt.Errorf("hex string %q without 0x prefix", text)
	}
	if len(digits) > 1 && digits[0] == '0' {
		return 0, fmt.Errorf("hex number %q with leading zero digits", text)
	}
	n, err := strconv.ParseInt(digits, 16, 64)
	if err != nil {
		return 0, fmt.Errorf("invalid hex number %q", text)
	}
	return n, nil
}

// getBlock answers eth_getBlockByNumber; a block after the head is null. Full transactions aren't served.
func (s *Server) getBlock(params []json.RawMessage) (func(*writer), *failure) {
	if len(params) == 0 {
		return nil, fail(codeInvalidParams, "missing value for required argument 0")
	}
	if len(params) > 1 && string(params[1]) == "true" {
		return nil, fail(codeInvalidParams, "full transactions are not served: ask with false")
	}
	n, failed := s.blockNumber(params[0])
	if failed != nil {
		return nil, failed
	}
	return s.writeBlock(n), nil
}

// getBlockByHash answers eth_getBlockByHash; an unknown hash is null.
func (s *Server) getBlockByHash(params []json.RawMessage) (func(*writer), *failure) {
	if len(params) == 0 {
		return nil, fail(codeInvalidParams, "missing value for required argument 0")
	}
	var hash common.Hash
	if err := json.Unmarshal(params[0], &hash); err != nil {
		return nil, fail(codeInvalidParams, "invalid argument 0: %v", err)
	}
	n, ok := s.chain.BlockNumber(hash)
	if !ok {
		return writeNull, nil
	}
	return s.writeBlock(n), nil
}

// writeBlock gives what writes a block, or null after the head.
func (s *Server) writeBlock(number int64) func(*writer) {
	b, ok := s.chain.Block(number)
	if !ok || number > s.head() {
		return writeNull
	}
	s.reorganise(&b)
	return func(w *writer) { w.block(&b) }
}

func writeNull(w *writer) { w.text("null") }

// block appends a block object with the fields that Arbitrum's nodes give and the ones that clients insist on.
func (w *writer) block(b *Block) {
	w.text(`{"number":`)
	w.quantity(b.Number)
	w.text(`,"hash":`)
	w.data(b.Hash[:])
	w.text(`,"parentHash":`)
	w.data(b.ParentHash[:])
	w.text(`,"timestamp":`)
	w.quantity(b.Time)
	if b.L1Number != 0 {
		w.text(`,"l1BlockNumber":`)
		w.quantity(b.L1Number)
		mix := mixHash(b)
		w.text(`,"mixHash":`)
		w.data(mix[:])
	}
	if b.BaseFee != nil {
		w.text(`,"baseFeePerGas":`)
		w.bigQuantity(b.BaseFee)
	}
	w.text(`,"difficulty":"0x1","gasLimit":"0x4000000000000","nonce":"0x0000000000000000","uncles":[],"transactions":`)
	w.hashes(b.Transactions)
	w.text("}")
}

// mixHash packs what a Nitro header keeps there: the send count in bytes 0 to 7 (0 here), the L1 block number in
// bytes 8 to 15 and the ArbOS version in bytes 16 to 23.
func mixHash(b *Block) (h common.Hash) {
	binary.BigEndian.PutUint64(h[8:], uint64(b.L1Number))
	binary.BigEndian.PutUint64(h[16:], arbOS)
	return h
}
