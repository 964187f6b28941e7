package bonding_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// pick draws one of some accounts.
func (h *history) pick(what string, from []common.Address) common.Address {
	return rapid.SampledFrom(from).Draw(h.t, what)
}

// part draws an amount: all, one wei, or any part with an odd number of wei.
func (h *history) part(of *big.Int) *big.Int {
	switch rapid.IntRange(0, 4).Draw(h.t, "how much") {
	case 0:
		return of
	case 1:
		return big.NewInt(1)
	default:
		n := new(big.Int).Mul(of, big.NewInt(rapid.Int64Range(1, 999).Draw(h.t, "thousandths")))
		return n.Quo(n, big.NewInt(1000))
	}
}

func (h *history) some(most int64) *big.Int {
	wei := new(big.Int).Mul(big.NewInt(rapid.Int64Range(0, most*1000).Draw(h.t, "milli")), power(15))
	return wei.Add(wei, big.NewInt(rapid.Int64Range(0, 1_000_000).Draw(h.t, "dust")))
}

// act lets somebody do something. Much is refused; the first half of the cast is kept busy as orchestrators.
func (h *history) act() {
	h.l1 = min(h.l1+rapid.Uint64Range(0, 2).Draw(h.t, "blocks"), h.l1-h.l1%roundLength+roundLength-1)
	switch rapid.IntRange(0, 10).Draw(h.t, "kind of action") {
	case 0, 1, 2:
		h.stake()
	case 3, 4:
		h.leave()
	case 5, 6:
		h.orchestrate()
	case 7, 8:
		h.pay()
	default:
		h.govern()
	}
}

// stake brings stake in or moves it.
func (h *history) stake() {
	who, to := h.pick("who", h.cast), h.pick("to", h.cast[:5])
	wei := h.some(200)
	switch rapid.IntRange(0, 6).Draw(h.t, "stake") {
	case 0, 1:
		h.do("bond to oneself", func() error { return h.Bonding.Bond(to, to, wei) })
	case 2, 3:
		h.do("bond", func() error { return h.Bonding.Bond(who, to, wei) })
	case 4:
		h.do("switch", func() error { return h.Bonding.Bond(who, to, new(big.Int)) })
	case 5:
		if with := h.Bonding.Delegator(who).Delegate; with != (common.Address{}) {
			h.do("bondFor", func() error { return h.Bonding.BondFor(to, who, with, wei) })
		}
	default:
		h.do("bondFor a newcomer", func() error { return h.Bonding.BondFor(to, who, to, wei) })
	}
}

// leave takes stake out, moves it to others, or brings it back.
func (h *history) leave() {
	who, to := h.pick("who", h.cast), h.pick("to", h.cast)
	stake, _ := h.Bonding.Pending(who)
	switch rapid.IntRange(0, 6).Draw(h.t, "leave") {
	case 0:
		h.do("unbond all", func() error { return h.Bonding.Unbond(who, stake) })
	case 1:
		h.do("unbond", func() error { return h.Bonding.Unbond(who, h.part(stake)) })
	case 2, 3:
		receiver := "transfer to a newcomer"
		if h.Bonding.Status(to) != protocol.Unbonded {
			receiver = "transfer"
		}
		h.do(receiver, func() error { return h.Bonding.TransferBond(who, to, h.part(stake)) })
	default:
		h.unlock()
	}
}

// unlock ends one of the locks there are, in one way or another.
func (h *history) unlock() {
	for _, who := range h.cast {
		locks := slices.Sorted(maps.Keys(h.Bonding.Delegator(who).Locks))
		if len(locks) == 0 || rapid.Bool().Draw(h.t, "next one") {
			continue
		}
		lock, to := rapid.SampledFrom(locks).Draw(h.t, "lock"), h.pick("to", h.cast)
		switch {
		case rapid.Bool().Draw(h.t, "withdraws"):
			h.do("withdraw stake", func() error { return h.Bonding.WithdrawStake(who, lock) })
		case h.Bonding.Status(who) == protocol.Unbonded:
			h.do("rebond from unbonded", func() error { return h.Bonding.RebondFromUnbonded(who, to, lock) })
		default:
			h.do("rebond", func() error { return h.Bonding.Rebond(who, lock) })
		}
		return
	}
}

// orchestrate calls rewards, changes cuts, or claims and withdraws what was earned.
func (h *history) orchestrate() {
	who := h.pick("who", h.cast)
	ppm := func(what string) *big.Int {
		return big.NewInt(rapid.SampledFrom([]int64{0, 1, 100_000, 333_333, 999_999, 1_000_000}).Draw(h.t, what))
	}
	switch rapid.IntRange(0, 5).Draw(h.t, "orchestrate") {
	case 0, 1, 2:
		for _, member := range h.cast[:5] {
			if rapid.Bool().Draw(h.t, "calls") {
				h.do("reward", func() error { return h.Bonding.Reward(member) })
			}
		}
	case 3:
		h.do("cuts", func() error { return h.Bonding.SetCuts(who, ppm("reward cut"), ppm("fee share")) })
	case 4:
		h.do("claim", func() error { return h.Bonding.ClaimEarnings(who) })
	default:
		_, fees := h.Bonding.Pending(who)
		h.do("withdraw fees", func() error { return h.Bonding.WithdrawFees(who, h.pick("recipient", h.cast), h.part(fees)) })
	}
}

