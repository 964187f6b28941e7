package sandbox

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Wei is an amount in 1e-18 LPT or ETH. In JSON it is a string of decimal digits.
type Wei struct{ *big.Int }

// MarshalJSON gives the digits in quotes.
func (w Wei) MarshalJSON() ([]byte, error) { return []byte(`"` + w.String() + `"`), nil }

// Truth is who earned what in a world, as its contracts know it. Nothing in it comes from logs.
type Truth struct {
	// Network is the network's name, Seed the world's seed.
	Network string `json:"network"`
	Seed    uint64 `json:"seed"`
	// FirstRound and LastRound are the first and the last round of the history.
	FirstRound int64 `json:"first_round"`
	LastRound  int64 `json:"last_round"`
	// Totals sum the orchestrators up.
	Totals Totals `json:"totals"`
	// Orchestrators are in the order of World.People.
	Orchestrators []OrchestratorTruth `json:"orchestrators"`
	// Delegators are in the order of World.People; those who never bonded have no stake.
	Delegators []DelegatorTruth `json:"delegators"`
}

// Totals are sums over a world.
type Totals struct {
	// RewardLPTWei is what reward calls gave to orchestrators and delegators, TreasuryLPTWei what they gave to the
	// treasury, FeesETHWei what tickets paid.
	RewardLPTWei   Wei `json:"reward_lpt_wei"`
	TreasuryLPTWei Wei `json:"treasury_lpt_wei"`
	FeesETHWei     Wei `json:"fees_eth_wei"`
	// SupplyLPTWei is the LPT that exists.
	SupplyLPTWei Wei `json:"supply_lpt_wei"`
	// RewardCallsMade and RewardCallsMissed count the rounds in which active orchestrators did and didn't call.
	RewardCallsMade   int `json:"reward_calls_made"`
	RewardCallsMissed int `json:"reward_calls_missed"`
	// PaidTickets counts tickets that paid anything.
	PaidTickets uint64 `json:"paid_tickets"`
}

// OrchestratorTruth is what an orchestrator earned.
type OrchestratorTruth struct {
	// Address is lower-case 0x text.
	Address string `json:"address"`
	// RewardCallsMade and RewardCallsMissed count the initialised rounds in which it was active and did or didn't
	// call reward.
	RewardCallsMade   int `json:"reward_calls_made"`
	RewardCallsMissed int `json:"reward_calls_missed"`
	// RewardCommissionLPTWei is what it kept by its reward cut, RewardOwnLPTWei what its unclaimed rewards earned out
	// of the delegators' part, RewardDelegatorsLPTWei the rest, shared by stake, its own included.
	RewardCommissionLPTWei Wei `json:"reward_commission_lpt_wei"`
	RewardOwnLPTWei        Wei `json:"reward_own_lpt_wei"`
	RewardDelegatorsLPTWei Wei `json:"reward_delegators_lpt_wei"`
	// TreasuryLPTWei is what its reward calls gave to the treasury.
	TreasuryLPTWei Wei `json:"treasury_lpt_wei"`
	// FeeCommissionETHWei, FeeOwnETHWei and FeeDelegatorsETHWei are its tickets' ETH, split likewise.
	FeeCommissionETHWei Wei `json:"fee_commission_eth_wei"`
	FeeOwnETHWei        Wei `json:"fee_own_eth_wei"`
	FeeDelegatorsETHWei Wei `json:"fee_delegators_eth_wei"`
	// PaidTickets counts its tickets that paid anything.
	PaidTickets uint64 `json:"paid_tickets"`
	// DelegatedLPTWei is what is delegated to it at the end, its own stake included.
	DelegatedLPTWei Wei `json:"delegated_lpt_wei"`
	// Self is what it has as a delegator.
	Self DelegatorTruth `json:"self"`
}

// DelegatorTruth is what an account has at the end.
type DelegatorTruth struct {
	// Account is lower-case 0x text, Delegate too; the delegate is empty where nothing is bonded.
	Account  string `json:"account"`
	Delegate string `json:"delegate"`
	// BondedLPTWei is its stake and UnpaidFeesETHWei its fees as of its last claim.
	BondedLPTWei     Wei `json:"bonded_lpt_wei"`
	UnpaidFeesETHWei Wei `json:"unpaid_fees_eth_wei"`
	// PendingStakeLPTWei and PendingFeesETHWei contain what isn't claimed yet.
	PendingStakeLPTWei Wei `json:"pending_stake_lpt_wei"`
	PendingFeesETHWei  Wei `json:"pending_fees_eth_wei"`
}

