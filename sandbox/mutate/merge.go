package mutate

import (
	"cmp"
	"slices"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// Merge puts a mutant's logs back among those of the chain that the stream left out, so that the whole chain can be served.
// Indices rise within a block.
func Merge(chain []jsonrpc.Log, m Mutant, stated func(*jsonrpc.Log) bool) []jsonrpc.Log {
	all := slices.Clone(m.Logs)
	for i := range chain {
		if !stated(&chain[i]) {
			all = append(all, chain[i])
		}
	}
	slices.SortStableFunc(all, func(a, b jsonrpc.Log) int {
		return cmp.Or(cmp.Compare(a.BlockNumber, b.BlockNumber), cmp.Compare(a.TransactionIndex, b.TransactionIndex), cmp.Compare(a.Index, b.Index))
	})
	for i := 1; i < len(all); i++ {
		if before, l := &all[i-1], &all[i]; before.BlockNumber == l.BlockNumber && l.Index <= before.Index {
			l.Index = before.Index + 1
		}
	}
	return all
}
