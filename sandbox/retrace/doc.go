// Package retrace asks whether logs can be the history of Livepeer's contracts. It reads from each transaction's logs what
// must have been asked of the contracts, asks the same of their model, and compares what the model emits with what the logs
// state.
//
//	tracer := retrace.New(retrace.Config{Protocol: config, L1Block: chain.L1Block}, logs)
//	if err := tracer.Run(); err != nil { … } // the first log that the contracts wouldn't have emitted
//	tracer.Contracts() // the model, with the state that the logs lead to
//
// The events hold the arguments of every action but for things that the state doesn't depend on, so no calldata, sender or
// receipt is needed. An argument that is read wrongly does no harm: what the model emits then differs.
//
// With Config.Stated only some logs count, as where a ledger is given only some. What the others would have said is taken
// for granted: that an account had the LPT that it pays and has allowed it to be taken, and that an update was staged before
// it was executed.
package retrace
