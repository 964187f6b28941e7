package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Step is one transaction of the deployment. Set the block with At before Run, and Take its logs after.
type Step struct {
	From, To common.Address
	Run      func()
}

// New makes the contracts and the transactions that deploy them, which must all be run, in order, before any action.
// The transactions that only create code emit nothing and aren't among them.
func New(config Config) (*Contracts, []Step) {
	c := &Contracts{config: config}
	c.Controller = &Controller{c: c, owner: config.Deployer, contracts: map[common.Hash]common.Address{}}
	c.Token = &Token{c: c, supply: zero, balances: map[common.Address]*big.Int{}, allowances: map[allowance]*big.Int{}}
	c.Minter = &Minter{
		c: c, inflation: number(config.Parameters.Inflation), change: number(config.Parameters.InflationChange),
		target: number(config.Parameters.TargetBondingRate), mintable: zero, minted: zero, eth: zero,
	}
	c.Rounds = &RoundsManager{c: c, hashes: map[uint64]common.Hash{}}
	c.Bonding = &BondingManager{
		c: c, delegators: map[common.Address]*Delegator{}, transcoders: map[common.Address]*Transcoder{},
		earnings: map[common.Address]*Earnings{},
		total:    zero, nextTotal: zero, rate: zero, nextRate: zero, ceiling: zero,
	}
	c.Votes = &BondingVotes{c: c, checkpoints: map[common.Address][]checkpoint{}}
	c.Broker = &TicketBroker{c: c, senders: map[common.Address]*Sender{}, used: map[common.Hash]bool{}}
	c.Governor = &Governor{c: c, staged: map[common.Hash]uint64{}}
	c.Treasury = &Treasury{c: c}
	c.LivepeerGovernor = &LivepeerGovernor{c: c, proposals: map[common.Hash]*Proposal{}}
	c.Polls = &PollCreator{c: c}
	c.Services = &ServiceRegistry{c: c, address: config.Addresses.ServiceRegistry, uris: map[common.Address]string{}}
	c.AIServices = &ServiceRegistry{c: c, address: config.Addresses.AIServiceRegistry, uris: map[common.Address]string{}}
	return c, c.deployment()
}

// deployment lists the transactions in the order in which the contracts' own deployment sends them.
func (c *Contracts) deployment() []Step {
	var steps []Step
	for _, part := range [][]Step{c.registration(), c.parametrisation(), c.governance(), c.grants(), c.handover()} {
		steps = append(steps, part...)
	}
	return steps
}

// step makes a transaction of the deployer.
func (c *Contracts) step(to common.Address, run func()) Step {
	return Step{From: c.config.Deployer, To: to, Run: run}
}

// registration creates the contracts and registers them with the Controller.
func (c *Contracts) registration() []Step {
	a := c.config.Addresses
	var steps []Step
	register := func(name string, contract common.Address) {
		steps = append(steps, c.step(a.Controller, func() { c.Controller.setContract(name, contract) }))
	}
	steps = append(steps, c.step(a.LivepeerToken, func() {
		c.Token.role(eventRoleGranted, common.Hash{}, c.config.Deployer, c.config.Deployer)
	}))
	register("LivepeerToken", a.LivepeerToken)
	register("Minter", a.Minter)
	register("TicketBrokerTarget", a.TicketBrokerTarget)
	register("TicketBroker", a.TicketBroker)
	register("JobsManager", a.TicketBroker)
	register("BondingManagerTarget", a.BondingManagerTarget)
	register("BondingManager", a.BondingManager)
	register("BondingVotesTarget", a.BondingVotesTarget)
	register("BondingVotes", a.BondingVotes)
	register("RoundsManagerTarget", a.RoundsManagerTarget)
	register("RoundsManager", a.RoundsManager)
	register("ServiceRegistryTarget", a.ServiceRegistryTarget)
	register("ServiceRegistry", a.ServiceRegistry)
	register("L2LPTDataCache", a.L2LPTDataCache)
	steps = append(steps, c.step(a.Governor, func() {
		c.emit(a.Governor, eventOwnershipTransferred, ix(address(common.Address{}), address(c.config.Deployer)))
	}))
	register("Treasury", a.Treasury)
	register("LivepeerGovernorTarget", a.LivepeerGovernorTarget)
	register("LivepeerGovernor", a.LivepeerGovernor)
	return steps
}

