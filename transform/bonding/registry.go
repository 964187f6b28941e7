package bonding

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// newestVersion is that of the newest code that the ledger knows.
const newestVersion = 9

// registry is what the Controller says of the protocol's contracts: they find one another by it.
type registry struct {
	names      map[common.Hash]string // of the contracts, by the hash that stands for them
	registered map[string]common.Address
	isComplete bool
}

// protocol gives the names without which no round begins: what stands behind them, and the code behind the proxies.
func protocol() []string {
	return []string{
		livepeer.BondingManager, livepeer.BondingManager + target, livepeer.TicketBroker, livepeer.TicketBroker + target, "JobsManager",
		livepeer.RoundsManager, livepeer.RoundsManager + target, livepeer.Minter, livepeer.LivepeerToken,
	}
}

// target is what the name of a proxy's code ends in.
const target = "Target"

func newRegistry() registry {
	r := registry{names: map[common.Hash]string{}, registered: map[string]common.Address{}}
	for _, name := range append(protocol(), livepeer.BondingVotes, livepeer.BondingVotes+target, livepeer.Treasury, livepeer.L2LPTDataCache) {
		r.names[common.HexToHash(livepeer.ControllerID(name))] = name
	}
	return r
}

// setContractInfo follows which contract has which role, and the versions of the BondingManager's code.
func (l *Ledger) setContractInfo() error {
	name, ok := l.registry.names[common.Hash(l.word(0))]
	if !ok {
		return nil
	}
	l.registry.registered[name], l.registry.isComplete = l.address(1), false
	if name != livepeer.BondingManager+target {
		return nil
	}
	if l.version, ok = l.targets[l.address(1)]; !ok {
		l.version = newestVersion
	}
	return nil
}

// areRegistered checks that the Controller knows the contracts of these names, at the addresses whose logs are read.
func (l *Ledger) areRegistered(names ...string) error {
	for _, name := range names {
		address := l.registry.registered[name]
		role := l.contracts[address]
		isKnown := role == name || role == livepeer.TicketBroker && name == "JobsManager"
		if isCode := len(name) > len(target) && name[len(name)-len(target):] == target; isCode {
			isKnown = address != common.Address{} && role == ""
		}
		if !isKnown {
			return l.refuse(nil, "the Controller hasn't registered %s: it has %s under this name", name, address)
		}
	}
	return nil
}

// protocolIsRegistered checks it of all that a round needs, once after every change.
func (l *Ledger) protocolIsRegistered() error {
	if l.registry.isComplete {
		return nil
	}
	if err := l.areRegistered(protocol()...); err != nil {
		return err
	}
	// The cache of the supply isn't read, so that any address will do that has no other role. The first of Arbitrum's two Minters
	// did without.
	cache := l.registry.registered[livepeer.L2LPTDataCache]
	if role := l.contracts[cache]; l.onlyMinter() && (cache == (common.Address{}) || role != "" && role != livepeer.L2LPTDataCache) {
		return l.refuse(nil, "the Controller hasn't registered %s: it has %s under this name", livepeer.L2LPTDataCache, cache)
	}
	l.registry.isComplete = true
	return nil
}

// onlyMinter tells whether the deployment has had one Minter.
func (l *Ledger) onlyMinter() bool {
	count := 0
	for _, name := range l.contracts {
		if name == livepeer.Minter {
			count++
		}
	}
	return count == 1
}
