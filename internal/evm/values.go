package evm

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Quantity reads a result that is a hex number of at most 63 bits.
func Quantity(result json.RawMessage) (int64, error) {
	var text string
	if err := json.Unmarshal(result, &text); err != nil {
		return 0, fmt.Errorf("%s is no hex quantity", short(string(result)))
	}
	digits, ok := strings.CutPrefix(text, "0x")
	n, err := strconv.ParseUint(digits, 16, 63)
	if !ok || err != nil {
		return 0, fmt.Errorf("%s is no hex quantity of 63 bits", short(text))
	}
	return int64(n), nil
}

// BlockTag gives a block's number as calls name it.
func BlockTag(block int64) string { return "0x" + strconv.FormatInt(block, 16) }

// ContractCall is the question what a contract, lower-case 0x text, returns to calldata at a block.
func ContractCall(contract string, calldata []byte, block int64) Question {
	message := map[string]string{"to": contract, "data": "0x" + hex.EncodeToString(calldata)}
	return Question{Method: "eth_call", Params: []any{message, BlockTag(block)}}
}

// Bytes reads a result that is 0x and whole bytes of hex.
func Bytes(result json.RawMessage) ([]byte, error) {
	var text string
	if err := json.Unmarshal(result, &text); err != nil {
		return nil, fmt.Errorf("%s is no text", short(string(result)))
	}
	digits, ok := strings.CutPrefix(text, "0x")
	data, err := hex.DecodeString(digits)
	if !ok || err != nil {
		return nil, fmt.Errorf("%s is not 0x and whole bytes of hex", short(text))
	}
	return data, nil
}

// short gives at most the first 80 bytes of a text, for messages.
func short(text string) string {
	if len(text) > 80 {
		text = text[:80] + "…"
	}
	return strings.ToValidUTF8(text, "?")
}
