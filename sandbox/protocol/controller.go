package protocol

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Controller is the registry that the contracts find each other by.
type Controller struct {
	c         *Contracts
	owner     common.Address
	contracts map[common.Hash]common.Address
}

// Owner gives the account that may change parameters.
func (o *Controller) Owner() common.Address { return o.owner }

// Contract gives the address that is registered under a name, zero if none is.
func (o *Controller) Contract(name string) common.Address {
	return o.contracts[crypto.Keccak256Hash([]byte(name))]
}

// SetContract registers an address under the hash of a name, with the commit hash of its source in the first 20 bytes of a
// word. Only the owner may; who sends it isn't told.
func (o *Controller) SetContract(id common.Hash, contract common.Address, commit common.Hash) {
	o.contracts[id] = contract
	o.c.emit(o.c.config.Addresses.Controller, eventSetContractInfo, nil, hash(id), address(contract), hash(commit))
}

// setContract registers an address under a name. The commit hash of the source is always zero here.
func (o *Controller) setContract(name string, contract common.Address) {
	o.SetContract(crypto.Keccak256Hash([]byte(name)), contract, common.Hash{})
}

func (o *Controller) unpause() {
	o.c.emit(o.c.config.Addresses.Controller, eventUnpause, nil)
}

func (o *Controller) transferOwnership(to common.Address) {
	o.c.emit(o.c.config.Addresses.Controller, eventOwnershipTransferred, ix(address(o.owner), address(to)))
	o.owner = to
}
