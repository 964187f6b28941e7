package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// transferSignature is the call by which the treasury pays LPT.
const transferSignature = "transfer(address,uint256)"

// setters are the governed setters of one number, by contract and selector.
func (c *Contracts) setters() map[common.Address]map[[4]byte]func(*big.Int) {
	a := c.config.Addresses
	small := func(set func(uint64)) func(*big.Int) {
		return func(n *big.Int) { set(n.Uint64()) }
	}
	return map[common.Address]map[[4]byte]func(*big.Int){
		a.BondingManager: {
			selector("setUnbondingPeriod(uint64)"):         small(c.Bonding.setUnbondingPeriod),
			selector("setNumActiveTranscoders(uint256)"):   small(c.Bonding.setPoolLimit),
			selector("setTreasuryRewardCutRate(uint256)"):  c.Bonding.setTreasuryRate,
			selector("setTreasuryBalanceCeiling(uint256)"): c.Bonding.setTreasuryCeiling,
		},
		a.RoundsManager: {
			selector("setRoundLength(uint256)"):     small(c.Rounds.setRoundLength),
			selector("setRoundLockAmount(uint256)"): small(c.Rounds.setRoundLockAmount),
		},
		a.Minter: {
			selector("setInflationChange(uint256)"):   c.Minter.setInflationChange,
			selector("setTargetBondingRate(uint256)"): c.Minter.setTargetBondingRate,
		},
		a.TicketBroker: {
			selector("setUnlockPeriod(uint256)"):         small(c.Broker.setUnlockPeriod),
			selector("setTicketValidityPeriod(uint256)"): small(c.Broker.setTicketValidityPeriod),
		},
	}
}

// checkCalls tells whether every call would succeed, one by one. Transfers are checked against the balance that the
// ones before them leave.
func (c *Contracts) checkCalls(caller common.Address, calls []Call) error {
	balance := c.Token.Balance(caller)
	for _, call := range calls {
		if _, wei, ok := c.asTransfer(call); ok {
			if less(balance, wei) {
				return revert("ERC20: transfer amount exceeds balance")
			}
			balance = minus(balance, wei)
			continue
		}
		if len(call.Data) != 4+32 || c.setters()[call.Target][[4]byte(call.Data)] == nil {
			return revert("call of an unknown function")
		}
		if caller != c.Controller.Owner() {
			return revert("caller must be Controller owner")
		}
	}
	return nil
}

// call makes one checked call.
func (c *Contracts) call(caller common.Address, call Call) {
	if to, wei, ok := c.asTransfer(call); ok {
		c.Token.move(caller, to, wei)
		return
	}
	c.setters()[call.Target][[4]byte(call.Data)](new(big.Int).SetBytes(call.Data[4:]))
}

// asTransfer reads a call of the token's transfer.
func (c *Contracts) asTransfer(call Call) (to common.Address, wei *big.Int, ok bool) {
	if call.Target != c.config.Addresses.LivepeerToken || len(call.Data) != 4+64 || [4]byte(call.Data) != selector(transferSignature) {
		return to, nil, false
	}
	return common.BytesToAddress(call.Data[4:36]), new(big.Int).SetBytes(call.Data[36:]), true
}

// Transfer makes the call by which LPT wei are paid out of the treasury.
func (t *Treasury) Transfer(to common.Address, wei *big.Int) Call {
	return Call{Target: t.c.config.Addresses.LivepeerToken, Value: zero, Data: calldata(transferSignature, address(to), amount(wei))}
}
