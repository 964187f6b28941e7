package retrace

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// tuple gives the bytes of the struct that a log's first word points at.
func tuple(l *jsonrpc.Log) []byte { return slice(l.Data, word(l, 0), len(l.Data)) }

// updateOf reads a Governor's update from the struct in a log.
func updateOf(l *jsonrpc.Log) protocol.Update {
	b := tuple(l)
	return protocol.Update{Calls: calls(b, 0, 1, 2), Nonce: number(b, 3)}
}

// stage announces a Governor's update.
func (t *Tracer) stage(logs []jsonrpc.Log, i int) error {
	return t.c.Governor.StageUpdate(t.config.Protocol.Deployer, updateOf(&logs[i]), word(&logs[i], 1).Uint64())
}

// update executes a Governor's update. Where staging isn't stated, it is staged at once.
func (t *Tracer) update(logs []jsonrpc.Log, i int) error {
	u := updateOf(&logs[i])
	if t.config.Stated != nil && t.c.Governor.StageUpdate(t.config.Protocol.Deployer, u, 0) == nil {
		t.c.Take()
	}
	return t.c.Governor.Execute(u)
}

// propose makes a proposal of the treasury.
func (t *Tracer) propose(logs []jsonrpc.Log, i int) error {
	l := &logs[i]
	p, err := t.c.LivepeerGovernor.Propose(common.BigToAddress(word(l, 1)), calls(l.Data, 2, 3, 5), string(blob(l.Data, 8)))
	if err == nil {
		t.proposals[p.ID] = p
	}
	return err
}

// proposal finds the proposal that a log is about.
func (t *Tracer) proposal(l *jsonrpc.Log) (*protocol.Proposal, error) {
	p := t.proposals[common.BigToHash(word(l, 0))]
	if p == nil {
		return nil, fmt.Errorf("%w: there is no proposal %s", ErrImpossible, word(l, 0))
	}
	return p, nil
}

func (t *Tracer) queue(logs []jsonrpc.Log, i int) error {
	p, err := t.proposal(&logs[i])
	if err != nil {
		return err
	}
	return t.c.LivepeerGovernor.Queue(p)
}

func (t *Tracer) execute(logs []jsonrpc.Log, i int) error {
	p, err := t.proposal(&logs[i])
	if err != nil {
		return err
	}
	return t.c.LivepeerGovernor.Execute(p)
}

func (t *Tracer) vote(logs []jsonrpc.Log, i int) error {
	l := &logs[i]
	p, err := t.proposal(l)
	if err != nil {
		return err
	}
	var params []byte
	if t.name(l) == "VoteCastWithParams" {
		params = blob(l.Data, 4)
	}
	return t.c.LivepeerGovernor.Vote(p, topic(l, 1), protocol.Support(word(l, 1).Uint64()), string(blob(l.Data, 3)), params)
}

// poll creates a poll, which anybody with enough stake may have done.
func (t *Tracer) poll(logs []jsonrpc.Log, i int) (err error) {
	for _, account := range t.accounts {
		if _, err = t.c.Polls.Create(account, string(blob(logs[i].Data, 0))); err == nil {
			return nil
		}
	}
	return err
}

func (t *Tracer) pollVote(logs []jsonrpc.Log, i int) error {
	for _, p := range t.c.Polls.Polls() {
		if p.Address == logs[i].Address {
			return p.Vote(topic(&logs[i], 1), word(&logs[i], 0).Uint64())
		}
	}
	return fmt.Errorf("%w: %s is no poll", ErrImpossible, logs[i].Address)
}

func (t *Tracer) setURI(logs []jsonrpc.Log, i int) error {
	registry := t.c.Services
	if logs[i].Address == t.config.Protocol.Addresses.AIServiceRegistry {
		registry = t.c.AIServices
	}
	registry.SetURI(topic(&logs[i], 1), string(blob(logs[i].Data, 0)))
	return nil
}
