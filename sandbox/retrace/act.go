package retrace

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// deed does what leads to the logs of an action, of which the i-th is the first that says which action it was.
type deed func(t *Tracer, logs []jsonrpc.Log, i int) error

// deeds are the actions by the event that tells them.
func deeds() map[string]deed {
	return map[string]deed{
		"NewRound": (*Tracer).initializeRound,
		"Reward": func(t *Tracer, logs []jsonrpc.Log, i int) error {
			return t.c.Bonding.Reward(topic(&logs[i], 1))
		},
		"TranscoderUpdate": func(t *Tracer, logs []jsonrpc.Log, i int) error {
			return t.c.Bonding.SetCuts(topic(&logs[i], 1), word(&logs[i], 0), word(&logs[i], 1))
		},
		"Bond": (*Tracer).bond, "Unbond": (*Tracer).unbond, "Rebond": (*Tracer).rebond,
		"WithdrawFees": (*Tracer).withdrawFees, "WithdrawStake": (*Tracer).withdrawStake,
		"WinningTicketRedeemed": (*Tracer).redeem,
		"DepositFunded":         (*Tracer).fundDeposit, "ReserveFunded": (*Tracer).fundReserve, "UnlockCancelled": (*Tracer).cancelUnlock,
		"Unlock":     (*Tracer).unlock,
		"Withdrawal": func(t *Tracer, logs []jsonrpc.Log, i int) error { return t.c.Broker.Withdraw(topic(&logs[i], 1)) },

		"UpdateStaged": (*Tracer).stage, "UpdateExecuted": (*Tracer).update,
		"ProposalCreated": (*Tracer).propose, "ProposalQueued": (*Tracer).queue, "ProposalExecuted": (*Tracer).execute,
		"VoteCast": (*Tracer).vote, "VoteCastWithParams": (*Tracer).vote,
		"PollCreated": (*Tracer).poll, "Vote": (*Tracer).pollVote, "ServiceURIUpdate": (*Tracer).setURI,
	}
}

// act does the first action of the logs.
func (t *Tracer) act(logs []jsonrpc.Log) error {
	all := deeds()
	for i := range logs {
		do := all[t.name(&logs[i])]
		if do == nil {
			continue
		}
		if claimer := topic(&logs[0], 2); t.name(&logs[0]) == "EarningsClaimed" && claimer != t.claimer(&logs[i]) {
			return t.c.Bonding.ClaimEarnings(claimer)
		}
		if t.c.Rounds.Length() == 0 || t.c.Bonding.PoolLimit() == 0 {
			return fmt.Errorf("%w: the length of rounds or the pool's size isn't set", ErrImpossible)
		}
		return do(t, logs, i)
	}
	return t.plain(logs)
}

// initializeRound starts a round, if the contracts that this takes can find each other.
func (t *Tracer) initializeRound(logs []jsonrpc.Log, i int) error {
	t.advance(&logs[i], topic(&logs[i], 1).Big())
	t.blockHash = common.BigToHash(word(&logs[i], 0))
	a := t.config.Protocol.Addresses
	for name, address := range map[string]common.Address{
		"LivepeerToken": a.LivepeerToken, "Minter": a.Minter, "BondingManager": a.BondingManager, "RoundsManager": a.RoundsManager,
		"BondingVotes": a.BondingVotes, "TicketBroker": a.TicketBroker, "JobsManager": a.TicketBroker, "Treasury": a.Treasury,
	} {
		if registered := t.c.Controller.Contract(name); registered != address {
			return fmt.Errorf("%w: %s is registered as %s", ErrImpossible, name, registered)
		}
	}
	for _, proxy := range []string{"BondingManager", "RoundsManager", "BondingVotes", "TicketBroker"} {
		if t.c.Controller.Contract(proxy+"Target") == (common.Address{}) {
			return fmt.Errorf("%w: there is no code behind %s", ErrImpossible, proxy)
		}
	}
	// The cache of the supply emits nothing, so that it may be anywhere where no other contract is.
	others := []common.Address{
		{},
		a.Controller, a.LivepeerToken, a.Minter, a.BondingManager, a.RoundsManager, a.BondingVotes, a.TicketBroker, a.Treasury, a.Governor,
		a.LivepeerGovernor, a.ServiceRegistry, a.PollCreator,
	}
	if cache := t.c.Controller.Contract("L2LPTDataCache"); slices.Contains(others, cache) {
		return fmt.Errorf("%w: the cache of the supply is registered as %s", ErrImpossible, cache)
	}
	return t.c.Rounds.InitializeRound()
}

