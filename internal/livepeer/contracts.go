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

// checkContractName fails on a name that the catalogue doesn't have, and suggests the nearest one.
func checkContractName(name string) error {
	names := ContractNames()
	if slices.Contains(names, name) {
		return nil
	}
	if near := strictyaml.Nearest(name, names); near != "" {
		return fmt.Errorf("no contract of Livepeer is called %q: did you mean %s?", name, near)
	}
	return fmt.Errorf("no contract of Livepeer is called %q: the names are %s", name, strings.Join(names, ", "))
}
