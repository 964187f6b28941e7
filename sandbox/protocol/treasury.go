package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Treasury is the timelock that holds the community's LPT and executes what LivepeerGovernor has decided.
type Treasury struct {
	c *Contracts
	// delay is the least number of seconds between scheduling and execution.
	delay uint64
}

// The roles of the treasury. The admin role is its own admin and that of the others.
var (
	adminRole     = crypto.Keccak256Hash([]byte("TIMELOCK_ADMIN_ROLE"))
	proposerRole  = crypto.Keccak256Hash([]byte("PROPOSER_ROLE"))
	executorRole  = crypto.Keccak256Hash([]byte("EXECUTOR_ROLE"))
	cancellerRole = crypto.Keccak256Hash([]byte("CANCELLER_ROLE"))
)

// Balance gives the LPT wei held.
func (t *Treasury) Balance() *big.Int { return t.c.Token.Balance(t.address()) }

func (t *Treasury) initialize(delay uint64, deployer common.Address) {
	for _, role := range []common.Hash{adminRole, proposerRole, executorRole, cancellerRole} {
		t.c.emit(t.address(), eventRoleAdminChanged, ix(hash(role), hash(common.Hash{}), hash(adminRole)))
	}
	t.grant(adminRole, t.address(), deployer)
	t.grant(adminRole, deployer, deployer)
	t.c.emit(t.address(), eventMinDelayChange, nil, count(t.delay), count(delay))
	t.delay = delay
	t.c.emit(t.address(), eventInitialized, nil, count(1))
}

// grant logs that an account got a role; roles aren't kept.
func (t *Treasury) grant(role common.Hash, account, sender common.Address) {
	t.c.emit(t.address(), eventRoleGranted, ix(hash(role), address(account), address(sender)))
}

// operation identifies a batch of calls.
func operation(calls []Call, salt common.Hash) common.Hash {
	targets, values, data := columns(calls)
	return crypto.Keccak256Hash(encode(targets, values, data, hash(common.Hash{}), hash(salt)))
}

// schedule announces the calls and gives the Unix second from which on they can be executed.
func (t *Treasury) schedule(calls []Call, salt common.Hash) int64 {
	id := operation(calls, salt)
	for i, call := range calls {
		t.c.emit(t.address(), eventCallScheduled, ix(hash(id), count(uint64(i))),
			address(call.Target), amount(call.Value), blob(call.Data), hash(common.Hash{}), count(t.delay))
	}
	t.c.emit(t.address(), eventCallSalt, ix(hash(id)), hash(salt))
	return t.c.time + int64(t.delay)
}

// execute makes the calls, which are checked.
func (t *Treasury) execute(calls []Call, salt common.Hash) {
	id := operation(calls, salt)
	for i, call := range calls {
		t.c.call(t.address(), call)
		t.c.emit(t.address(), eventCallExecuted, ix(hash(id), count(uint64(i))),
			address(call.Target), amount(call.Value), blob(call.Data))
	}
}

func (t *Treasury) address() common.Address { return t.c.config.Addresses.Treasury }
