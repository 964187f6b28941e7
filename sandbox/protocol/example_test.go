package protocol

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// The accounts of the worked example and of the random histories.
var (
	deployer = common.HexToAddress("0xd0")
	alice    = common.HexToAddress("0xa1")
	bob      = common.HexToAddress("0xb0")
	carol    = common.HexToAddress("0xc0")
	gwen     = common.HexToAddress("0xf0")
)

// deployed gives contracts in an initialised round 10 of 100 blocks, with 1,000 LPT for each of the accounts and
// 10 % for the treasury.
func deployed(t interface{ Fatal(...any) }, accounts ...common.Address) *Contracts {
	config := Config{
		Addresses: AddressesOf(deployer), Deployer: deployer,
		Parameters: Parameters{
			RoundLength: 100, RoundLockAmount: 100_000, UnbondingPeriod: 3, UnlockPeriod: 2, TicketValidityPeriod: 2,
			PoolSize: 2, TreasuryRate: tenTo(26), TreasuryCeiling: zero,
			Inflation: 1_000_000, InflationChange: 0, TargetBondingRate: 500_000_000,
			VotingDelay: 1, VotingPeriod: 4, ProposalThreshold: lpt(100), Quorum: 333_300, Quota: 500_000,
		},
		BlockHash: func(block uint64) common.Hash { return common.BigToHash(number(block)) },
	}
	for _, a := range accounts {
		config.Grants = append(config.Grants, Grant{a, lpt(1000)})
	}
	c, steps := New(config)
	c.At(1000, 1)
	for _, s := range steps {
		s.Run()
	}
	for _, a := range accounts {
		c.Token.Approve(a, config.Addresses.BondingManager, Unlimited())
	}
	if err := c.Rounds.InitializeRound(); err != nil {
		t.Fatal(err)
	}
	c.Take()
	return c
}

// nextRound begins the next round.
func nextRound(t interface{ Fatal(...any) }, c *Contracts) {
	c.At(c.block+c.Rounds.Length(), c.time+1200)
	if err := c.Rounds.InitializeRound(); err != nil {
		t.Fatal(err)
	}
}

// TestWorkedExample follows two accounts through a reward and a ticket with round numbers.
//
// Alice bonds 600 LPT to herself, Bob 200 to Alice: of 2,000 LPT in all. Alice keeps 50 % of rewards and gives 25 %
// of fees. Inflation is 0.1 % a round: 2 LPT, all of it for Alice, the only orchestrator. The treasury takes 0.2, so
// 1.8 are net: 0.9 commission, 0.9 shared over 800 LPT: the factor becomes 1 + 0.9/800 = 1.001125.
func TestWorkedExample(t *testing.T) {
	c := deployed(t, alice, bob)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(c.Bonding.Bond(alice, alice, lpt(600)))
	must(c.Bonding.SetCuts(alice, big.NewInt(500_000), big.NewInt(250_000)))
	must(c.Bonding.Bond(bob, alice, lpt(200)))
	nextRound(t, c)
	must(c.Bonding.Reward(alice))

	milli := func(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e15)) }
	check := func(what string, got, want *big.Int) {
		t.Helper()
		if got.Cmp(want) != 0 {
			t.Errorf("%s is %s, want %s", what, got, want)
		}
	}
	pool := c.Bonding.Pool(alice, 11)
	check("the factor", pool.RewardFactor, new(big.Int).Mul(big.NewInt(1_001_125), tenTo(21)))
	check("the treasury", c.Treasury.Balance(), milli(200))
	check("the commission", c.Bonding.Transcoder(alice).CumulativeRewards, milli(900))

	// Bob has 200 × 1.001125, Alice 600 × 1.001125 and her commission.
	stake, _ := c.Bonding.Pending(bob)
	check("Bob's stake", stake, milli(200_225))
	stake, _ = c.Bonding.Pending(alice)
	check("Alice's stake", stake, milli(601_575))
	check("what is delegated", c.Bonding.Delegator(alice).Delegated, milli(801_800))

	// A ticket of 1 ETH over a deposit of 0.8: the reserve of 0.3 pays the rest. A quarter, 0.25, is shared over 800
	// LPT by the factor before this round's reward. That round, 10, had none, so it is rebuilt as if 4 LPT (mintable
	// and minted) less a tenth had been rewarded: half of 3.6 shared, 1.001125 × 800 / 801.8.
	c.Broker.FundDepositAndReserve(gwen, gwen, milli(800), milli(300))
	must(c.Broker.Redeem(Ticket{
		Sender: gwen, Recipient: alice, FaceValue: milli(1000), WinProb: zero, RecipientRand: zero, CreationRound: 11,
	}))
	sender := c.Broker.Sender(gwen)
	check("the deposit", sender.Deposit, zero)
	check("the reserve", sender.Reserve, milli(100))
	check("the fee commission", c.Bonding.Transcoder(alice).CumulativeFees, milli(750))
	base := of27(pool.RewardFactor, lpt(800), plus(lpt(800), milli(1800)))
	check("the fee factor", c.Bonding.Pool(alice, 11).FeeFactor, of27(base, milli(250), lpt(800)))

	// Bob's part of the fees is his of the stake at the round's start, by that factor: 0.25 × 200/800 × 0.99888…
	_, fees := c.Bonding.Pending(bob)
	check("Bob's fees", fees, of27(lpt(200), c.Bonding.Pool(alice, 11).FeeFactor, per27))
	if fees.Cmp(new(big.Int).Quo(milli(250), big.NewInt(4))) >= 0 || fees.Cmp(milli(62)) <= 0 {
		t.Errorf("Bob's fees are %s", fees)
	}

	// Claiming moves what is pending into the stake; Bob can then leave with it.
	must(c.Bonding.Unbond(bob, milli(200_225)))
	if d := c.Bonding.Delegator(bob); d.Delegate != (common.Address{}) || d.Bonded.Sign() != 0 {
		t.Errorf("Bob still has %s with %s", d.Bonded, d.Delegate)
	}
	if err := c.Bonding.WithdrawStake(bob, 0); err == nil {
		t.Error("a lock is paid out before its round")
	}
	for range 3 {
		nextRound(t, c)
	}
	must(c.Bonding.WithdrawStake(bob, 0))
	check("Bob's LPT", c.Token.Balance(bob), milli(1_000_225))
}