// parametrisation sets the governed values.
func (c *Contracts) parametrisation() []Step {
	a, p := c.config.Addresses, c.config.Parameters
	return []Step{
		c.step(a.BondingManager, func() { c.Bonding.setUnbondingPeriod(p.UnbondingPeriod) }),
		c.step(a.BondingManager, func() { c.Bonding.setPoolLimit(p.PoolSize) }),
		c.step(a.BondingManager, func() { c.Bonding.setTreasuryRate(p.TreasuryRate) }),
		c.step(a.BondingManager, func() { c.Bonding.setTreasuryCeiling(p.TreasuryCeiling) }),
		c.step(a.RoundsManager, func() { c.Rounds.setRoundLength(p.RoundLength) }),
		c.step(a.RoundsManager, func() { c.Rounds.setRoundLockAmount(p.RoundLockAmount) }),
	}
}

// governance sets up the treasury and its governor.
func (c *Contracts) governance() []Step {
	a, p, deployer := c.config.Addresses, c.config.Parameters, c.config.Deployer
	grant := func(role common.Hash) Step {
		return c.step(a.Treasury, func() { c.Treasury.grant(role, a.LivepeerGovernor, deployer) })
	}
	return []Step{
		c.step(a.Treasury, func() { c.Treasury.initialize(0, deployer) }),
		c.step(a.LivepeerGovernor, func() { c.LivepeerGovernor.initialize(p) }),
		grant(proposerRole),
		grant(cancellerRole),
		grant(executorRole),
		c.step(a.TicketBroker, func() { c.Broker.setUnlockPeriod(p.UnlockPeriod) }),
		c.step(a.TicketBroker, func() { c.Broker.setTicketValidityPeriod(p.TicketValidityPeriod) }),
	}
}

// grants mints the first LPT, with the minter's role held by the deployer for as long as that takes.
func (c *Contracts) grants() []Step {
	a, deployer := c.config.Addresses, c.config.Deployer
	role := func(event common.Hash, account common.Address) Step {
		return c.step(a.LivepeerToken, func() { c.Token.role(event, minterRole, account, deployer) })
	}
	steps := []Step{role(eventRoleGranted, deployer)}
	for _, g := range c.config.Grants {
		steps = append(steps, c.step(a.LivepeerToken, func() { c.Token.mint(g.To, g.Amount) }))
	}
	return append(steps, role(eventRoleRevoked, deployer), role(eventRoleGranted, a.Minter))
}

// handover starts the protocol and gives it to its Governor.
func (c *Contracts) handover() []Step {
	a := c.config.Addresses
	return []Step{
		c.step(a.Controller, c.Controller.unpause),
		c.step(a.Controller, func() { c.Controller.transferOwnership(a.Governor) }),
	}
}

// AddressesOf makes up the addresses of contracts that a deployer creates one after the other.
func AddressesOf(deployer common.Address) Addresses {
	var a Addresses
	for nonce, contract := range []*common.Address{
		&a.Controller, &a.LivepeerToken, &a.Minter, &a.TicketBrokerTarget, &a.TicketBroker, &a.BondingManagerTarget,
		&a.BondingManager, &a.BondingVotesTarget, &a.BondingVotes, &a.RoundsManagerTarget, &a.RoundsManager,
		&a.ServiceRegistryTarget, &a.ServiceRegistry, &a.L2LPTDataCache, &a.Governor, &a.Treasury,
		&a.LivepeerGovernorTarget, &a.LivepeerGovernor, &a.PollCreator, &a.AIServiceRegistry,
	} {
		*contract = crypto.CreateAddress(deployer, uint64(nonce))
	}
	return a
}
