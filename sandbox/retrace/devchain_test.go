package retrace_test

import (
	"fmt"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/protocol"
	"github.com/lakepeer/lakepeer/sandbox/retrace"
)

// unmodelled are the answers that the model has none to, with the reason.
var unmodelled = map[string]string{
	"treasuryETH of protocol":                "ETH that is sent to the treasury emits no event",
	"reserveClaimedInCurrentRound of sender": "is asked by recipient, the recording is a sum",
}

// TestDevchain traces the logs of the real contracts. The model must emit every one of them byte for byte, and answer as
// they did, to the wei, at the end of every round.
func TestDevchain(t *testing.T) {
	recording, err := devchain.Load(recorded(t, "devchain"))
	if err != nil {
		t.Fatal(err)
	}
	tracer := retrace.New(retrace.Config{Protocol: recording.Config(), L1Block: recording.L1Block}, slices.Collect(recording.Logs(0, recording.Head())))
	compared, left := 0, map[string]int{}
	for _, checkpoint := range append(recording.Checkpoints, recording.Final) {
		b, _ := recording.Block(checkpoint.Block)
		if err := tracer.Until(checkpoint.Block, b.Time); err != nil {
			t.Fatal(err)
		}
		for _, want := range checkpoint.Answers {
			if kind := want.Name + " of " + want.Subject; unmodelled[kind] != "" {
				left[kind]++
				continue
			}
			if got := answer(tracer, recording, want.Key); got != want.Value {
				t.Errorf("block %d: %s is %s, the contract says %s", checkpoint.Block, want.Key, got, want.Value)
			}
			compared++
		}
	}
	for kind, n := range left {
		t.Logf("%d answers for %s aren't compared: %s", n, kind, unmodelled[kind])
	}
	t.Logf("%d answers are equal", compared)
	if compared < 19_000 {
		t.Errorf("only %d answers were compared", compared)
	}
}

// answer gives the model's answer, "?" if it has none.
func answer(tracer *retrace.Tracer, recording *devchain.Recording, k devchain.Key) string {
	c := tracer.Contracts()
	var values map[string]any
	switch k.Subject {
	case devchain.Protocol:
		values = ofProtocol(c, recording)
	case devchain.Account:
		values = ofAccount(c, k.Account)
	case devchain.Lock:
		values = ofLocks(c, k.Account)
	case devchain.Orchestrator:
		values = ofOrchestrator(c, k.Account)
	case devchain.Sender:
		s := c.Broker.Sender(k.Account)
		values = map[string]any{"deposit": s.Deposit, "reserve": s.Reserve, "withdrawRound": s.WithdrawRound}
	case devchain.Pool:
		p := c.Bonding.Pool(k.Account, k.Round)
		values = map[string]any{
			"totalStake": p.Stake, "transcoderRewardCut": p.RewardCut, "transcoderFeeShare": p.FeeShare,
			"cumulativeRewardFactor": p.RewardFactor, "cumulativeFeeFactor": p.FeeFactor,
		}
	case devchain.Round:
		values = map[string]any{"totalActiveStake": new(big.Int), "blockHash": strings.ToLower(c.Rounds.BlockHash(k.Round).Hex())}
		if k.Round > 0 {
			values["totalActiveStake"] = c.Votes.PastTotal(k.Round - 1)
		}
	case devchain.Proposal, devchain.Voter:
		id, _ := new(big.Int).SetString(k.ProposalID, 10)
		values = ofProposal(c, tracer.Proposal(common.BigToHash(id)), k.Account)
	}
	if v, ok := values[k.Name]; ok {
		return fmt.Sprint(v)
	}
	return "?"
}