// claimer gives the account that claims in the action of an event, zero if none does.
func (t *Tracer) claimer(l *jsonrpc.Log) common.Address {
	indexed := map[string]int{"Bond": 3, "Unbond": 2, "Rebond": 2, "WithdrawFees": 1}
	n, ok := indexed[t.name(l)]
	if !ok {
		return common.Address{}
	}
	return topic(l, n)
}

// plain does what emits none of the telling events: a claim, a step of the deployment, something with the token.
func (t *Tracer) plain(logs []jsonrpc.Log) error {
	first := &logs[0]
	if t.name(first) == "EarningsClaimed" {
		return t.c.Bonding.ClaimEarnings(topic(first, 2))
	}
	if t.c.Controller.Owner() == t.config.Protocol.Deployer {
		for _, s := range t.steps {
			if difference(s.logs, logs) == nil {
				s.run()
				return nil
			}
		}
	}
	switch t.name(first) {
	case "Transfer":
		return t.c.Token.Transfer(topic(first, 1), topic(first, 2), word(first, 0))
	case "Approval":
		t.c.Token.Approve(topic(first, 1), topic(first, 2), word(first, 0))
		return nil
	case "SetContractInfo":
		t.c.Controller.SetContract(common.BigToHash(word(first, 0)), common.BigToAddress(word(first, 1)), common.BigToHash(word(first, 2)))
		return nil
	}
	return fmt.Errorf("%w: no action begins with it", ErrImpossible)
}

// bond finds the payer by the token's transfer.
func (t *Tracer) bond(logs []jsonrpc.Log, i int) error {
	l := &logs[i]
	owner, wei := topic(l, 3), word(l, 0)
	caller := owner
	for k := range logs[:i] {
		if t.name(&logs[k]) == "Transfer" {
			caller = topic(&logs[k], 1)
		}
	}
	if t.config.Stated != nil {
		if err := t.endow(caller, wei); err != nil {
			return err
		}
	}
	return t.c.Bonding.BondFor(caller, owner, topic(l, 1), wei)
}

// endow sees to it that an account has the LPT that it pays, if the accounts have them together, and allows them to be taken.
func (t *Tracer) endow(account common.Address, wei *big.Int) error {
	addresses := t.config.Protocol.Addresses
	holders := []common.Address{account, addresses.Minter, addresses.Treasury}
	if slices.Contains(holders[1:], account) {
		return fmt.Errorf("%w: %s pays for a bond", ErrImpossible, account)
	}
	for _, other := range t.accounts {
		missing := new(big.Int).Sub(wei, t.c.Token.Balance(account))
		if missing.Sign() <= 0 {
			break
		}
		if slices.Contains(holders, other) {
			continue
		}
		if balance := t.c.Token.Balance(other); balance.Cmp(missing) < 0 {
			missing = balance
		}
		if err := t.c.Token.Transfer(other, account, missing); err != nil {
			return err
		}
	}
	t.c.Token.Approve(account, addresses.BondingManager, protocol.Unlimited())
	t.c.Take()
	return nil
}

// unbond tells a transfer of stake by the TransferBond that follows at once.
func (t *Tracer) unbond(logs []jsonrpc.Log, i int) error {
	votes := t.config.Protocol.Addresses.BondingVotes
	next := slices.IndexFunc(logs[i+1:], func(l jsonrpc.Log) bool { return l.Address != votes })
	if next >= 0 {
		if l := &logs[i+1+next]; t.name(l) == "TransferBond" {
			return t.c.Bonding.TransferBond(topic(l, 1), topic(l, 2), word(l, 2))
		}
	}
	return t.c.Bonding.Unbond(topic(&logs[i], 2), word(&logs[i], 1))
}

func (t *Tracer) rebond(logs []jsonrpc.Log, i int) error {
	l := &logs[i]
	delegator, id := topic(l, 2), word(l, 0).Uint64()
	if t.c.Bonding.Status(delegator) == protocol.Unbonded {
		return t.c.Bonding.RebondFromUnbonded(delegator, topic(l, 1), id)
	}
	return t.c.Bonding.Rebond(delegator, id)
}

func (t *Tracer) withdrawFees(logs []jsonrpc.Log, i int) error {
	return t.c.Bonding.WithdrawFees(topic(&logs[i], 1), common.BigToAddress(word(&logs[i], 0)), word(&logs[i], 1))
}

func (t *Tracer) withdrawStake(logs []jsonrpc.Log, i int) error {
	return t.c.Bonding.WithdrawStake(topic(&logs[i], 1), word(&logs[i], 0).Uint64())
}
