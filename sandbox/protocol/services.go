package protocol

import "github.com/ethereum/go-ethereum/common"

// ServiceRegistry holds the addresses at which orchestrators serve. There are two of it: for video and for AI.
type ServiceRegistry struct {
	c       *Contracts
	address common.Address
	uris    map[common.Address]string
}

// URI gives what an account has registered last, "" for nothing.
func (r *ServiceRegistry) URI(account common.Address) string { return r.uris[account] }

// SetURI registers the caller's service; anyone may.
func (r *ServiceRegistry) SetURI(caller common.Address, uri string) {
	r.uris[caller] = uri
	r.c.emit(r.address, eventServiceURIUpdate, ix(address(caller)), text(uri))
}