func ofProtocol(c *protocol.Contracts, recording *devchain.Recording) map[string]any {
	b, m := c.Bonding, c.Minter
	rate, next := b.TreasuryRate()
	pool := make([]string, 0)
	for _, a := range b.InPool() {
		pool = append(pool, lower(a))
	}
	inOrder := strings.Join(pool, " ")
	slices.Sort(pool)
	return map[string]any{
		"currentRoundTotalActiveStake": b.TotalStake(), "nextRoundTotalActiveStake": b.NextTotalStake(),
		"treasuryRewardCutRate": rate, "nextRoundTreasuryRewardCutRate": next, "treasuryBalanceCeiling": b.TreasuryCeiling(),
		"poolSize": len(pool), "pool": inOrder, "poolMembers": strings.Join(pool, " "), "numActiveTranscoders": b.PoolLimit(),
		"inflation": m.Inflation(), "inflationChange": m.InflationChange(), "currentMintableTokens": m.Mintable(),
		"currentMintedTokens": m.Minted(), "globalTotalSupply": c.Token.Supply(), "treasuryLPT": c.Treasury.Balance(),
		"minterLPT": c.Token.Balance(recording.Config().Addresses.Minter), "minterETH": m.ETH(),
	}
}

func ofAccount(c *protocol.Contracts, account common.Address) map[string]any {
	d := c.Bonding.Delegator(account)
	stake, fees := c.Bonding.Pending(account)
	return map[string]any{
		"bondedAmount": d.Bonded, "fees": d.Fees, "delegateAddress": lower(d.Delegate), "delegatedAmount": d.Delegated,
		"startRound": d.StartRound, "lastClaimRound": d.LastClaimRound, "nextUnbondingLockId": d.NextLock,
		"pendingStake": stake, "pendingFees": fees, "status": int(c.Bonding.Status(account)),
		"votesNow": c.Votes.Votes(account), "lptBalance": c.Token.Balance(account),
	}
}

func ofLocks(c *protocol.Contracts, account common.Address) map[string]any {
	locks := c.Bonding.Delegator(account).Locks
	values := map[string]any{"count": len(locks)}
	for id, l := range locks {
		values[fmt.Sprintf("%d.amount", id)], values[fmt.Sprintf("%d.withdrawRound", id)] = l.Amount, l.WithdrawRound
	}
	return values
}

func ofOrchestrator(c *protocol.Contracts, account common.Address) map[string]any {
	o := c.Bonding.Transcoder(account)
	deactivation := strconv.FormatUint(o.DeactivationRound, 10)
	if o.DeactivationRound == math.MaxUint64 {
		deactivation = protocol.Unlimited().String()
	}
	return map[string]any{
		"lastRewardRound": o.LastRewardRound, "rewardCut": o.RewardCut, "feeShare": o.FeeShare,
		"lastActiveStakeUpdateRound": o.LastUpdateRound, "activationRound": o.ActivationRound,
		"deactivationRound": deactivation, "activeCumulativeRewards": o.ActiveCumulativeRewards,
		"cumulativeRewards": o.CumulativeRewards, "cumulativeFees": o.CumulativeFees, "lastFeeRound": o.LastFeeRound,
		"active": c.Bonding.Active(account), "registered": c.Bonding.Registered(account),
		"totalStake": c.Bonding.Delegator(account).Delegated,
	}
}

func ofProposal(c *protocol.Contracts, p *protocol.Proposal, account common.Address) map[string]any {
	votes, delegate := c.Votes.PastVotes(account, p.Snapshot)
	return map[string]any{
		"description": p.Description, "snapshot": p.Snapshot, "deadline": p.Deadline, "state": c.LivepeerGovernor.State(p),
		"against": p.Against, "for": p.For, "abstain": p.Abstain, "quorum": c.LivepeerGovernor.Quorum(p),
		"pastVotes": votes, "delegatedAt": lower(delegate), "hasVoted": p.HasVoted(account),
	}
}

func lower(a common.Address) string { return fmt.Sprintf("%#x", a[:]) }

// recorded gives the folder of a recorded data set or skips the test.
func recorded(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recorded data %q is not beside the repository: %v", name, err)
	}
	return path
}