// pay funds gateways and redeems tickets, some of which exceed what there is, or aren't good at all.
func (h *history) pay() {
	if rapid.IntRange(0, 3).Draw(h.t, "fund") == 0 {
		h.fund()
		return
	}
	var tickets []protocol.Ticket
	for range rapid.IntRange(1, 3).Draw(h.t, "tickets") {
		h.nonce += rapid.Uint64Range(0, 4).Draw(h.t, "nonce") &^ 1 // 0 uses one again
		tickets = append(tickets, protocol.Ticket{
			Sender: h.pick("gateway", h.gateways), Recipient: h.pick("orchestrator", h.cast), FaceValue: h.some(3), WinProb: power(70),
			SenderNonce: h.nonce, RecipientRand: power(20), CreationRound: h.Rounds.Current() - rapid.Uint64Range(0, 2).Draw(h.t, "age"),
		})
	}
	if len(tickets) == 1 {
		h.do("ticket", func() error { return h.Broker.Redeem(tickets[0]) })
		return
	}
	h.do("batch", func() error { h.Broker.RedeemBatch(tickets); return nil })
}

// fund funds, unlocks or empties a gateway; the round needn't be initialised.
func (h *history) fund() {
	gateway := h.pick("gateway", h.gateways)
	switch rapid.IntRange(0, 6).Draw(h.t, "funding") {
	case 0:
		h.do("fund deposit", func() error { h.Broker.FundDeposit(gateway, h.some(4)); return nil })
	case 1:
		h.do("fund reserve", func() error { h.Broker.FundReserve(gateway, h.some(2)); return nil })
	case 2:
		h.do("fund both", func() error { h.Broker.FundDepositAndReserve(gateway, gateway, h.some(4), h.some(2)); return nil })
	case 3:
		h.do("fund for another", func() error { h.Broker.FundDepositAndReserve(h.cast[0], gateway, h.some(4), new(big.Int)); return nil })
	case 4:
		h.do("unlock", func() error { return h.Broker.Unlock(gateway) })
	case 5:
		h.do("cancel unlock", func() error { return h.Broker.CancelUnlock(gateway) })
	default:
		h.do("withdraw", func() error { return h.Broker.Withdraw(gateway) })
	}
}

// govern changes parameters, makes proposals, or votes.
func (h *history) govern() {
	a := h.config.Addresses
	set := func(contract common.Address, setter string, n *big.Int) {
		h.do(setter, func() error {
			u, err := h.Governor.Stage(h.config.Deployer, []protocol.Call{h.Governor.Set(contract, setter, n)}, 0)
			if err != nil {
				return err
			}
			return h.Governor.Execute(u)
		})
	}
	h.vote()
	switch rapid.IntRange(0, 5).Draw(h.t, "govern") {
	case 0:
		set(a.BondingManager, "setUnbondingPeriod(uint64)", big.NewInt(rapid.Int64Range(1, 3).Draw(h.t, "period")))
	case 1:
		set(a.BondingManager, "setNumActiveTranscoders(uint256)", big.NewInt(int64(h.Bonding.PoolLimit())+1))
	case 2:
		set(a.BondingManager, "setTreasuryRewardCutRate(uint256)", h.rate("rate"))
	case 3:
		set(a.BondingManager, "setTreasuryBalanceCeiling(uint256)", lpt(rapid.Int64Range(0, 20).Draw(h.t, "ceiling")))
	case 4:
		set(a.Minter, "setInflationChange(uint256)", big.NewInt(rapid.Int64Range(0, 2000).Draw(h.t, "change")))
	default:
		who, call := h.pick("who", h.cast), h.Treasury.Transfer(h.cast[0], h.part(h.Treasury.Balance()))
		h.do("propose", func() error {
			p, err := h.LivepeerGovernor.Propose(who, []protocol.Call{call}, fmt.Sprintf("proposal %d", len(h.proposals)))
			if err == nil {
				h.proposals = append(h.proposals, p)
			}
			return err
		})
	}
}

// vote lets some vote on a proposal, or has it executed.
func (h *history) vote() {
	if len(h.proposals) == 0 {
		return
	}
	p := rapid.SampledFrom(h.proposals).Draw(h.t, "proposal")
	for _, who := range rapid.SliceOfN(rapid.SampledFrom(h.cast), 1, 4).Draw(h.t, "voters") {
		support := protocol.Support(rapid.IntRange(0, 2).Draw(h.t, "support"))
		params := rapid.SampledFrom([][]byte{nil, {1}}).Draw(h.t, "params")
		h.do("vote", func() error { return h.LivepeerGovernor.Vote(p, who, support, "because", params) })
	}
	h.do("queue", func() error { return h.LivepeerGovernor.Queue(p) })
	h.do("execute", func() error { return h.LivepeerGovernor.Execute(p) })
}
