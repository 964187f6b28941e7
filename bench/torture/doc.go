// Command torture shows that no interruption, loss or fault changes what lakepeer publishes. On a small sandbox world it
// makes a reference publication, and then:
//
//   - failpoints: ends a run at every named failpoint, and runs again;
//   - kills: ends runs at random instants, and runs again; both in an empty home and in one that has a publication and
//     is brought up to date;
//   - losses: deletes one slice of the lake, each in turn, and runs again;
//   - readers: reads the published file from other processes while it is replaced again and again;
//   - faults: extracts from servers of every dialect that refuse, fail, cut and stall at random.
//   - market: runs worlds whose servers, of every source, misbehave, until nothing is missing.
//   - mutations: leaves out, doubles, swaps or changes one log, of the real contracts' recording and of the world. The ledger
//     must stop, unless what is left is a history that the contracts' model reproduces log by log; and the program must
//     publish nothing.
//
// Each trial but the mutations' must end with the reference's content hashes of all tables of staging and main, a sound lake, and a stable
// file that is the current publication's.
//
//	go run ./bench/torture -o bench/torture/RESULT.md    # everything
//	go run ./bench/torture -scale 0.1                    # a tenth of it
//	go run ./bench/torture -seed 7 -only kills/empty/3   # one trial again
//
// Everything random comes from the seed; instants of kills are shares of the time that the reference run took. It exits
// with 1 if any trial fails, and prints the command that repeats it.
package main
