package protocol

import (
	"math"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// transferSignature is the call by which the treasury pays LPT.
const transferSignature = "transfer(address,uint256)"

// setter is a governed setter of one number: what it accepts, and what it does.
type setter struct {
	accepts func(*big.Int) bool
	set     func(*big.Int)
}

// setters are the governed setters by contract and selector.
func (c *Contracts) setters() map[common.Address]map[[4]byte]setter {
	a := c.config.Addresses
	small := func(set func(uint64)) func(*big.Int) {
		return func(n *big.Int) { set(n.Uint64()) }
	}
	upTo := func(most *big.Int) func(*big.Int) bool {
		return func(n *big.Int) bool { return n.Cmp(most) <= 0 }
	}
	anything, periods := upTo(Unlimited()), upTo(number(math.MaxUint32))
	positive := func(n *big.Int) bool { return !isZero(n) && periods(n) }
	larger := func(n *big.Int) bool { return n.Cmp(number(c.Bonding.PoolLimit())) > 0 && periods(n) }
	return map[common.Address]map[[4]byte]setter{
		a.BondingManager: {
			selector("setUnbondingPeriod(uint64)"):         {periods, small(c.Bonding.setUnbondingPeriod)},
			selector("setNumActiveTranscoders(uint256)"):   {larger, small(c.Bonding.setPoolLimit)},
			selector("setTreasuryRewardCutRate(uint256)"):  {upTo(per27), c.Bonding.setTreasuryRate},
			selector("setTreasuryBalanceCeiling(uint256)"): {anything, c.Bonding.setTreasuryCeiling},
		},
		a.RoundsManager: {
			selector("setRoundLength(uint256)"):     {positive, small(c.Rounds.setRoundLength)},
			selector("setRoundLockAmount(uint256)"): {upTo(perMillion), small(c.Rounds.setRoundLockAmount)},
		},
		a.Minter: {
			selector("setInflationChange(uint256)"):   {upTo(perBillion), c.Minter.setInflationChange},
			selector("setTargetBondingRate(uint256)"): {upTo(perBillion), c.Minter.setTargetBondingRate},
		},
		a.TicketBroker: {
			selector("setUnlockPeriod(uint256)"):         {periods, small(c.Broker.setUnlockPeriod)},
			selector("setTicketValidityPeriod(uint256)"): {positive, small(c.Broker.setTicketValidityPeriod)},
		},
	}
}

// setter finds the setter that a call calls.
func (c *Contracts) setter(call Call) (s setter, ok bool) {
	if len(call.Data) != 4+32 {
		return setter{}, false
	}
	s, ok = c.setters()[call.Target][[4]byte(call.Data)]
	return s, ok
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
		s, ok := c.setter(call)
		if !ok {
			return revert("call of an unknown function")
		}
		if !s.accepts(new(big.Int).SetBytes(call.Data[4:])) {
			return revert("invalid value of a parameter")
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
	if s, ok := c.setter(call); ok {
		s.set(new(big.Int).SetBytes(call.Data[4:]))
	}
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
