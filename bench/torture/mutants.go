package main

import (
	"fmt"
	"iter"
	"strings"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/mutate"
)

// spoilt is a chain with other logs.
type spoilt struct {
	jsonrpc.Chain
	logs []jsonrpc.Log
}

// Logs gives the other logs.
func (s spoilt) Logs(from, to int64) iter.Seq[jsonrpc.Log] {
	return func(yield func(jsonrpc.Log) bool) {
		for _, l := range s.logs {
			if l.BlockNumber >= from && l.BlockNumber <= to && !yield(l) {
				return
			}
		}
	}
}

// namedTally is what became of the mutants of some logs.
type namedTally struct {
	of    string
	tally *mutate.Tally
}

// markdown renders a tally: a table by event and kind, and every mutant that wasn't detected.
func (n namedTally) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## Mutants of the %s's logs\n\nDetected of made; the others are histories of the contracts in their own right, as listed below.\n\n| event |", n.of)
	for _, kind := range mutate.Kinds() {
		fmt.Fprintf(&b, " %s |", kind)
	}
	b.WriteString("\n|---|")
	b.WriteString(strings.Repeat("---:|", len(mutate.Kinds())))
	b.WriteString("\n")
	for _, event := range n.tally.Events {
		fmt.Fprintf(&b, "| %s |", event)
		for _, kind := range mutate.Kinds() {
			counts := n.tally.Counts[event][kind]
			made := counts[mutate.Detected] + counts[mutate.Valid] + counts[mutate.Missed]
			switch missed := counts[mutate.Missed]; {
			case made == 0:
				b.WriteString(" |")
			case missed > 0:
				fmt.Fprintf(&b, " %d of %d, **%d missed** |", counts[mutate.Detected], made, missed)
			default:
				fmt.Fprintf(&b, " %d of %d |", counts[mutate.Detected], made)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
	for _, v := range n.tally.Survivors {
		fmt.Fprintf(&b, "- %s\n", v)
	}
	return b.String()
}
