package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// The constants of PollCreator.
const (
	// PollPeriod is the length of a poll in L1 blocks; it didn't follow the longer rounds.
	PollPeriod = 10 * 5760
	// PollQuorum and PollQuota are in parts per million.
	PollQuorum = 333300
	PollQuota  = 500000
)

// PollCreator makes one contract per poll. A poll only logs votes; they are tallied by stake elsewhere.
type PollCreator struct {
	c     *Contracts
	nonce uint64
	polls []*Poll
}

// Poll is a poll's contract.
type Poll struct {
	c       *Contracts
	Address common.Address
	// EndBlock is the last L1 block in which votes are taken.
	EndBlock uint64
}

// Polls lists the polls in the order of their creation.
func (o *PollCreator) Polls() []*Poll { return o.polls }

// Create makes a poll on a proposal, which is the text of an IPFS hash. The caller needs 100 LPT of stake, its own or
// delegated to it.
func (o *PollCreator) Create(caller common.Address, proposal string) (*Poll, error) {
	cost := new(big.Int).Mul(big.NewInt(100), big.NewInt(1e18))
	if stake, _ := o.c.Bonding.Pending(caller); less(stake, cost) && less(o.c.Bonding.delegator(caller).Delegated, cost) {
		return nil, revert("PollCreator#createPoll: INSUFFICIENT_STAKE")
	}
	creator := o.c.config.Addresses.PollCreator
	o.nonce++
	p := &Poll{c: o.c, Address: crypto.CreateAddress(creator, o.nonce), EndBlock: o.c.block + PollPeriod}
	o.polls = append(o.polls, p)
	o.c.emit(creator, eventPollCreated, ix(address(p.Address)),
		text(proposal), count(p.EndBlock), count(PollQuorum), count(PollQuota))
	return p, nil
}

// Vote logs a choice: 0 is yes, 1 is no; other numbers are taken too and mean nothing. A later vote replaces an
// earlier one when votes are tallied.
func (p *Poll) Vote(account common.Address, choice uint64) error {
	if p.c.block > p.EndBlock {
		return revert("poll is over")
	}
	p.c.emit(p.Address, eventVote, ix(address(account)), count(choice))
	return nil
}
