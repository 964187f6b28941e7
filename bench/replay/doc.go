// Command replay measures the bonding ledger by itself, on histories of about 0.2, 1 and 5 million logs of the sandbox's worlds,
// and says which of its promises hold:
//
//   - it replays at least 500,000 logs a second from topics and data;
//   - its memory is proportional to accounts and to orchestrators times rounds: at most 2048 bytes for each account and 512 for
//     each round of an orchestrator, whatever the number of logs.
//
// One process makes a history and writes topics and data to a file; another one replays the file, so that what is measured is
// the ledger's:
//
//	go run ./bench/replay -o bench/replay/RESULT.md
//
// It exits with 1 if a promise is broken.
package main
