package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Governor owns the Controller: parameters change by updates that its owner stages and anyone executes.
type Governor struct {
	c     *Contracts
	nonce uint64
	// staged holds the L1 block from which on an update can be executed, by the update's hash.
	staged map[common.Hash]uint64
}

// Call is a call that governance makes.
type Call struct {
	Target common.Address
	// Value is in ETH wei.
	Value *big.Int
	Data  []byte
}

// Update is a staged change: calls, and a number that makes it unique.
type Update struct {
	Calls []Call
	Nonce *big.Int
}

// encoded gives the update as the contract's struct.
func (u Update) encoded() value {
	targets, values, data := columns(u.Calls)
	return tuple(targets, values, data, amount(u.Nonce))
}

// columns gives calls as the three arrays in which governance contracts take them.
func columns(calls []Call) (targets, values, data value) {
	var t, v, d []value
	for _, call := range calls {
		t = append(t, address(call.Target))
		v = append(v, amount(call.Value))
		d = append(d, blob(call.Data))
	}
	return list(t...), list(v...), list(d...)
}

// Stage announces an update that can be executed after a delay in L1 blocks, and gives it with its number, which is the next
// one. Only the deployer may.
func (g *Governor) Stage(caller common.Address, calls []Call, delay uint64) (Update, error) {
	u := Update{Calls: calls, Nonce: number(g.nonce + 1)}
	if err := g.StageUpdate(caller, u, delay); err != nil {
		return Update{}, err
	}
	g.nonce++
	return u, nil
}

// StageUpdate announces an update with a number of the caller's choice: it has to be new only together with the calls.
func (g *Governor) StageUpdate(caller common.Address, u Update, delay uint64) error {
	if caller != g.c.config.Deployer {
		return revert("unauthorized: msg.sender not owner")
	}
	id := crypto.Keccak256Hash(encode(u.encoded()))
	if _, ok := g.staged[id]; ok {
		return revert("update already staged")
	}
	g.staged[id] = g.c.block + delay
	g.c.emit(g.address(), eventUpdateStaged, nil, u.encoded(), count(delay))
	return nil
}

// Execute makes a staged update's calls. Their logs come before UpdateExecuted.
func (g *Governor) Execute(u Update) error {
	id := crypto.Keccak256Hash(encode(u.encoded()))
	block, ok := g.staged[id]
	if !ok {
		return revert("update is not staged")
	}
	if g.c.block < block {
		return revert("delay for update not expired")
	}
	if err := g.c.checkCalls(g.address(), u.Calls); err != nil {
		return err
	}
	delete(g.staged, id)
	for _, call := range u.Calls {
		g.c.call(g.address(), call)
	}
	g.c.emit(g.address(), eventUpdateExecuted, nil, u.encoded())
	return nil
}

// Set makes the call of a setter with one number: "setInflationChange(uint256)".
func (g *Governor) Set(contract common.Address, setter string, n *big.Int) Call {
	return Call{Target: contract, Value: zero, Data: calldata(setter, amount(n))}
}

func (g *Governor) address() common.Address { return g.c.config.Addresses.Governor }
