package subgraph

import (
	"math/big"
	"slices"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// migratedDelegators is the count of delegators that the real mappings took over from Ethereum.
const migratedDelegators = 3520

// network is the one row of Protocol. Rounds are text, "0" before there is one.
type network struct {
	inflation, inflationChange, target *big.Int
	places, members, delegators        int64
	paused                             bool
	unbondingPeriod, lock, lockPeriod  uint64
	activeStake, supply                *big.Int
	eth                                *big.Int
	usd, participation, lptPrice       decimal
	current, initialized, lengthRound  string
	length, lengthBlock                uint64
	tickets, rounds                    int64
	joining, leaving, payers           []string
}

func newNetwork() *network {
	zero := new(big.Int)
	return &network{
		inflation: zero, inflationChange: zero, target: zero, activeStake: zero, supply: zero, eth: zero,
		current: "0", initialized: "0", lengthRound: "0",
	}
}

func (n *network) entity() graphnode.Entity {
	number := func(u uint64) string { return decimalText(int64(u)) }
	return graphnode.Entity{
		"inflation": n.inflation.String(), "inflationChange": n.inflationChange.String(), "targetBondingRate": n.target.String(),
		"numActiveTranscoders": decimalText(n.places), "activeTranscoderCount": decimalText(n.members),
		"delegatorsCount": decimalText(n.delegators), "paused": n.paused, "unbondingPeriod": number(n.unbondingPeriod),
		"lockPeriod": number(n.lockPeriod), "roundLockAmount": number(n.lock), "totalActiveStake": tokens(n.activeStake).String(),
		"totalSupply": tokens(n.supply).String(), "participationRate": n.participation.String(), "lptPriceEth": n.lptPrice.String(),
		"totalVolumeETH": tokens(n.eth).String(), "totalVolumeUSD": n.usd.String(), "winningTicketCount": n.tickets, "roundCount": n.rounds,
		"currentRound": n.current, "lastInitializedRound": n.initialized, "lastRoundLengthUpdateRound": n.lengthRound,
		"roundLength": number(n.length), "lastRoundLengthUpdateStartBlock": number(n.lengthBlock),
		"pendingActivation": slices.Clone(n.joining), "pendingDeactivation": slices.Clone(n.leaving), "activeBroadcasters": slices.Clone(n.payers),
	}
}

// network gives the row for changing it.
func (x *Index) network() *network {
	x.page.show("Protocol", "0", x.state.network)
	return x.state.network
}

// participate brings the participation rate up to date.
func (n *network) participate() {
	if n.activeStake.Sign() > 0 && n.supply.Sign() > 0 {
		n.participation = tokens(n.activeStake).over(tokens(n.supply))
	}
}

// updateParameter reads the parameter that was set, where it is one that is shown.
func (x *Index) updateParameter(e *event) {
	n, views := x.network(), x.options.Views
	switch name := e.text("param"); {
	case e.decoded.Contract == livepeer.RoundsManager && name == "roundLength":
		n.length, n.lengthBlock, n.lengthRound = views.Rounds.Length(), views.Rounds.StartBlock(), x.round(e).id
		n.current = n.lengthRound
	case e.decoded.Contract == livepeer.RoundsManager && name == "roundLockAmount":
		n.lock = views.Rounds.LockAmount()
		n.lockPeriod = views.Rounds.Length() * n.lock / 1e6
	case name == "unbondingPeriod":
		n.unbondingPeriod = views.Bonding.UnbondingPeriod()
	case name == "numActiveTranscoders":
		n.places = int64(views.Bonding.PoolLimit())
	case name == "targetBondingRate":
		n.target = views.Minter.TargetBondingRate()
	case name == "inflationChange":
		n.inflationChange = views.Minter.InflationChange()
	}
}

// setMintable notes what the round can mint, and the Minter's parameters.
func (x *Index) setMintable(e *event) {
	n, minter := x.network(), x.options.Views.Minter
	n.target, n.inflationChange, n.inflation = minter.TargetBondingRate(), minter.InflationChange(), minter.Inflation()
	x.round(e).mintable = e.wei("currentMintableTokens")
}

// changeSupply notes the supply after LPT were minted or burnt.
func (x *Index) changeSupply(e *event) {
	n, r, d := x.network(), x.round(e), x.day(e)
	n.supply = x.options.Views.Token.Supply()
	n.participate()
	r.supply, r.participation = n.supply, n.participation
	d.supply, d.activeStake, d.participation = n.supply, n.activeStake, n.participation
}

func (x *Index) pause(*event) { x.network().paused = true }

func (x *Index) unpause(*event) { x.network().paused = false }
