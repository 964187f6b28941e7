package livepeer

import "time"

// Contract is one address of a deployment whose logs are asked for.
type Contract struct {
	// Name is one of ContractNames.
	Name string `json:"name"`
	// Address is lower-case 0x text.
	Address string `json:"address"`
	// FirstBlock is a block before which the contract has no logs: the block of its creation, or an earlier one.
	FirstBlock int64 `json:"from_block"`
	// Former says that another address of the same name has taken the contract's place.
	Former bool `json:"-"`
	// Note says what a reader should know about the address.
	Note string `json:"-"`
}

// TargetVersion is one version of the code behind a proxy. Targets emit no events; the proxies do. A version goes
// live later than it is created, at the SetContractInfo event that registers it.
type TargetVersion struct {
	// Contract is the name of the proxy's contract.
	Contract string
	// Version counts the targets of the contract: "v1".
	Version string
	// Address is lower-case 0x text.
	Address string
	// CreatedBlock is the block of the target's creation.
	CreatedBlock int64
	// Note says what is new in the version.
	Note string
}

// Unasked is an address of a deployment whose logs aren't asked for.
type Unasked struct {
	// Name is what the project calls it.
	Name string
	// Address is lower-case 0x text.
	Address string
	// Reason says why its logs aren't asked for.
	Reason string
}

// Deployment is Livepeer on one chain.
type Deployment struct {
	// Name is the network's short name: "arbitrum-one".
	Name string
	// ChainID is the EVM chain id.
	ChainID uint64
	// Controller is the Controller's address, lower-case 0x text; with the chain id it identifies the deployment.
	Controller string
	// Contracts are the addresses whose logs are asked for. Polls and delegator pools aren't among them: their
	// creators' events tell them.
	Contracts []Contract
	// Targets are known versions of the code behind the proxies. Later ones stand in SetContractInfo events.
	Targets []TargetVersion
	// Unasked are addresses that belong to the deployment but tell nothing.
	Unasked []Unasked
	// PriceFeeds are the contracts that state prices on the chain.
	PriceFeeds PriceFeeds
	// DeployedAt is the day on which the first contract was created, at 00:00 UTC; zero if it isn't known. Prices are
	// wanted from then on.
	DeployedAt time.Time
}

// PriceFeeds are contracts of others that state prices on a deployment's chain. Addresses are lower-case 0x text; an
// empty one means that there is none, or none that is known.
type PriceFeeds struct {
	// ChainlinkETHUSD is Chainlink's proxy for US dollars per ETH: latestRoundData, decimals.
	ChainlinkETHUSD string
	// LPTWETHPool is the Uniswap V3 pool whose token0 is LPT and token1 WETH, both of 18 decimals: slot0, observe.
	LPTWETHPool string
}

// FirstBlock gives the lowest first block of the contracts: there is nothing to ask for before it. It is 0 if there
// are no contracts.
func (d Deployment) FirstBlock() int64 {
	var first int64
	for i, c := range d.Contracts {
		if i == 0 || c.FirstBlock < first {
			first = c.FirstBlock
		}
	}
	return first
}

// Contract gives the present contract of that name, former ones left out. It tells whether there is one.
func (d Deployment) Contract(name string) (Contract, bool) {
	for _, c := range d.Contracts {
		if c.Name == name && !c.Former {
			return c, true
		}
	}
	return Contract{}, false
}

// Preset gives the built-in deployment of that name. It tells whether there is one.
func Preset(name string) (Deployment, bool) {
	switch name {
	case arbitrumOneName:
		return ArbitrumOne(), true
	case ethereumLegacyName:
		return EthereumLegacy(), true
	}
	return Deployment{}, false
}

// PresetNames gives the names that Preset knows.
func PresetNames() []string { return []string{arbitrumOneName, ethereumLegacyName} }
