package protocol

import (
	"fmt"
	"math/big"
	"strconv"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// answers are what the real contracts answered, as recorded: whole numbers are decimal text.
type answers struct {
	Contracts map[string]struct{ Address, Target common.Address }
	People    struct{ Deployer common.Address }
	Final     struct{ Block int64 }

	Checkpoints []checkpointAnswers
	Pools       map[common.Address]map[string]map[string]string
	Governor    []struct {
		ProposalID, Description, Snapshot, Deadline, Against, For, Abstain, Quorum string
		State                                                                      int
		PastVotes                                                                  map[common.Address]string
		DelegatedAt                                                                map[common.Address]common.Address
		HasVoted                                                                   map[common.Address]bool
	}
	Rounds map[string]struct{ TotalActiveStake string }
}

// checkpointAnswers are the answers at the end of a round.
type checkpointAnswers struct {
	Block         int64
	Round         uint64
	Protocol      map[string]string
	Pool          []common.Address
	Accounts      map[common.Address]map[string]any
	Orchestrators map[common.Address]map[string]any
	Senders       map[common.Address]map[string]string
}

// comparer counts comparisons and reports differences.
type comparer struct {
	t     *testing.T
	where string
	count int
}

func (cmp *comparer) equal(what string, got, want any) {
	cmp.t.Helper()
	cmp.count++
	if fmt.Sprint(got) != fmt.Sprint(want) {
		cmp.t.Errorf("%s: %s is %v, the contract says %v", cmp.where, what, got, want)
	}
}

// table compares every entry of got with the answer of that name.
func table[V any](c *comparer, subject string, got map[string]any, want map[string]V) {
	c.t.Helper()
	for name, value := range got {
		answer, ok := want[name]
		if !ok {
			c.t.Errorf("%s: no answer is recorded for %s of %s", c.where, name, subject)
			continue
		}
		c.equal(name+" of "+subject, value, answer)
	}
}

// compare compares the model's state with the answers at the end of a round and gives the number of comparisons.
func (d *devchain) compare(t *testing.T, c *Contracts, p checkpointAnswers) int {
	t.Helper()
	c.At(uint64(p.Block), c.time)
	cmp := &comparer{t: t, where: "round " + strconv.FormatUint(p.Round, 10)}
	b, m := c.Bonding, c.Minter
	rate, next := b.TreasuryRate()
	table(cmp, "the protocol", map[string]any{
		"currentRoundTotalActiveStake": b.TotalStake(), "nextRoundTotalActiveStake": b.NextTotalStake(),
		"treasuryRewardCutRate": rate, "nextRoundTreasuryRewardCutRate": next, "poolSize": len(b.InPool()),
		"numActiveTranscoders": b.PoolLimit(), "inflation": m.Inflation(), "currentMintableTokens": m.Mintable(),
		"currentMintedTokens": m.Minted(), "globalTotalSupply": c.Token.Supply(), "treasuryLPT": c.Treasury.Balance(),
		"minterLPT": c.Token.Balance(c.config.Addresses.Minter), "minterETH": m.ETH(),
	}, p.Protocol)
	cmp.equal("the pool", b.InPool(), p.Pool)
	for account, want := range p.Accounts {
		cmp.account(c, account, want)
	}
	for account, want := range p.Orchestrators {
		cmp.orchestrator(c, account, want)
	}
	for account, want := range p.Senders {
		s := c.Broker.Sender(account)
		table(cmp, account.Hex(), map[string]any{
			"deposit": s.Deposit, "reserve": s.Reserve, "withdrawRound": s.WithdrawRound,
		}, want)
	}
	return cmp.count
}

func (cmp *comparer) account(c *Contracts, account common.Address, want map[string]any) {
	d := c.Bonding.Delegator(account)
	stake, fees := c.Bonding.Pending(account)
	table(cmp, account.Hex(), map[string]any{
		"bondedAmount": d.Bonded, "fees": d.Fees, "delegateAddress": lower(d.Delegate), "delegatedAmount": d.Delegated,
		"startRound": d.StartRound, "lastClaimRound": d.LastClaimRound, "nextUnbondingLockId": d.NextLock,
		"pendingStake": stake, "pendingFees": fees, "status": int(c.Bonding.Status(account)),
		"votesNow": c.Votes.Votes(account), "lptBalance": c.Token.Balance(account),
	}, want)
	locks := want["locks"].([]any)
	cmp.equal("the number of locks of "+account.Hex(), len(d.Locks), len(locks))
	for _, l := range locks {
		lock := l.(map[string]any)
		got := d.Locks[uint64(lock["id"].(float64))]
		cmp.equal("a lock's amount of "+account.Hex(), got.Amount, lock["amount"])
		cmp.equal("a lock's round of "+account.Hex(), got.WithdrawRound, lock["withdrawRound"])
	}
}

func (cmp *comparer) orchestrator(c *Contracts, account common.Address, want map[string]any) {
	t := c.Bonding.Transcoder(account)
	deactivation := number(t.DeactivationRound)
	if t.DeactivationRound == neverDeactivated {
		deactivation = Unlimited()
	}
	table(cmp, account.Hex(), map[string]any{
		"lastRewardRound": t.LastRewardRound, "rewardCut": t.RewardCut, "feeShare": t.FeeShare,
		"lastActiveStakeUpdateRound": t.LastUpdateRound, "activationRound": t.ActivationRound,
		"deactivationRound": deactivation, "activeCumulativeRewards": t.ActiveCumulativeRewards,
		"cumulativeRewards": t.CumulativeRewards, "cumulativeFees": t.CumulativeFees, "lastFeeRound": t.LastFeeRound,
		"active": c.Bonding.Active(account), "registered": c.Bonding.Registered(account),
		"totalStake": c.Bonding.Delegator(account).Delegated,
	}, want)
}

// comparePools compares every recorded pool, which were all read at the end.
func (d *devchain) comparePools(t *testing.T, c *Contracts) int {
	t.Helper()
	cmp := &comparer{t: t, where: "at the end"}
	for account, rounds := range d.answers.Pools {
		for round, want := range rounds {
			n, err := strconv.ParseUint(round, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			p := c.Bonding.Pool(account, n)
			table(cmp, account.Hex()+" in round "+round, map[string]any{
				"totalStake": p.Stake, "transcoderRewardCut": p.RewardCut, "transcoderFeeShare": p.FeeShare,
				"cumulativeRewardFactor": p.RewardFactor, "cumulativeFeeFactor": p.FeeFactor,
			}, want)
		}
	}
	for round, want := range d.answers.Rounds {
		n, err := strconv.ParseUint(round, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			cmp.equal("the total stake of round "+round, c.Votes.PastTotal(n-1), want.TotalActiveStake)
		}
	}
	return cmp.count
}

// compareGovernor compares the proposals' tallies and every account's votes at their snapshots.
func (d *devchain) compareGovernor(t *testing.T, driver *driver) int {
	t.Helper()
	cmp := &comparer{t: t, where: "at the end"}
	for _, want := range d.answers.Governor {
		id, _ := new(big.Int).SetString(want.ProposalID, 10)
		p := driver.proposals[common.BigToHash(id)]
		g := driver.LivepeerGovernor
		cmp.equal("a proposal", []any{p.Description, p.Snapshot, p.Deadline, p.Against, p.For, p.Abstain, g.Quorum(p), g.State(p)},
			[]any{want.Description, want.Snapshot, want.Deadline, want.Against, want.For, want.Abstain, want.Quorum, want.State})
		for account, votes := range want.PastVotes {
			got, delegate := driver.Votes.PastVotes(account, p.Snapshot)
			cmp.equal("past votes of "+account.Hex(), got, votes)
			cmp.equal("past delegate of "+account.Hex(), delegate, want.DelegatedAt[account])
			cmp.equal("vote of "+account.Hex(), p.HasVoted(account), want.HasVoted[account])
		}
	}
	return cmp.count
}

func lower(a common.Address) string { return fmt.Sprintf("%#x", a[:]) }
