package devchain

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// field is a recorded value: numbers are decimal text or JSON numbers, addresses and hashes text.
type field string

// UnmarshalJSON takes a text, a number or a truth value.
func (v *field) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var text string
		err := json.Unmarshal(b, &text)
		*v = field(text)
		return err
	}
	*v = field(b)
	return nil
}

// fields are the values of one subject by the contract's names.
type fields map[string]field

// file is answers.json.
type file struct {
	Contracts   map[string]contract `json:"contracts"`
	People      struct{ Deployer common.Address }
	Checkpoints []state
	Final       state
	Pools       map[common.Address]map[string]fields
	Rounds      map[string]fields
	Governor    []proposal
}

// state is what the contracts answered after a block.
type state struct {
	Block         int64
	Round         uint64
	Protocol      fields
	Pool          []string
	Accounts      map[common.Address]map[string]json.RawMessage
	Orchestrators map[common.Address]fields
	Senders       map[common.Address]fields
}

// lock is an amount that is being unbonded.
type lock struct {
	ID                    uint64
	Amount, WithdrawRound field
}

// proposal is a proposal and the accounts at its snapshot.
type proposal struct {
	ProposalID                                                            string
	Description, Snapshot, Deadline, Against, For, Abstain, Quorum, State field
	PastVotes, DelegatedAt, HasVoted                                      map[common.Address]field
}

// sheet collects answers.
type sheet []Answer

func (s *sheet) add(k Key, value string) { *s = append(*s, Answer{k, value}) }

// fields adds those of one subject, in the order of their names.
func (s *sheet) fields(k Key, values fields) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		k.Name = name
		s.add(k, string(values[name]))
	}
}

// byAccount gives a map's accounts in order.
func byAccount[V any](m map[common.Address]V) []common.Address {
	return slices.SortedFunc(maps.Keys(m), common.Address.Cmp)
}

// checkpoint lists the answers of a state.
func (s state) checkpoint() (Checkpoint, error) {
	var all sheet
	all.fields(Key{Subject: Protocol}, s.Protocol)
	all.add(Key{Subject: Protocol, Name: "pool"}, strings.Join(s.Pool, " "))
	all.add(Key{Subject: Protocol, Name: "poolMembers"}, strings.Join(slices.Sorted(slices.Values(s.Pool)), " "))
	for _, account := range byAccount(s.Accounts) {
		if err := all.account(account, s.Accounts[account]); err != nil {
			return Checkpoint{}, fmt.Errorf("account %s: %w", account, err)
		}
	}
	for _, account := range byAccount(s.Orchestrators) {
		all.fields(Key{Subject: Orchestrator, Account: account}, s.Orchestrators[account])
	}
	for _, account := range byAccount(s.Senders) {
		all.fields(Key{Subject: Sender, Account: account}, s.Senders[account])
	}
	return Checkpoint{Block: s.Block, Round: s.Round, Answers: all}, nil
}

// account adds what was answered of an account, its locks one by one.
func (s *sheet) account(account common.Address, values map[string]json.RawMessage) error {
	plain := fields{}
	for name, raw := range values {
		if name == "locks" {
			continue
		}
		var v field
		if err := json.Unmarshal(raw, &v); err != nil {
			return err
		}
		plain[name] = v
	}
	s.fields(Key{Subject: Account, Account: account}, plain)
	var locks []lock
	if err := json.Unmarshal(values["locks"], &locks); err != nil {
		return fmt.Errorf("locks: %w", err)
	}
	s.add(Key{Subject: Lock, Account: account, Name: "count"}, strconv.Itoa(len(locks)))
	for _, l := range locks {
		s.add(Key{Subject: Lock, Account: account, Name: fmt.Sprintf("%d.amount", l.ID)}, string(l.Amount))
		s.add(Key{Subject: Lock, Account: account, Name: fmt.Sprintf("%d.withdrawRound", l.ID)}, string(l.WithdrawRound))
	}
	return nil
}

// final lists the answers at the end.
func (f file) final() (Checkpoint, error) {
	c, err := f.Final.checkpoint()
	if err != nil {
		return c, err
	}
	all := sheet(c.Answers)
	for _, account := range byAccount(f.Pools) {
		for _, round := range slices.Sorted(maps.Keys(f.Pools[account])) {
			n, err := strconv.ParseUint(round, 10, 64)
			if err != nil {
				return c, fmt.Errorf("pools of %s: %w", account, err)
			}
			all.fields(Key{Subject: Pool, Account: account, Round: n}, f.Pools[account][round])
		}
	}
	for _, round := range slices.Sorted(maps.Keys(f.Rounds)) {
		n, err := strconv.ParseUint(round, 10, 64)
		if err != nil {
			return c, fmt.Errorf("rounds: %w", err)
		}
		all.fields(Key{Subject: Round, Round: n}, f.Rounds[round])
	}
	for _, p := range f.Governor {
		all.proposal(p)
	}
	c.Answers = all
	return c, nil
}

// proposal adds a proposal's terms and tally, and every account at its snapshot.
func (s *sheet) proposal(p proposal) {
	s.fields(Key{Subject: Proposal, ProposalID: p.ProposalID}, fields{
		"description": p.Description, "snapshot": p.Snapshot, "deadline": p.Deadline, "state": p.State,
		"against": p.Against, "for": p.For, "abstain": p.Abstain, "quorum": p.Quorum,
	})
	for _, account := range byAccount(p.PastVotes) {
		s.fields(Key{Subject: Voter, ProposalID: p.ProposalID, Account: account}, fields{
			"pastVotes": p.PastVotes[account], "delegatedAt": p.DelegatedAt[account], "hasVoted": p.HasVoted[account],
		})
	}
}
