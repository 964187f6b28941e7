package jsonrpc

import (
	"encoding/json"

	"github.com/ethereum/go-ethereum/common"
)

// getReceipt answers eth_getTransactionReceipt; an unknown transaction is null.
func (s *Server) getReceipt(params []json.RawMessage) (func(*writer), *failure) {
	if len(params) == 0 {
		return nil, fail(codeInvalidParams, "missing value for required argument 0")
	}
	var hash common.Hash
	if err := json.Unmarshal(params[0], &hash); err != nil {
		return nil, fail(codeInvalidParams, "invalid argument 0: %v", err)
	}
	r, ok := s.chain.Receipt(hash)
	if !ok || r.BlockNumber > s.head() {
		return writeNull, nil
	}
	return func(w *writer) { w.receipt(&r, s.options.Timestamps.mode()) }, nil
}

// getBlockReceipts answers eth_getBlockReceipts; a block after the head is null.
func (s *Server) getBlockReceipts(params []json.RawMessage) (func(*writer), *failure) {
	if len(params) == 0 {
		return nil, fail(codeInvalidParams, "missing value for required argument 0")
	}
	n, failed := s.blockNumber(params[0])
	if failed != nil {
		return nil, failed
	}
	if n > s.head() {
		return writeNull, nil
	}
	list := s.chain.Receipts(n)
	return func(w *writer) {
		w.text("[")
		for i := range list {
			if i > 0 {
				w.text(",")
			}
			w.receipt(&list[i], s.options.Timestamps.mode())
		}
		w.text("]")
	}, nil
}

// receipt appends a receipt object.
func (w *writer) receipt(r *Receipt, mode timestamp) {
	w.text(`{"transactionHash":`)
	w.data(r.TransactionHash[:])
	w.text(`,"transactionIndex":`)
	w.quantity(int64(r.TransactionIndex))
	w.text(`,"blockHash":`)
	w.data(r.BlockHash[:])
	w.text(`,"blockNumber":`)
	w.quantity(r.BlockNumber)
	w.text(`,"from":`)
	w.data(r.From[:])
	if r.To == nil {
		w.text(`,"to":null`)
	} else {
		w.text(`,"to":`)
		w.data(r.To[:])
	}
	w.text(`,"contractAddress":null,"type":`)
	w.quantity(int64(r.Type))
	if r.Succeeded {
		w.text(`,"status":"0x1"`)
	} else {
		w.text(`,"status":"0x0"`)
	}
	w.text(`,"gasUsed":`)
	w.quantity(int64(r.GasUsed))
	w.text(`,"cumulativeGasUsed":`)
	w.quantity(int64(r.GasUsed))
	w.text(`,"gasUsedForL1":`)
	w.quantity(int64(r.GasUsedForL1))
	w.text(`,"effectiveGasPrice":`)
	w.bigQuantity(r.GasPrice)
	if r.L1Number != 0 {
		w.text(`,"l1BlockNumber":`)
		w.quantity(r.L1Number)
	}
	w.text(`,"logs":[`)
	for i := range r.Logs {
		if i > 0 {
			w.text(",")
		}
		w.log(&r.Logs[i], mode)
	}
	w.text("]}")
}
