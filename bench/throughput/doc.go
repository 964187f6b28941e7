// Command throughput measures how fast lakepeer is and how much memory it takes, on worlds of about 0.1, 0.5 and 2
// million logs, and says which of its promises hold:
//
//   - extraction takes at most 300 MiB of resident memory;
//   - a build takes at most its memory limit and 400 MiB;
//   - either takes the same, within 20 %, for 0.5 million logs as for 2 million.
//
// The chain is served by another process, and every stage is measured in a process of its own:
//
//	go run ./bench/throughput -o bench/throughput/RESULT.md
//
// It exits with 1 if a promise is broken.
package main
