// Package devchain reads the recording of the real contracts on a local chain: their logs, and what they answered when they
// were asked for their state at the end of every round. It is what models of the contracts are held against.
//
//	recording, err := devchain.Load("../shared/data/devchain")
//	for _, checkpoint := range recording.Checkpoints { // what was answered at checkpoint.Block
//		for _, answer := range checkpoint.Answers { … answer.Key … answer.Value … }
//	}
//
// Every answer is one number, address or truth value as text, under a [Key] that says what was asked. A comparison walks
// through the answers and asks the model for each.
package devchain
