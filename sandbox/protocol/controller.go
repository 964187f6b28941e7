package protocol

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Controller is the registry that the contracts find each other by.
type Controller struct {
	c     *Contracts
	owner common.Address
}

// Owner gives the account that may change parameters.
func (o *Controller) Owner() common.Address { return o.owner }

// setContract registers an address under a name. The commit hash of the source is always zero here.
func (o *Controller) setContract(name string, contract common.Address) {
	id := crypto.Keccak256Hash([]byte(name))
	o.c.emit(o.c.config.Addresses.Controller, eventSetContractInfo, nil, hash(id), address(contract), hash(common.Hash{}))
}

func (o *Controller) unpause() {
	o.c.emit(o.c.config.Addresses.Controller, eventUnpause, nil)
}

func (o *Controller) transferOwnership(to common.Address) {
	o.c.emit(o.c.config.Addresses.Controller, eventOwnershipTransferred, ix(address(o.owner), address(to)))
	o.owner = to
}
