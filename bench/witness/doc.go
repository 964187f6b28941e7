// Command witness measures the extraction of the subgraph, from worlds of the sandbox with 5,000 delegators and 100
// orchestrators and histories of different lengths, and says which of its promises hold:
//
//   - a night in which one round began takes a number of requests that doesn't grow with the history;
//   - memory doesn't grow with the history.
//
// One process serves the world; another one, started anew for each extraction, lands it:
//
//	go run ./bench/witness -o bench/witness/RESULT.md
//
// It exits with 1 if a promise is broken.
package main
