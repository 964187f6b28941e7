package graphnode_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// sold is how many sales the benchmarks page through.
const sold = 200_000

// manySales is a shop with a sale each minute, which has ids in no order, as hashes are.
func manySales(b *testing.B) *graphnode.Store {
	b.Helper()
	s := newShop(b)
	for i := range 100 {
		s.Put("Keeper", fmt.Sprintf("%040x", i), keeper(nil))
	}
	for i := range sold {
		s.Begin(graphnode.Block{Number: int64(i/1000 + 1)})
		receipt := fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15)
		s.Put("Receipt", receipt, graphnode.Entity{"number": fmt.Sprint(i)})
		s.Put("Sale", receipt+"-1", graphnode.Entity{
			"timestamp": int64(60 * i), "receipt": receipt, "keeper": fmt.Sprintf("%040x", i%100), "amount": fmt.Sprintf("%d.125", i),
		})
	}
	if err := s.Err(); err != nil {
		b.Fatal(err)
	}
	return s
}

// pages reads pages of 1,000 until a short one, each from what the last row of the one before says on.
func pages(b *testing.B, a asker, query string, begin string) {
	b.Helper()
	variables, rows := begin, 0
	for {
		var page struct {
			Sales []struct {
				ID        string
				Timestamp int64
			}
		}
		if err := json.Unmarshal([]byte(a.data(query, variables)), &page); err != nil {
			b.Fatal(err)
		}
		rows += len(page.Sales)
		if len(page.Sales) < 1000 {
			break
		}
		last := page.Sales[len(page.Sales)-1]
		variables = fmt.Sprintf(`{"at":%d,"id":%q}`, last.Timestamp, last.ID)
	}
	if rows != sold {
		b.Fatalf("%d rows were read", rows)
	}
}

// rate reports how many sales were read in a second.
func rate(b *testing.B) {
	b.ReportMetric(float64(sold)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkPages(b *testing.B) {
	a := serve(b, manySales(b), options())
	const fields = `{ id timestamp amount keeper { id } receipt { id number } }`
	b.Run("by id", func(b *testing.B) {
		defer rate(b)
		for b.Loop() {
			pages(b, a, `query($id: ID!) { sales(first: 1000, where: {id_gt: $id}) `+fields+` }`, `{"id":""}`)
		}
	})
	b.Run("by time and id", func(b *testing.B) {
		defer rate(b)
		for b.Loop() {
			pages(b, a, `query($at: Int!, $id: ID!) { sales(first: 1000, orderBy: timestamp, where: {and: [{timestamp_gte: 0,
				timestamp_lt: 2000000000}, {or: [{timestamp_gt: $at}, {timestamp: $at, id_gt: $id}]}]}) `+fields+` }`, `{"at":0,"id":""}`)
		}
	})
	b.Run("a day by id", func(b *testing.B) {
		for b.Loop() {
			a.data(`{ sales(first: 1000, where: {timestamp_gte: 8640000, timestamp_lt: 8726400}) `+fields+` }`, "")
		}
	})
	b.Run("a related number", func(b *testing.B) {
		for b.Loop() {
			a.data(`{ sales(first: 1000, where: {receipt_: {number_gte: "100000", number_lt: "100500"}}) `+fields+` }`, "")
		}
	})
	b.Run("derived lists", func(b *testing.B) {
		for b.Loop() {
			a.data(`{ keepers { sales(orderBy: timestamp, orderDirection: desc, first: 10) { id } } }`, "")
		}
	})
}

func BenchmarkStore(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var s *graphnode.Store
	for b.Loop() {
		s = manySales(b)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(2*sold), "bytes/entity")
	runtime.KeepAlive(s)
}