// TestClaimBeforeRewardForfeitsIt shows the trap of claiming early: the round's reward goes to nobody.
func TestClaimBeforeRewardForfeitsIt(t *testing.T) {
	c := deployed(t, alice, bob)
	for _, err := range []error{
		c.Bonding.Bond(alice, alice, lpt(500)), c.Bonding.Bond(bob, alice, lpt(500)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	nextRound(t, c)
	if err := c.Bonding.ClaimEarnings(bob); err != nil {
		t.Fatal(err)
	}
	if err := c.Bonding.Reward(alice); err != nil {
		t.Fatal(err)
	}
	nextRound(t, c)
	if stake, _ := c.Bonding.Pending(bob); stake.Cmp(lpt(500)) != 0 {
		t.Errorf("who claimed early has %s", stake)
	}
	if stake, _ := c.Bonding.Pending(alice); stake.Cmp(lpt(500)) <= 0 {
		t.Errorf("who did not has %s", stake)
	}
}

// TestEvictionNeedsMoreStake fills the pool of two and lets a third orchestrator in only with strictly more.
func TestEvictionNeedsMoreStake(t *testing.T) {
	c := deployed(t, alice, bob, carol)
	for _, err := range []error{
		c.Bonding.Bond(alice, alice, lpt(300)), c.Bonding.Bond(bob, bob, lpt(200)), c.Bonding.Bond(carol, carol, lpt(200)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if in := c.Bonding.InPool(); in[1] != bob {
		t.Fatalf("with equal stake the pool is %v", in)
	}
	c.Take()
	if err := c.Bonding.Bond(carol, carol, big.NewInt(1)); err != nil {
		t.Fatal(err)
	}
	if in := c.Bonding.InPool(); len(in) != 2 || in[1] != carol {
		t.Errorf("the pool is %v", in)
	}
	logs := c.Take()
	if logs[0].Topics[0] != eventTranscoderDeactivated || logs[1].Topics[0] != eventTranscoderActivated {
		t.Errorf("an eviction logs %v first", logs[0].Topics)
	}
}

// TestReserveIsSharedByThePool lets an orchestrator take its part of a reserve; once the pool has grown and its part
// shrunk below what it took, its next ticket reverts rather than gives back.
func TestReserveIsSharedByThePool(t *testing.T) {
	c := deployed(t, alice, bob)
	if err := c.Bonding.Bond(alice, alice, lpt(100)); err != nil {
		t.Fatal(err)
	}
	nextRound(t, c)
	c.Broker.FundReserve(gwen, lpt(1))
	ticket := Ticket{Sender: gwen, Recipient: alice, FaceValue: pct6(lpt(1), big.NewInt(800_000)), WinProb: zero, RecipientRand: zero, CreationRound: 11}
	if err := c.Broker.Redeem(ticket); err != nil {
		t.Fatal(err)
	}
	if err := c.Bonding.Bond(bob, bob, lpt(50)); err != nil {
		t.Fatal(err)
	}
	c.Take()
	ticket.SenderNonce++
	if err := c.Broker.Redeem(ticket); err == nil || len(c.Take()) > 0 {
		t.Errorf("with half of the reserve for each, one that took four fifths redeems again: %v", err)
	}
	ticket.Recipient = bob
	if err := c.Broker.Redeem(ticket); err != nil {
		t.Fatal(err)
	}
	if logs := c.Take(); len(logs) != 1 || logs[0].Topics[0] != eventWinningTicketRedeemed {
		t.Errorf("an orchestrator that isn't active yet gets %d logs", len(logs))
	}
}

// TestReserveThatOthersHaveTakenIsNotThere lets one of two take its half of a reserve and leave. The other's part is all of what
// there was by then, of which only half is left: its ticket reverts rather than takes more.
func TestReserveThatOthersHaveTakenIsNotThere(t *testing.T) {
	c := deployed(t, alice, bob)
	for _, account := range []common.Address{alice, bob} {
		if err := c.Bonding.Bond(account, account, lpt(100)); err != nil {
			t.Fatal(err)
		}
	}
	nextRound(t, c)
	c.Broker.FundReserve(gwen, lpt(1))
	ticket := Ticket{Sender: gwen, Recipient: bob, FaceValue: lpt(1), WinProb: zero, RecipientRand: zero, CreationRound: 11}
	for _, err := range []error{c.Broker.Redeem(ticket), c.Bonding.Unbond(bob, lpt(100))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	c.Take()
	ticket.Recipient = alice
	if err := c.Broker.Redeem(ticket); err == nil || len(c.Take()) > 0 {
		t.Errorf("half a reserve pays all of it: %v", err)
	}
	ticket.FaceValue = pct6(lpt(1), big.NewInt(500_000))
	if err := c.Broker.Redeem(ticket); err != nil {
		t.Errorf("what is left isn't paid: %v", err)
	}
}

func lpt(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e18)) }

func tenTo(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }
