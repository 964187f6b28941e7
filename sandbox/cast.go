package sandbox

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/protocol"
)

// The LPT of the world at its start, in tokens.
const (
	supplyLPT       = 30_000_000
	orchestratorLPT = 4_000_000
	delegatorLPT    = 11_000_000
	payerLPT        = 200_000
)

// orchestrator is an orchestrator's character.
type orchestrator struct {
	account common.Address
	// budget is the LPT wei that it bonds to itself.
	budget *big.Int
	// joins is the round, counted from 0, in which it starts; leaves is the one in which it resigns, returns the one
	// in which it comes back; -1 for never.
	joins, leaves, returns int
	// reliability is the probability of a reward call in a round.
	reliability float64
	// fame draws delegators, work draws tickets.
	fame, work          float64
	rewardCut, feeShare int64
	// approves says that it approves each amount by itself, rather than all for ever.
	approves bool
	// purse is what it pays itself tickets from; nil for those who don't.
	purse *gateway
}

// delegator is a delegator's character.
type delegator struct {
	account  common.Address
	budget   *big.Int
	joins    int
	approves bool
}

// gateway is a gateway's character.
type gateway struct {
	account common.Address
	// wealth scales its funding; a poor gateway can't pay all of its tickets.
	wealth float64
	nonce  uint64
}

// cast are the characters of a world.
type cast struct {
	orchestrators []*orchestrator
	delegators    []*delegator
	gateways      []*gateway
}

// newCast makes the characters and their accounts up.
func newCast(c Config, d dice) (cast, People) {
	var all cast
	account := func(role string, n int) common.Address {
		h := digest("account "+role, c.Seed, uint64(n))
		return common.BytesToAddress(h[12:])
	}
	people := People{
		Deployer: account("deployer", 0), Keeper: account("keeper", 0), Redeemer: account("redeemer", 0),
		Payer: account("payer", 0), Builder: account("builder", 0),
	}
	for i := range c.Orchestrators {
		o := newOrchestrator(c, d, account("orchestrator", i), i)
		all.orchestrators = append(all.orchestrators, o)
		people.Orchestrators = append(people.Orchestrators, o.account)
	}
	for i := range c.Delegators {
		x := &delegator{account: account("delegator", i), joins: d.IntN(3), approves: d.chance(0.1)}
		if d.chance(0.3) {
			x.joins = d.IntN(c.Rounds)
		}
		all.delegators = append(all.delegators, x)
		people.Delegators = append(people.Delegators, x.account)
	}
	for i := range c.Gateways {
		g := &gateway{account: account("gateway", i), wealth: d.spread(0.5)}
		if i == c.Gateways-1 {
			g.wealth = 0.05
		}
		all.gateways = append(all.gateways, g)
		people.Gateways = append(people.Gateways, g.account)
	}
	all.shareOut(d)
	return all, people
}

// newOrchestrator makes the i-th orchestrator up. A few come late, a few leave for some rounds.
func newOrchestrator(c Config, d dice, account common.Address, i int) *orchestrator {
	o := &orchestrator{
		account: account, leaves: -1, returns: -1, reliability: 0.98, fame: d.spread(1.2), work: d.spread(1.5),
		rewardCut: d.between(0, 40) * 10_000, feeShare: d.between(2, 20) * 50_000, approves: d.chance(0.1),
	}
	switch {
	case i%20 == 7:
		o.rewardCut, o.feeShare = 1_000_000, 0
	case i%10 == 3:
		o.reliability = 0.6 + 0.3*d.Float64()
	}
	if i%8 == 5 {
		o.joins = 1 + d.IntN(max(c.Rounds*2/3, 1))
	}
	if i%10 == 6 {
		o.purse = &gateway{account: account, wealth: 0.1}
	}
	if i%12 == 2 {
		o.leaves = c.Rounds/3 + d.IntN(max(c.Rounds/4, 1))
		o.returns = o.leaves + 4 + d.IntN(6)
	}
	return o
}

// shareOut gives every account its part of the LPT, a few of them most of it.
func (all *cast) shareOut(d dice) {
	weights := make([]float64, len(all.orchestrators)+len(all.delegators))
	for i := range weights {
		weights[i] = d.spread(1.5)
	}
	split := len(all.orchestrators)
	own, others := total(weights[:split]), total(weights[split:])
	for i, o := range all.orchestrators {
		o.budget = d.wei(orchestratorLPT * weights[i] / own)
	}
	for i, x := range all.delegators {
		x.budget = d.wei(delegatorLPT * weights[split+i] / others)
	}
}

func total(list []float64) (sum float64) {
	for _, x := range list {
		sum += x
	}
	return sum
}

// grants gives the LPT that exist from the start: a half more than everyone wants to bond, and the rest to the
// deployer.
func (all *cast) grants(p People, d dice) []protocol.Grant {
	var grants []protocol.Grant
	rest := d.wei(supplyLPT)
	give := func(to common.Address, wei *big.Int) {
		grants = append(grants, protocol.Grant{To: to, Amount: wei})
		rest = new(big.Int).Sub(rest, wei)
	}
	for _, o := range all.orchestrators {
		give(o.account, d.part(o.budget, 1.3, 1.7))
	}
	for _, x := range all.delegators {
		give(x.account, d.part(x.budget, 1.1, 1.5))
	}
	give(p.Payer, d.wei(payerLPT))
	return append(grants, protocol.Grant{To: p.Deployer, Amount: rest})
}

// uri makes a service address up.
func (o *orchestrator) uri(kind string) string {
	return fmt.Sprintf("https://%s.%x.sandbox.example:8935", kind, o.account[:4])
}
