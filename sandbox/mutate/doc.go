// Package mutate spoils a chain's logs, one place at a time, to see whether whoever reads them notices.
//
//	stream, err := mutate.NewStream(deployment.Contracts, logs)
//	for i := range 1000 {
//		mutant := stream.Mutant(seed, i)
//		verdict := judge.Try(mutant)
//	}
//
// A mutant is the stream with one log left out, doubled, swapped with its neighbour, or with one value changed. Mutants are
// made by seed and number, and go through all events and kinds in turn, so that rare events get as many as common ones.
//
// Not every mutant tells a lie: a deposit of one wei more is as good a deposit. A [Judge] lets the contracts' model decide,
// which is asked to do what the mutant's logs say (package retrace): where the model emits exactly the mutant's logs, the
// mutant is a history in its own right, and nobody could notice.
//
// Only the events that a ledger of stakes lives on are spoilt, see [Consumed]: others change no figure in it.
package mutate
