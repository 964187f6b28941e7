package sandbox

import (
	"math/big"
	"slices"
)

// planOrchestrators plans what the orchestrators do in a round that is initialised before the block from.
func (a *author) planOrchestrators(from int64) {
	for _, o := range a.cast.orchestrators {
		switch a.round {
		case o.joins:
			a.at(from+a.between(0, 20_000), func() { a.joinOrchestrator(o) })
		case o.leaves:
			a.later(from, func() { a.resign(o) })
		case o.returns:
			a.later(from, func() { a.rejoin(o) })
		}
		if a.round > o.joins {
			a.planReward(o, from)
		}
		if a.chance(0.1) {
			a.later(from, func() { a.defend(o) })
		}
		if a.chance(0.04) {
			a.later(from, func() { a.withdrawFees(o.account) })
		}
	}
}

// joinOrchestrator makes an orchestrator of an account: it bonds to itself and states its cuts and its service.
func (a *author) joinOrchestrator(o *orchestrator) {
	if !a.bond(o.account, o.account, o.account, o.budget, o.approves) {
		return
	}
	a.setCuts(o)
	a.send(o.account, a.world.addresses.ServiceRegistry, errandURI, func() error {
		a.Services.SetURI(o.account, o.uri("video"))
		return nil
	})
	if a.chance(0.4) {
		a.send(o.account, a.world.addresses.AIServiceRegistry, errandURI, func() error {
			a.AIServices.SetURI(o.account, o.uri("ai"))
			return nil
		})
	}
}

func (a *author) setCuts(o *orchestrator) {
	a.send(o.account, a.world.addresses.BondingManager, errandCuts, func() error {
		return a.Bonding.SetCuts(o.account, big.NewInt(o.rewardCut), big.NewInt(o.feeShare))
	})
}

// planReward plans an orchestrator's reward call: mostly within two hours, sometimes late, sometimes not at all.
func (a *author) planReward(o *orchestrator, from int64) {
	if !a.chance(o.reliability) {
		return
	}
	last := from + 2*3600*blocksPerSecond
	if a.chance(0.1) {
		last = a.roundEnd() - 1
	}
	at := a.between(from, last)
	a.at(at, func() { a.reward(o) })
	if a.chance(0.01) {
		a.later(at+1, func() { a.reward(o) })
	}
	if a.chance(0.02) {
		a.later(at+1, func() { a.changeCuts(o) })
	}
}

// reward calls reward for an orchestrator that believes itself active.
func (a *author) reward(o *orchestrator) {
	if a.Bonding.Active(o.account) {
		a.send(o.account, a.world.addresses.BondingManager, errandReward, func() error {
			return a.Bonding.Reward(o.account)
		})
	}
}

func (a *author) changeCuts(o *orchestrator) {
	if !a.Bonding.Registered(o.account) {
		return
	}
	o.rewardCut = min(max(o.rewardCut+a.between(-10, 10)*10_000, 0), 1_000_000)
	o.feeShare = min(max(o.feeShare+a.between(-4, 4)*50_000, 0), 1_000_000)
	a.setCuts(o)
}

// resign takes an orchestrator's whole stake out.
func (a *author) resign(o *orchestrator) {
	stake, _ := a.Bonding.Pending(o.account)
	if a.Bonding.Registered(o.account) {
		a.unbond(o.account, stake)
	}
}

// rejoin brings an orchestrator back: with the lock of its stake, or with new LPT.
func (a *author) rejoin(o *orchestrator) {
	if a.Bonding.Registered(o.account) {
		return
	}
	if lock, ok := a.openLock(o.account, false); ok && a.chance(0.5) {
		a.send(o.account, a.world.addresses.BondingManager, errandBond, func() error {
			return a.Bonding.RebondFromUnbonded(o.account, o.account, lock)
		})
		return
	}
	a.joinOrchestrator(&orchestrator{
		account: o.account, budget: a.part(a.Token.Balance(o.account), 0.3, 0.6), approves: o.approves,
		rewardCut: o.rewardCut, feeShare: o.feeShare,
	})
}

// defend lets an orchestrator outside the pool bond just enough to get in, if it can.
func (a *author) defend(o *orchestrator) {
	pool := a.Bonding.InPool()
	if len(pool) == 0 || !a.Bonding.Registered(o.account) || slices.Contains(pool, o.account) {
		return
	}
	least := a.Bonding.Delegator(pool[len(pool)-1]).Delegated
	missing := new(big.Int).Sub(least, a.Bonding.Delegator(o.account).Delegated)
	missing.Add(missing, a.wei(1))
	if missing.Sign() > 0 && missing.Cmp(a.Token.Balance(o.account)) <= 0 {
		a.bond(o.account, o.account, o.account, missing, o.approves)
	}
}

// choose draws a registered orchestrator with a chance in proportion to its weight; nil if none has any.
func (a *author) choose(weight func(*orchestrator) float64) *orchestrator {
	sum := 0.0
	var registered []*orchestrator
	for _, o := range a.cast.orchestrators {
		if a.Bonding.Registered(o.account) {
			registered = append(registered, o)
			sum += weight(o)
		}
	}
	at := a.Float64() * sum
	for _, o := range registered {
		if at -= weight(o); at < 0 {
			return o
		}
	}
	return nil
}

func fame(o *orchestrator) float64 { return o.fame }

// work gives an orchestrator's weight in the draw of tickets: none before it has ever been active, when they couldn't
// be redeemed.
func (a *author) work(o *orchestrator) float64 {
	if t := a.Bonding.Transcoder(o.account); t.ActivationRound == 0 || t.ActivationRound > a.Rounds.Current() {
		return 0
	}
	return o.work
}
