package bonding

import (
	"errors"
	"fmt"
	"math"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// Config says what a ledger is of.
type Config struct {
	// Contracts are the deployment's addresses. Those that the ledger doesn't know are ignored.
	Contracts []livepeer.Contract
	// Targets are the known versions of the BondingManager's code, from the oldest to the newest. A target that isn't among them counts as the newest.
	Targets []livepeer.TargetVersion
	// Emit is given the rows as they come about; nil if none are wanted. Its error ends the replay.
	Emit func(Row) error
}

// Ledger replays logs. It isn't safe for concurrent use.
type Ledger struct {
	arithmetic
	emit      func(Row) error
	contracts map[common.Address]string
	events    map[eventKey]*event
	setters   map[[4]byte]string
	targets   map[common.Address]int
	registry  registry
	version   int // of the BondingManager's code, 1 to newestVersion; 0 before the first is registered
	treasury  common.Address

	log   *Log
	event *event
	err   error
	count uint64

	tx           transaction
	round        Round
	rewardTokens rewardTokens
	nextTotal    uint256.Int
	parameters   parameters
	supply       supply
	target       bounds // of the bonding rate, parts per billion

	accounts map[common.Address]*account
	order    []*account // as they came about
	pool     []*account
	gateways []*account
	balances balances
	day      int64
	reserves roundReserves
	hashes   map[uint64]common.Hash // of the rounds, which tickets name
	tickets  usedTickets
	// begun is the greatest round of which any log says that it has begun, whether anybody has initialised it or not.
	begun uint64

	voting        voting
	proposals     map[[32]byte]*proposal
	proposalOrder []*proposal
}

// balances are sums over all accounts, in wei.
type balances struct {
	delegated, bonded, locked, forfeited uint256.Int
	minterLPT, treasuryLPT               uint256.Int
	deposits, reserves                   uint256.Int
	feesPaid, feesOut                    uint256.Int
	rewardsClaimed, rewardsEarned        uint256.Int
}

// New makes an empty ledger: as of the deployment, before the first log.
func New(config Config) (*Ledger, error) {
	table, err := events()
	if err != nil {
		return nil, fmt.Errorf("make a bonding ledger: %w", err)
	}
	l := &Ledger{
		arithmetic: newArithmetic(), emit: config.Emit, contracts: map[common.Address]string{}, events: table, setters: setters(),
		targets: map[common.Address]int{}, registry: newRegistry(), accounts: map[common.Address]*account{}, proposals: map[[32]byte]*proposal{}, day: noDay, hashes: map[uint64]common.Hash{}, tickets: usedTickets{}, parameters: newParameters(),
	}
	for _, c := range config.Contracts {
		if !common.IsHexAddress(c.Address) {
			return nil, fmt.Errorf("make a bonding ledger: contract %s: %q is not an address", c.Name, c.Address)
		}
		address := common.HexToAddress(c.Address)
		l.contracts[address] = c.Name
		if c.Name == livepeer.Treasury {
			l.treasury = address
		}
	}
	l.target.most = math.MaxUint64
	version := 0
	for _, t := range config.Targets {
		if t.Contract == livepeer.BondingManager {
			version++
			l.targets[common.HexToAddress(t.Address)] = version
		}
	}
	return l, nil
}

// Round gives the last initialised round; 0 before the first.
func (l *Ledger) Round() uint64 { return l.round.Round }

// Logs gives how many logs were applied, those included that change nothing.
func (l *Ledger) Logs() uint64 { return l.count }

// Apply applies the next log. Its error is an *Error if the log doesn't follow from those before it, else Config.Emit's; after either,
// every call gives the same error. The log can be used again after the call.
func (l *Ledger) Apply(log *Log) error {
	if l.err == nil {
		l.err = l.apply(log)
	}
	return l.err
}

func (l *Ledger) apply(log *Log) error {
	if err := l.follow(log); err != nil {
		return err
	}
	l.log, l.event = log, nil
	l.count++
	contract, ok := l.contracts[log.Address]
	if !ok || log.TopicCount == 0 {
		return nil
	}
	l.event = l.events[eventKey{contract, log.Topics[0]}]
	if l.event == nil {
		return nil
	}
	if !l.event.fits(log) {
		return l.refuse(nil, "its topics and data don't have the event's shape")
	}
	if contract != livepeer.BondingVotes {
		if err := l.settle(); err != nil {
			return err
		}
	}
	if l.tx.funded != nil && !l.event.endsFunding {
		if err := l.settleFunding(); err != nil {
			return err
		}
	}
	if l.event.needsRound && (l.round.Round == 0 || l.begun > l.round.Round) {
		return l.refuse(nil, "the round isn't initialised: round %d has begun", l.begun)
	}
	if err := l.event.apply(l); err != nil {
		return err
	}
	if l.broken {
		return l.refuse(nil, "a figure that follows from it exceeds 256 bits, or falls below 0")
	}
	return nil
}

// follow checks that a log comes after the one before it, and ends transaction and day where it begins others.
func (l *Ledger) follow(log *Log) error {
	if l.tx.isOpen {
		before := l.tx.last
		isNext := log.Block > before.Block || log.Block == before.Block && log.Index > before.Index && log.Transaction >= l.tx.number
		if !isNext || log.Time != 0 && log.Time < l.tx.time {
			l.log, l.event = log, nil
			return l.refuse(nil, "it must come after %s", before)
		}
	}
	if !l.tx.isOpen || log.Block != l.tx.last.Block || log.Transaction != l.tx.number || log.Hash != l.tx.last.Hash {
		if err := l.endTransaction(); err != nil {
			return err
		}
		if err := l.enterDay(log.Time); err != nil {
			return err
		}
		l.tx.begin(log)
	}
	l.tx.last = log.ID()
	return nil
}

// Close ends the last transaction and gives out the rows of the open round and day and those of what is there at the end. The ledger can't
// be used any more, except for its state.
func (l *Ledger) Close() error {
	if l.err != nil {
		return l.err
	}
	if l.err = l.endTransaction(); l.err != nil {
		return l.err
	}
	if l.err = l.finish(); l.err != nil {
		return l.err
	}
	l.err = errClosed
	return nil
}

// errClosed is what a closed ledger answers.
var errClosed = errors.New("the ledger is closed")

// eventName names the present log's event for messages.
func (l *Ledger) eventName() string {
	if l.event != nil {
		return l.event.name
	}
	return "a log"
}

// give hands a row out.
func (l *Ledger) give(row Row) error {
	if l.emit == nil {
		return nil
	}
	return l.emit(row)
}

// at gives the present log for a row.
func (l *Ledger) at() At {
	return At{Block: l.log.Block, Index: l.log.Index, Hash: l.log.Hash, Time: l.log.Time, Round: l.round.Round}
}

// since tells whether the BondingManager's code has reached a version.
func (l *Ledger) since(version int) bool { return l.version >= version || l.version == 0 }
