package livepeer

import "github.com/ethereum/go-ethereum/crypto"

// controllerNames are the names under which the Controller has contracts registered. JobsManager is a name of old;
// it points at the TicketBroker, and the Minter checks it before it moves ETH.
func controllerNames() []string {
	return []string{
		"BondingManager", "BondingManagerTarget",
		"BondingVotes", "BondingVotesTarget",
		"JobsManager",
		"L2LPTDataCache",
		"L2Migrator", "L2MigratorTarget",
		"LivepeerGovernor", "LivepeerGovernorTarget",
		"LivepeerToken",
		"MerkleSnapshot",
		"Minter",
		"RoundsManager", "RoundsManagerTarget",
		"ServiceRegistry", "ServiceRegistryTarget",
		"TicketBroker", "TicketBrokerTarget",
		"Treasury",
	}
}

// ControllerID gives the id under which the Controller registers a name, as 0x text: the name's Keccak-256 hash.
// "BondingManagerTarget" is the name of the code behind the proxy "BondingManager".
func ControllerID(name string) string {
	return crypto.Keccak256Hash([]byte(name)).Hex()
}

// ControllerIDs gives the names that can stand behind the contract_id of SetContractInfo events, by id.
func ControllerIDs() map[string]string {
	ids := map[string]string{}
	for _, name := range controllerNames() {
		ids[ControllerID(name)] = name
	}
	return ids
}
