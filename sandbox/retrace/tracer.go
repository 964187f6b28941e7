package retrace

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// ErrImpossible is what every error about a log wraps: the contracts wouldn't have emitted it there.
var ErrImpossible = errors.New("no history of the contracts has this log here")

// Config says which deployment the logs are of.
type Config struct {
	// Protocol deploys the model. The LPT that exist from the start are read from the logs.
	Protocol protocol.Config
	// L1Block gives the L1 block number that contracts saw in a block.
	L1Block func(block int64) uint64
	// Stated tells the logs that count; nil says that all do, as with the logs of a whole chain.
	Stated func(*jsonrpc.Log) bool
}

// Tracer does to the model what the logs say was done to the contracts. It isn't safe for concurrent use.
type Tracer struct {
	config    Config
	c         *protocol.Contracts
	logs      []jsonrpc.Log
	names     map[common.Hash]string
	steps     []step
	proposals map[common.Hash]*protocol.Proposal
	// l1Floor is the least that the L1 block number can still be.
	l1Floor uint64
	// blockHash is what the last round was initialised with, where that is taken from the logs.
	blockHash common.Hash
	// accounts are all that the token's logs name, in order of appearance.
	accounts []common.Address
}

// step is a transaction of the deployment with the logs that it emits.
type step struct {
	run  func()
	logs []protocol.Log
}

// New makes a tracer of logs in log order, which it keeps.
func New(config Config, logs []jsonrpc.Log) *Tracer {
	t := &Tracer{config: config, names: map[common.Hash]string{}, proposals: map[common.Hash]*protocol.Proposal{}}
	for _, e := range livepeer.Events() {
		t.names[e.Topic0] = e.Name
	}
	for i := range logs {
		if t.stated(&logs[i]) {
			t.logs = append(t.logs, logs[i])
		}
	}
	t.meet()
	t.config.Protocol.Grants = t.grants()
	if config.Stated != nil {
		t.suppose()
	}
	t.c, t.steps = t.deployment()
	return t
}

func (t *Tracer) stated(l *jsonrpc.Log) bool { return t.config.Stated == nil || t.config.Stated(l) }

// name gives the log's event's name, "" for an unknown one.
func (t *Tracer) name(l *jsonrpc.Log) string {
	if len(l.Topics) == 0 {
		return ""
	}
	return t.names[l.Topics[0]]
}

// meet lists the accounts that the token's logs name.
func (t *Tracer) meet() {
	known := map[common.Address]bool{}
	for i := range t.logs {
		l := &t.logs[i]
		if l.Address != t.config.Protocol.Addresses.LivepeerToken {
			continue
		}
		for n := 1; n < len(l.Topics); n++ {
			if a := topic(l, n); !known[a] {
				known[a] = true
				t.accounts = append(t.accounts, a)
			}
		}
	}
}

// grants reads the LPT that exist before the first round.
func (t *Tracer) grants() (all []protocol.Grant) {
	for i := range t.logs {
		switch l := &t.logs[i]; t.name(l) {
		case "Mint":
			all = append(all, protocol.Grant{To: topic(l, 1), Amount: word(l, 0)})
		case "NewRound":
			return all
		}
	}
	return all
}

// deployment deploys the model twice: once to learn what each step emits, and once with only those steps taken that emit
// nothing that counts; the others are taken as the logs say.
func (t *Tracer) deployment() (*protocol.Contracts, []step) {
	c, runs := protocol.New(t.config.Protocol)
	rehearsal, rehearsed := protocol.New(t.config.Protocol)
	var steps []step
	for i := range runs {
		rehearsed[i].Run()
		if logs := t.take(rehearsal); len(logs) > 0 {
			steps = append(steps, step{run: runs[i].Run, logs: logs})
		} else {
			runs[i].Run()
		}
	}
	c.Take()
	return c, steps
}

// take gives the logs that a model has emitted and that count.
func (t *Tracer) take(c *protocol.Contracts) []protocol.Log {
	return slices.DeleteFunc(c.Take(), func(l protocol.Log) bool {
		return !t.stated(&jsonrpc.Log{Address: l.Address, Topics: l.Topics, Data: l.Data})
	})
}

// Contracts gives the model in the state that the logs traced so far lead to.
func (t *Tracer) Contracts() *protocol.Contracts { return t.c }

// Proposal gives a treasury proposal by its 256-bit id, nil if the logs traced so far have none.
func (t *Tracer) Proposal(id common.Hash) *protocol.Proposal { return t.proposals[id] }

// Run traces all logs that are left.
func (t *Tracer) Run() error {
	for len(t.logs) > 0 {
		if err := t.transaction(); err != nil {
			return err
		}
	}
	return nil
}

// Until traces the logs up to a block, that block included, and leaves the model's clock there.
func (t *Tracer) Until(block, time int64) error {
	for len(t.logs) > 0 && t.logs[0].BlockNumber <= block {
		if err := t.transaction(); err != nil {
			return err
		}
	}
	t.c.At(max(t.config.L1Block(block), t.l1Floor), time)
	return nil
}

// at sets the model's clock to that of a log.
func (t *Tracer) at(l *jsonrpc.Log) {
	t.c.At(max(t.config.L1Block(l.BlockNumber), t.l1Floor), l.BlockTime)
}

// transaction traces the next transaction, which may hold several actions.
func (t *Tracer) transaction() error {
	n := 1
	for n < len(t.logs) && t.logs[n].TransactionHash == t.logs[0].TransactionHash {
		n++
	}
	logs := t.logs[:n]
	t.logs = t.logs[n:]
	for len(logs) > 0 {
		t.at(&logs[0])
		err := t.act(logs)
		got := t.take(t.c)
		if err == nil {
			err = difference(got, logs)
		} else if !errors.Is(err, ErrImpossible) {
			err = fmt.Errorf("%w: %w", ErrImpossible, err)
		}
		if err != nil {
			return fmt.Errorf("block %d, log %d (transaction %s), %s: %w", logs[0].BlockNumber, logs[0].Index, logs[0].TransactionHash, t.name(&logs[0]), err)
		}
		logs = logs[len(got):]
	}
	return nil
}

// difference says how what the model emitted differs from the logs that it should begin.
func difference(got []protocol.Log, want []jsonrpc.Log) error {
	if len(got) == 0 {
		return fmt.Errorf("%w: the model emits nothing", ErrImpossible)
	}
	for i, g := range got {
		if i == len(want) {
			return fmt.Errorf("%w: the model emits %x %x besides", ErrImpossible, g.Topics, g.Data)
		}
		if w := &want[i]; g.Address != w.Address || !slices.Equal(g.Topics, w.Topics) || !bytes.Equal(g.Data, w.Data) {
			return fmt.Errorf("%w: log %d of the action: the model emits %s %x %x, stated is %s %x %x",
				ErrImpossible, i, g.Address, g.Topics, g.Data, w.Address, w.Topics, w.Data)
		}
	}
	return nil
}