// Truth gives who earned what. Its lists and amounts belong to the world and must not be changed.
func (w *World) Truth() Truth { return w.truth }

// askTruth asks the contracts who earned what.
func (w *World) askTruth() Truth {
	t := Truth{
		Network: NetworkName, Seed: w.config.Seed, FirstRound: firstRound, LastRound: firstRound + int64(w.config.Rounds) - 1,
		Totals: Totals{
			RewardLPTWei: Wei{new(big.Int)}, TreasuryLPTWei: Wei{new(big.Int)}, FeesETHWei: Wei{new(big.Int)}, SupplyLPTWei: Wei{w.contracts.Token.Supply()},
		},
	}
	for _, account := range w.people.Orchestrators {
		o := w.orchestratorTruth(account)
		t.Orchestrators = append(t.Orchestrators, o)
		t.Totals.add(o)
	}
	for _, account := range w.people.Delegators {
		t.Delegators = append(t.Delegators, w.delegatorTruth(account))
	}
	return t
}

func (t *Totals) add(o OrchestratorTruth) {
	for _, part := range []Wei{o.RewardCommissionLPTWei, o.RewardOwnLPTWei, o.RewardDelegatorsLPTWei} {
		t.RewardLPTWei.Add(t.RewardLPTWei.Int, part.Int)
	}
	for _, part := range []Wei{o.FeeCommissionETHWei, o.FeeOwnETHWei, o.FeeDelegatorsETHWei} {
		t.FeesETHWei.Add(t.FeesETHWei.Int, part.Int)
	}
	t.TreasuryLPTWei.Add(t.TreasuryLPTWei.Int, o.TreasuryLPTWei.Int)
	t.RewardCallsMade += o.RewardCallsMade
	t.RewardCallsMissed += o.RewardCallsMissed
	t.PaidTickets += o.PaidTickets
}

func (w *World) orchestratorTruth(account common.Address) OrchestratorTruth {
	e := w.contracts.Bonding.Earnings(account)
	return OrchestratorTruth{
		Address: lower(account), RewardCallsMade: w.called[account], RewardCallsMissed: w.active[account] - w.called[account],
		RewardCommissionLPTWei: Wei{e.RewardCommission}, RewardOwnLPTWei: Wei{e.RewardOwn}, RewardDelegatorsLPTWei: Wei{e.RewardDelegators},
		TreasuryLPTWei:      Wei{e.Treasury},
		FeeCommissionETHWei: Wei{e.FeeCommission}, FeeOwnETHWei: Wei{e.FeeOwn}, FeeDelegatorsETHWei: Wei{e.FeeDelegators},
		PaidTickets: e.PaidTickets, DelegatedLPTWei: Wei{w.contracts.Bonding.Delegator(account).Delegated},
		Self: w.delegatorTruth(account),
	}
}

func (w *World) delegatorTruth(account common.Address) DelegatorTruth {
	d := w.contracts.Bonding.Delegator(account)
	stake, fees := w.contracts.Bonding.Pending(account)
	t := DelegatorTruth{
		Account: lower(account), BondedLPTWei: Wei{d.Bonded}, UnpaidFeesETHWei: Wei{d.Fees}, PendingStakeLPTWei: Wei{stake}, PendingFeesETHWei: Wei{fees},
	}
	if d.Delegate != (common.Address{}) {
		t.Delegate = lower(d.Delegate)
	}
	return t
}

// noteActive keeps who is active in the round that has just been initialised.
func (a *author) noteActive() {
	for _, o := range a.cast.orchestrators {
		if a.Bonding.Active(o.account) {
			a.active = append(a.active, o.account)
		}
	}
}

// countCalls counts at a round's end who was active in it and who of them called reward.
func (a *author) countCalls() {
	last := a.roundEnd() - 1
	a.At(uint64(l1Block(last)), blockTime(last))
	for _, account := range a.active {
		a.world.active[account]++
		if a.Bonding.Transcoder(account).LastRewardRound == a.Rounds.Current() {
			a.world.called[account]++
		}
	}
	a.active = nil
}
