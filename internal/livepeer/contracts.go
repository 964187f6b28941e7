package livepeer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// Names of the contracts whose logs have a meaning to us. They are the names under which the Controller registers
// the contracts, where it does. A name is a role: two addresses can have the same one (a former and the present
// Minter), one address has one.
const (
	AIServiceRegistry = "AIServiceRegistry"
	BondingManager    = "BondingManager"
	BondingVotes      = "BondingVotes"
	Controller        = "Controller"
	DelegatorPool     = "DelegatorPool"
	Governor          = "Governor"
	L2LPTDataCache    = "L2LPTDataCache"
	L2LPTGateway      = "L2LPTGateway"
	L2Migrator        = "L2Migrator"
	LivepeerGovernor  = "LivepeerGovernor"
	LivepeerToken     = "LivepeerToken"
	MerkleSnapshot    = "MerkleSnapshot"
	Minter            = "Minter"
	Poll              = "Poll"
	PollCreator       = "PollCreator"
	RoundsManager     = "RoundsManager"
	ServiceRegistry   = "ServiceRegistry"
	TicketBroker      = "TicketBroker"
	Treasury          = "Treasury"
)

// Names of the contracts on Ethereum, the chain that Livepeer was on before. They are names of their own, because the
// catalogue of events is not about these contracts: their events changed more than once, and some share a first topic
// with one on Arbitrum. Their logs are landed, and none of them is decoded.
const (
	L1BondingManager  = "L1BondingManager"
	L1Controller      = "L1Controller"
	L1Escrow          = "L1Escrow"
	L1LPTDataCache    = "L1LPTDataCache"
	L1LPTGateway      = "L1LPTGateway"
	L1Migrator        = "L1Migrator"
	L1Minter          = "L1Minter"
	L1PollCreator     = "L1PollCreator"
	L1RoundsManager   = "L1RoundsManager"
	L1ServiceRegistry = "L1ServiceRegistry"
	L1TicketBroker    = "L1TicketBroker"
)

// LegacyContractNames gives the names of the contracts on Ethereum, sorted.
func LegacyContractNames() []string {
	return []string{
		L1BondingManager, L1Controller, L1Escrow, L1LPTDataCache, L1LPTGateway, L1Migrator, L1Minter, L1PollCreator,
		L1RoundsManager, L1ServiceRegistry, L1TicketBroker,
	}
}

// ContractNames gives the names of all contracts that the catalogue knows, sorted.
func ContractNames() []string {
	return []string{
		AIServiceRegistry, BondingManager, BondingVotes, Controller, DelegatorPool, Governor, L2LPTDataCache,
		L2LPTGateway, L2Migrator, LivepeerGovernor, LivepeerToken, MerkleSnapshot, Minter, Poll, PollCreator,
		RoundsManager, ServiceRegistry, TicketBroker, Treasury,
	}
}

// managers are the contracts that inherit the protocol's Manager base, directly or through a proxy target, and
// with it its two events.
func managers() []string {
	return []string{
		AIServiceRegistry, BondingManager, BondingVotes, L2Migrator, LivepeerGovernor, MerkleSnapshot, Minter,
		RoundsManager, ServiceRegistry, TicketBroker,
	}
}

// checkContractName fails on a name that is neither in the catalogue nor a legacy one, and suggests the nearest one.
func checkContractName(name string) error {
	names := ContractNames()
	if slices.Contains(names, name) || slices.Contains(LegacyContractNames(), name) {
		return nil
	}
	if near := strictyaml.Nearest(name, names); near != "" {
		return fmt.Errorf("no contract of Livepeer is called %q: did you mean %s?", name, near)
	}
	return fmt.Errorf("no contract of Livepeer is called %q: the names are %s", name, strings.Join(names, ", "))
}
