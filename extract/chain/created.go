package chain

import (
	"context"
	"fmt"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
)

// creator is a contract whose events tell other contracts.
type creator struct {
	contract, event, child string
	// address reads the child's address out of the event's words: topic1 and data.
	address func(topic1, data string) string
}

var creators = []creator{
	{livepeer.PollCreator, "PollCreated", livepeer.Poll, func(topic1, _ string) string { return addressOf(topic1) }},
	{livepeer.L2Migrator, "DelegatorPoolCreated", livepeer.DelegatorPool, func(_, data string) string { return addressOf(data) }},
}

// addressOf gives the address in the first word of lower-case 0x text, "" if there is none.
func addressOf(words string) string {
	const word = 2 + 64
	if len(words) < word {
		return ""
	}
	return "0x" + words[word-40:word]
}

// signs maps (creator's address, topic0) to what such a log creates, for the creators that a part asks for.
func signs(a asks) map[[2]string]creator {
	signs := map[[2]string]creator{}
	for _, contract := range a.Contracts {
		for _, c := range creators {
			if c.contract == contract.Name {
				signs[[2]string{contract.Address, topicOf(c.contract, c.event)}] = c
			}
		}
	}
	return signs
}

// created gives the contracts whose creation stands in the part's committed rows.
func (l *Logs) created(ctx context.Context, lake *load.Lake, part load.Part, a asks) ([]livepeer.Contract, error) {
	signs := signs(a)
	if len(signs) == 0 {
		return nil, nil
	}
	files, err := lake.Files(part, load.ListOptions{})
	if err != nil {
		return nil, err
	}
	var found []livepeer.Contract
	for _, f := range files {
		children, known := l.children[f.Path]
		if !known {
			if children, err = scanFile(ctx, f.Path, signs); err != nil {
				return nil, fmt.Errorf("look for created contracts in %s: %w", f.Path, err)
			}
			l.children[f.Path] = children
		}
		found = append(found, children...)
	}
	return found, nil
}
