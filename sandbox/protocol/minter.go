package protocol

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Minter mints the rounds' inflation and holds all bonded LPT and all ETH of the protocol.
type Minter struct {
	c *Contracts
	// inflation, change and target are in parts per billion.
	inflation, change, target *big.Int
	mintable, minted          *big.Int
	eth                       *big.Int
}

// Inflation gives the current round's inflation in parts per billion of the supply.
func (m *Minter) Inflation() *big.Int { return m.inflation }

// InflationChange gives what the inflation changes by from round to round, in parts per billion.
func (m *Minter) InflationChange() *big.Int { return m.change }

// Mintable gives the LPT wei that the current round may mint.
func (m *Minter) Mintable() *big.Int { return m.mintable }

// Minted gives the LPT wei that the current round has minted.
func (m *Minter) Minted() *big.Int { return m.minted }

// ETH gives the ETH wei held: deposits, reserves, and fees not yet withdrawn.
func (m *Minter) ETH() *big.Int { return m.eth }

// createReward mints the part stake/total of the round's mintable amount, truncated to 9 decimal digits, and gives it.
func (m *Minter) createReward(stake, total *big.Int) *big.Int {
	wei := m.reward(stake, total)
	m.minted = plus(m.minted, wei)
	m.c.Token.mint(m.address(), wei)
	return wei
}

// reward gives what createReward would mint.
func (m *Minter) reward(stake, total *big.Int) *big.Int { return of9(m.mintable, stake, total) }

// transfer pays LPT wei out of the Minter.
func (m *Minter) transfer(to common.Address, wei *big.Int) {
	m.c.Token.move(m.address(), to, wei)
}

func (m *Minter) depositETH(wei *big.Int) { m.eth = plus(m.eth, wei) }

// checkETH tells whether there is that much ETH to withdraw. Accounts can be owed more than there is: fees of an orchestrator
// that isn't active are divided by the stake that it had when it was.
func (m *Minter) checkETH(wei *big.Int) error {
	if less(m.eth, wei) {
		return revert("insufficient ETH")
	}
	return nil
}

func (m *Minter) withdrawETH(wei *big.Int) { m.eth = minus(m.eth, wei) }

// setCurrentRewardTokens steps the inflation towards the target bonding rate and starts a round's mint.
func (m *Minter) setCurrentRewardTokens() {
	supply := m.c.Token.Supply()
	rate := zero
	if !isZero(supply) {
		rate = over(m.c.Bonding.TotalStake(), perBillion, supply)
	}
	switch rate.Cmp(m.target) {
	case -1:
		m.inflation = plus(m.inflation, m.change)
	case 1:
		m.inflation = minus(m.inflation, smaller(m.change, m.inflation))
	}
	m.mintable = over(supply, m.inflation, perBillion)
	m.minted = zero
	m.c.emit(m.address(), eventSetCurrentRewardTokens, nil, amount(m.mintable), amount(m.inflation))
}

func (m *Minter) setInflationChange(change *big.Int) {
	m.change = change
	m.c.parameterUpdate(m.address(), "inflationChange")
}

func (m *Minter) setTargetBondingRate(target *big.Int) {
	m.target = target
	m.c.parameterUpdate(m.address(), "targetBondingRate")
}

func (m *Minter) address() common.Address { return m.c.config.Addresses.Minter }
