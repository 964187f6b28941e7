package bonding

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// supply is what is known of how much LPT there is.
type supply struct {
	// here was minted on this chain minus what was burned.
	here uint256.Int
	// onL1 is the supply on Ethereum as the bridge last stated it, fromL1 the part that came from there. hasBridge is false
	// while the bridge has never been used.
	onL1, fromL1 uint256.Int
	hasBridge    bool
}

// global gives the LPT wei that inflation is computed from. (Minter.getGlobalTotalSupply)
func (s *supply) global(m *arithmetic) uint256.Int {
	circulating := less0(&s.onL1, &s.fromL1)
	return m.add(&s.here, &circulating)
}

// tokenTransfer follows the balances of Minter and treasury.
func (l *Ledger) tokenTransfer() error {
	from, to := l.topicAddress(1), l.topicAddress(2)
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	if from == (common.Address{}) {
		if err := l.arrives(to, amount); err != nil {
			return err
		}
	}
	b := &l.balances
	if from == l.treasury {
		b.treasuryLPT = l.sub(&b.treasuryLPT, &amount)
	}
	if to == l.treasury {
		b.treasuryLPT = l.add(&b.treasuryLPT, &amount)
	}
	fromMinter, toMinter := l.contracts[from] == livepeer.Minter, l.contracts[to] == livepeer.Minter
	switch {
	case fromMinter && toMinter: // a new Minter takes over
	case toMinter:
		b.minterLPT = l.add(&b.minterLPT, &amount)
		if from != (common.Address{}) {
			l.tx.bonded = append(l.tx.bonded, tokenMove{other: from, amount: amount, stated: len(l.tx.order.stated)})
		}
	case fromMinter:
		b.minterLPT = l.sub(&b.minterLPT, &amount)
		if to == l.treasury && l.tx.minted != nil && l.tx.treasuryMove == nil && l.tx.treasuryPart == nil {
			l.tx.treasuryMove = &amount
			return nil
		}
		l.tx.paidOut = append(l.tx.paidOut, tokenMove{other: to, amount: amount})
	}
	return nil
}

// arrives notes LPT that comes from nobody, of which Mint speaks next.
func (l *Ledger) arrives(to common.Address, amount uint256.Int) error {
	if l.tx.arriving != nil || len(l.tx.poolEvents) > 0 {
		return l.refuse(nil, "the log before it isn't followed by what it belongs to")
	}
	l.tx.arriving = &tokenMove{other: to, amount: amount}
	return nil
}

// tokenMint follows the supply. What is minted to the Minter is a reward's. Its transfer is there if it concerns the Minter or
// the treasury; those to others may not be among the logs.
func (l *Ledger) tokenMint() error {
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	to, arriving := l.topicAddress(1), l.tx.arriving
	l.tx.arriving = nil
	l.supply.here = l.add(&l.supply.here, &amount)
	toMinter := l.contracts[to] == livepeer.Minter
	switch {
	case arriving == nil && toMinter || arriving != nil && (arriving.other != to || !arriving.amount.Eq(&amount)):
		return l.refuse(nil, "no transfer of %s LPT wei to %s comes before it in its transaction", amount.Dec(), to)
	case !toMinter:
		return nil
	case l.tx.minted != nil:
		return l.refuse(nil, "the Reward of the Mint before it is missing")
	}
	l.tx.minted = &amount
	return nil
}

// tokenBurn follows the supply.
func (l *Ledger) tokenBurn() error {
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	l.supply.here = l.sub(&l.supply.here, &amount)
	return nil
}

// supplyCached follows what the bridge states of the supply on Ethereum. (L2LPTDataCache)
func (l *Ledger) supplyCached() (err error) {
	l.supply.hasBridge = true
	l.supply.onL1, err = l.amount(0)
	return err
}

// bridgedIn follows LPT that came from Ethereum.
func (l *Ledger) bridgedIn() error {
	amount, err := l.amount(0)
	if err != nil {
		return err
	}
	l.supply.hasBridge = true
	l.supply.fromL1 = l.add(&l.supply.fromL1, &amount)
	return nil
}

// bridgedOut follows LPT that went to Ethereum. (L2LPTDataCache.decreaseL2SupplyFromL1)
func (l *Ledger) bridgedOut() error {
	amount, err := l.amount(2)
	if err != nil {
		return err
	}
	l.supply.hasBridge = true
	l.supply.fromL1 = less0(&l.supply.fromL1, &amount)
	return nil
}
