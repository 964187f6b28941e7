package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// head is what a log begins with in a history's file; its topics and data follow.
type head struct {
	Block, Transaction, Index uint64
	Time                      int64
	Hash                      [32]byte
	Address                   [20]byte
	Topics, Data              uint32
}

// makeHistory writes the logs of a world to a file.
func makeHistory(ctx context.Context, config sandbox.Config, path string) (err error) {
	w, err := sandbox.NewWorld(ctx, config)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriterSize(f, 1<<20)
	for log := range w.Logs(0, w.Head()) {
		if err := writeLog(out, &log); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeLog(out io.Writer, log *jsonrpc.Log) error {
	h := head{
		Block: uint64(log.BlockNumber), Transaction: uint64(log.TransactionIndex), Index: uint64(log.Index), Time: log.BlockTime,
		Hash: log.TransactionHash, Address: log.Address, Topics: uint32(len(log.Topics)), Data: uint32(len(log.Data)),
	}
	if err := binary.Write(out, binary.LittleEndian, &h); err != nil {
		return err
	}
	for _, topic := range log.Topics {
		if _, err := out.Write(topic[:]); err != nil {
			return err
		}
	}
	_, err := out.Write(log.Data)
	return err
}

// chunk is how many logs are read before they are replayed: the time of reading isn't the ledger's.
const chunk = 64 << 10

// eachChunk reads a history's file and gives its logs, a chunk at a time. The logs are used again.
func eachChunk(path string, use func([]bonding.Log) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	logs := make([]bonding.Log, chunk)
	for {
		n, err := readChunk(in, logs)
		if n > 0 {
			if err := use(logs[:n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", path, err)
		}
	}
}

// readChunk fills the logs as far as the file goes.
func readChunk(in io.Reader, logs []bonding.Log) (n int, err error) {
	for n = range logs {
		var h head
		if err := binary.Read(in, binary.LittleEndian, &h); err != nil {
			return n, err
		}
		g := &logs[n]
		*g = bonding.Log{
			Block: h.Block, Transaction: h.Transaction, Index: h.Index, Hash: h.Hash, Time: h.Time, Address: h.Address,
			TopicCount: int(h.Topics), Data: append(g.Data[:0], make([]byte, h.Data)...),
		}
		for i := range g.TopicCount {
			if _, err := io.ReadFull(in, g.Topics[i][:]); err != nil {
				return n, err
			}
		}
		if _, err := io.ReadFull(in, g.Data); err != nil {
			return n, err
		}
	}
	return len(logs), nil
}
