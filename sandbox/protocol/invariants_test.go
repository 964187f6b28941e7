package protocol

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// crowd are the accounts of the random histories.
var crowd = []common.Address{alice, bob, carol, common.HexToAddress("0xe1"), common.HexToAddress("0xe2"), common.HexToAddress("0xe3")}

// TestConservation lets a crowd act at random and checks after every action that no LPT and no ETH is made or lost,
// that votes are what is delegated, and that what is refused leaves no log.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := deployed(t, crowd...)
		books := &books{Contracts: c, in: new(big.Int), out: new(big.Int)}
		for range rapid.IntRange(20, 60).Draw(t, "actions") {
			err := books.act(t)
			logs := c.Take()
			if err != nil && len(logs) > 0 {
				t.Fatalf("a refused action (%v) emits %d logs", err, len(logs))
			}
			books.check(t)
		}
	})
}

// books count the ETH that went into and out of the contracts.
type books struct {
	*Contracts
	in, out *big.Int
	nonce   uint64
}

// act lets one of the crowd do something, which may be refused.
func (b *books) act(t *rapid.T) error {
	who := rapid.SampledFrom(crowd).Draw(t, "who")
	other := rapid.SampledFrom(crowd).Draw(t, "other")
	wei := new(big.Int).Mul(number(rapid.Uint64Max(400).Draw(t, "amount")), number(1e18))
	wei = plus(wei, number(rapid.Uint64Max(1e9).Draw(t, "dust")))
	lock := rapid.Uint64Max(3).Draw(t, "lock")
	switch rapid.IntRange(0, 15).Draw(t, "action") {
	case 0, 1:
		nextRound(t, b.Contracts)
	case 2, 3:
		return b.Bonding.Bond(who, who, wei)
	case 4:
		return b.Bonding.Bond(who, other, wei)
	case 5:
		return b.Bonding.BondFor(who, other, b.Bonding.Delegator(other).Delegate, wei)
	case 6:
		return b.Bonding.Unbond(who, wei)
	case 7:
		stake, _ := b.Bonding.Pending(who)
		return b.Bonding.Unbond(who, stake)
	case 8:
		return b.Bonding.TransferBond(who, other, wei)
	case 9:
		return b.Bonding.Rebond(who, lock)
	case 10:
		return b.Bonding.RebondFromUnbonded(who, other, lock)
	case 11:
		return b.Bonding.WithdrawStake(who, lock)
	case 12:
		return b.Bonding.Reward(who)
	case 13:
		return b.Bonding.ClaimEarnings(who)
	case 14:
		return b.withdrawFees(who)
	default:
		return b.pay(t, who, wei)
	}
	return nil
}

func (b *books) withdrawFees(who common.Address) error {
	_, fees := b.Bonding.Pending(who)
	err := b.Bonding.WithdrawFees(who, who, fees)
	if err == nil {
		b.out = plus(b.out, fees)
	}
	return err
}

// pay funds the gateway now and then and redeems a ticket.
func (b *books) pay(t *rapid.T, recipient common.Address, wei *big.Int) error {
	if rapid.Bool().Draw(t, "fund") {
		b.Broker.FundDepositAndReserve(gwen, gwen, wei, wei)
		b.in = plus(b.in, plus(wei, wei))
		b.Take()
	}
	b.nonce++
	return b.Broker.Redeem(Ticket{
		Sender: gwen, Recipient: recipient, FaceValue: wei, WinProb: zero, SenderNonce: b.nonce, RecipientRand: zero,
		CreationRound: b.Rounds.Current(),
	})
}

// check compares the books.
func (b *books) check(t *rapid.T) {
	minter := b.Token.Balance(b.config.Addresses.Minter)
	sum, owed, fees := plus(minter, b.Treasury.Balance()), zero, zero
	for _, a := range crowd {
		d := b.Bonding.Delegator(a)
		stake, eth := b.Bonding.Pending(a)
		sum, owed, fees = plus(sum, b.Token.Balance(a)), plus(owed, stake), plus(fees, eth)
		for _, l := range d.Locks {
			owed = plus(owed, l.Amount)
		}
		if votes := b.Votes.Votes(a); b.Bonding.Registered(a) && votes.Cmp(d.Delegated) != 0 {
			t.Fatalf("%s has %s votes and %s delegated", a, votes, d.Delegated)
		}
	}
	if sum.Cmp(b.Token.Supply()) != 0 {
		t.Fatalf("accounts hold %s LPT wei of %s", sum, b.Token.Supply())
	}
	if owed.Cmp(minter) > 0 {
		t.Fatalf("%s LPT wei are owed, the Minter holds %s", owed, minter)
	}
	if want := minus(b.in, b.out); b.Minter.ETH().Cmp(want) != 0 {
		t.Fatalf("the Minter holds %s ETH wei, want %s", b.Minter.ETH(), want)
	}
	s := b.Broker.Sender(gwen)
	if all := plus(fees, plus(s.Deposit, s.Reserve)); all.Cmp(b.Minter.ETH()) > 0 {
		t.Fatalf("%s ETH wei are owed, the Minter holds %s", all, b.Minter.ETH())
	}
	pool := zero
	for _, a := range b.Bonding.InPool() {
		pool = plus(pool, b.Bonding.Delegator(a).Delegated)
	}
	if pool.Cmp(b.Bonding.NextTotalStake()) != 0 {
		t.Fatalf("the pool's stakes are %s, the next total is %s", pool, b.Bonding.NextTotalStake())
	}
}
