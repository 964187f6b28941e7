package jsonrpc

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"math/big"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// flushAt is the number of buffered bytes at which a writer passes them on.
const flushAt = 64 << 10

// writer appends JSON by hand into a buffer and passes it on in pieces, so that a reply of any length takes a
// fixed amount of memory and a log takes no allocation. The first error of the destination sticks.
type writer struct {
	to  io.Writer
	buf []byte
	err error
}

func newWriter(to io.Writer) *writer {
	return &writer{to: to, buf: make([]byte, 0, flushAt+8<<10)}
}

// flush passes on what is buffered and gives the first error met.
func (w *writer) flush() error {
	if w.err == nil && len(w.buf) > 0 {
		_, w.err = w.to.Write(w.buf)
	}
	w.buf = w.buf[:0]
	return w.err
}

func (w *writer) text(s string) {
	w.buf = append(w.buf, s...)
}

func (w *writer) bytes(b []byte) {
	w.buf = append(w.buf, b...)
}

// value appends anything else by encoding/json.
func (w *writer) value(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.err = err
		return
	}
	w.bytes(b)
}

// quantity appends a number as hex without leading zeros, quoted.
func (w *writer) quantity(n int64) {
	w.buf = append(w.buf, `"0x`...)
	w.buf = strconv.AppendInt(w.buf, n, 16)
	w.buf = append(w.buf, '"')
}

func (w *writer) bigQuantity(n *big.Int) {
	w.buf = append(w.buf, `"0x`...)
	w.buf = n.Append(w.buf, 16)
	w.buf = append(w.buf, '"')
}

// data appends bytes as hex with all their zeros, quoted.
func (w *writer) data(b []byte) {
	w.buf = append(w.buf, `"0x`...)
	w.buf = hex.AppendEncode(w.buf, b)
	w.buf = append(w.buf, '"')
}

// hashes appends a list of hashes.
func (w *writer) hashes(list []common.Hash) {
	w.buf = append(w.buf, '[')
	for i := range list {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.data(list[i][:])
	}
	w.buf = append(w.buf, ']')
}

// timestamp says how logs carry their block's time.
type timestamp int

const (
	timestampPresent timestamp = iota
	timestampAbsent
	timestampZero
)

// log appends a log object and passes the buffer on when it is full.
func (w *writer) log(l *Log, mode timestamp) {
	w.text(`{"address":`)
	w.data(l.Address[:])
	w.text(`,"topics":`)
	w.hashes(l.Topics)
	w.text(`,"data":`)
	w.data(l.Data)
	w.text(`,"blockNumber":`)
	w.quantity(l.BlockNumber)
	w.text(`,"transactionHash":`)
	w.data(l.TransactionHash[:])
	w.text(`,"transactionIndex":`)
	w.quantity(int64(l.TransactionIndex))
	w.text(`,"blockHash":`)
	w.data(l.BlockHash[:])
	switch {
	case mode == timestampZero:
		w.text(`,"blockTimestamp":"0x0"`)
	case mode == timestampPresent && l.BlockTime != 0:
		w.text(`,"blockTimestamp":`)
		w.quantity(l.BlockTime)
	}
	w.text(`,"logIndex":`)
	w.quantity(int64(l.Index))
	w.text(`,"removed":false}`)
	if len(w.buf) >= flushAt {
		_ = w.flush()
	}
}

// seconds renders a duration as the whole seconds of a Retry-After header.
func seconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
