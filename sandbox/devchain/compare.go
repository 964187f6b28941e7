package devchain

import "fmt"

// Comparison is what came of asking a witness all that the contracts were asked.
type Comparison struct {
	// Compared counts the answers that the witness has.
	Compared int
	// Left counts those that it may lack, by kind: "lptBalance of account".
	Left map[string]int
	// Wrong are the answers that differ, and those that it lacks and may not, in words.
	Wrong []string
}

// Compare asks a witness for the answers of a checkpoint; its second result is false if it has none. Lacking gives the kinds of answers
// that it may lack, with the reason.
func (c *Comparison) Compare(at Checkpoint, answer func(Key) (string, bool), lacking map[string]string) {
	if c.Left == nil {
		c.Left = map[string]int{}
	}
	for _, want := range at.Answers {
		got, ok := answer(want.Key)
		kind := want.Name + " of " + want.Subject
		switch {
		case ok && got != want.Value:
			c.Wrong = append(c.Wrong, fmt.Sprintf("block %d: %s is %s, the contract says %s", at.Block, want.Key, got, want.Value))
		case !ok && lacking[kind] == "":
			c.Wrong = append(c.Wrong, fmt.Sprintf("block %d: there is no %s, the contract says %s", at.Block, want.Key, want.Value))
		case !ok:
			c.Left[kind]++
			continue
		}
		c.Compared++
	}
}
