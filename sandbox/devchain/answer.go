package devchain

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// The subjects of answers.
const (
	// Protocol is the protocol as a whole: totals, rates, balances; "pool" by falling stake, and "poolMembers" sorted by address.
	Protocol = "protocol"
	// Account is what is stored of an account, and what it has pending.
	Account = "account"
	// Lock is what an account is unbonding; the name is "<id>.amount" or "<id>.withdrawRound", or "count".
	Lock = "lock"
	// Orchestrator is what is stored of an orchestrator, without its pools.
	Orchestrator = "orchestrator"
	// Sender is what is stored of a gateway.
	Sender = "sender"
	// Pool is what an orchestrator's pool of the key's round holds.
	Pool = "pool"
	// Round is a round: the total active stake at its start, the hash that it was initialised with.
	Round = "round"
	// Proposal is a treasury proposal: its terms and its tally.
	Proposal = "proposal"
	// Voter is an account at a proposal's snapshot.
	Voter = "voter"
)

// Key says what was asked.
type Key struct {
	// Subject is one of the constants, Name the contract's name of the field.
	Subject, Name string
	// Account is whom it is about; zero for Protocol, Round and Proposal.
	Account common.Address
	// Round is that of a Pool or a Round.
	Round uint64
	// ProposalID is that of a Proposal or a Voter, as decimal text.
	ProposalID string
}

// String gives "pendingStake of account 0x…".
func (k Key) String() string {
	text := k.Name + " of " + k.Subject
	if k.Account != (common.Address{}) {
		text += " " + k.Account.Hex()
	}
	if k.Round > 0 {
		text += fmt.Sprintf(" in round %d", k.Round)
	}
	if k.ProposalID != "" {
		text += " at proposal " + k.ProposalID
	}
	return text
}

// Answer is what a contract answered: a decimal number, a lower-case address or hash, "true" or "false"; a list is joined
// by spaces.
type Answer struct {
	Key
	Value string
}

// Checkpoint is what the contracts answered after a block.
type Checkpoint struct {
	// Block is the last block that the answers know of, Round the round that it is in.
	Block   int64
	Round   uint64
	Answers []Answer
}
