package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// measured is what one replay took, and what it was of.
type measured struct {
	Logs          uint64 `json:"logs"`
	Accounts      int    `json:"accounts"`
	Orchestrators int    `json:"orchestrators"`
	Rounds        uint64 `json:"rounds"`
	// Pools counts the rounds of which anything is stored, of all orchestrators.
	Pools int           `json:"pools"`
	Rows  uint64        `json:"rows"`
	Took  time.Duration `json:"took"`
	// Live is what the ledger holds at the end, in bytes: the heap with it minus the heap before.
	Live uint64 `json:"live"`
}

func (m measured) perSecond() float64 { return float64(m.Logs) / m.Took.Seconds() }

// replay replays a history's file and prints what it took. With rows, they are made and thrown away.
func replay(path string, contracts []livepeer.Contract, withRows bool, out io.Writer) error {
	var m measured
	config := bonding.Config{Contracts: contracts}
	if withRows {
		config.Emit = func(bonding.Row) error { m.Rows++; return nil }
	}
	ledger, err := bonding.New(config)
	if err != nil {
		return err
	}
	before, round := uint64(0), uint64(0)
	err = eachChunk(path, func(logs []bonding.Log) error {
		if before == 0 {
			before = liveHeap() // the chunk is there, the ledger is empty
		}
		start := time.Now()
		for i := range logs {
			if err := ledger.Apply(&logs[i]); err != nil {
				return err
			}
			if now := ledger.Round(); now != round {
				round = now
				m.Rounds++
			}
		}
		m.Took += time.Since(start)
		return nil
	})
	if err != nil {
		return err
	}
	after := liveHeap()
	m.Live = after - min(before, after)
	m.count(ledger)
	start := time.Now()
	if err := ledger.Close(); err != nil {
		return err
	}
	m.Took += time.Since(start)
	return json.NewEncoder(out).Encode(m)
}

// count counts what the ledger holds.
func (m *measured) count(ledger *bonding.Ledger) {
	m.Logs = ledger.Logs()
	for range ledger.Accounts() {
		m.Accounts++
	}
	for address := range ledger.Orchestrators() {
		m.Orchestrators++
		m.Pools += pools(ledger, address)
	}
}

func pools(ledger *bonding.Ledger, address common.Address) (n int) {
	for range ledger.Pools(address) {
		n++
	}
	return n
}

// liveHeap gives the bytes of the heap that are in use.
func liveHeap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// String gives "1,234,567/s" without the commas.
func (m measured) String() string { return fmt.Sprintf("%.0f/s", m.perSecond()) }
