package bonding_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/transform/bonding"
)

// underivable are the answers that no event leads to, or that a ledger doesn't keep, with the reason.
var underivable = map[string]string{
	"lptBalance of account":                      "a ledger isn't given the token's transfers between accounts",
	"treasuryETH of protocol":                    "ETH that is sent to the treasury emits no event",
	"blockHash of round":                         "is in NewRound itself, nothing follows from it",
	"description of proposal":                    "is in ProposalCreated itself, nothing follows from it",
	"state of proposal":                          "queueing and execution are in events of their own, which move no stake",
	"nextRoundTreasuryRewardCutRate of protocol": "the deployer's setting is in no event; compared from the first one that the Governor makes",
	"treasuryRewardCutRate of protocol":          "likewise, until a reward shows it",
	"treasuryBalanceCeiling of protocol":         "likewise",
	"numActiveTranscoders of protocol":           "likewise",
	"inflationChange of protocol":                "likewise",
	"delegatedAt of voter":                       "there is no row of an account without weight that hasn't voted",
	"pool of protocol":                           "the pool's order decides nothing among equal stakes; its members are compared",
}

// witness answers what the contracts were asked, from a ledger in the state of a block.
type witness struct {
	*book
	ledger        *bonding.Ledger
	accountStates map[common.Address]bonding.AccountState
	orchestrating map[common.Address]bonding.Orchestrator
	senders       map[common.Address]bonding.Gateway
}

// look reads the ledger's state.
func (w *witness) look() {
	w.accountStates, w.orchestrating = map[common.Address]bonding.AccountState{}, map[common.Address]bonding.Orchestrator{}
	w.senders = map[common.Address]bonding.Gateway{}
	for a, s := range w.ledger.Accounts() {
		w.accountStates[a] = s
	}
	for a, s := range w.ledger.Orchestrators() {
		w.orchestrating[a] = s
	}
	for a, s := range w.ledger.Gateways() {
		w.senders[a] = s
	}
}

// TestDevchain applies the logs that the real contracts emitted and compares the ledger with what they answered at the end
// of every round, to the wei.
func TestDevchain(t *testing.T) {
	recording, err := devchain.Load(recorded(t, "devchain"))
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{book: newBook()}
	if w.ledger, err = bonding.New(bonding.Config{Contracts: recording.Contracts(), Emit: w.keep}); err != nil {
		t.Fatal(err)
	}
	logs := slices.Collect(recording.Logs(0, recording.Head()))
	var c devchain.Comparison
	for _, checkpoint := range append(recording.Checkpoints, recording.Final) {
		for len(logs) > 0 && logs[0].BlockNumber <= checkpoint.Block {
			if err := w.ledger.Apply(logOf(&logs[0])); err != nil {
				t.Fatal(err)
			}
			logs = logs[1:]
		}
		if checkpoint.Block == recording.Final.Block {
			if err := w.ledger.Close(); err != nil {
				t.Fatal(err)
			}
		}
		w.look()
		c.Compare(checkpoint, w.answer, underivable)
	}
	for _, wrong := range c.Wrong {
		t.Error(wrong)
	}
	for kind, n := range c.Left {
		t.Logf("not compared: %d answers for %s: %s", n, kind, underivable[kind])
	}
	t.Logf("%d answers of the contracts are compared", c.Compared)
	if c.Compared < 17_000 {
		t.Errorf("only %d answers were compared", c.Compared)
	}
	w.compareRows(t, recording)
}

// compareRows compares the rows of every round with what the contracts answered at its end, too.
func (w *witness) compareRows(t *testing.T, recording *devchain.Recording) {
	t.Helper()
	compared := 0
	for _, checkpoint := range append(recording.Checkpoints, recording.Final) {
		for _, want := range checkpoint.Answers {
			got, ok := w.row(checkpoint.Round, want.Key)
			if !ok {
				continue
			}
			compared++
			if got != want.Value {
				t.Errorf("the row of round %d: %s is %s, the contract says %s", checkpoint.Round, want.Key, got, want.Value)
			}
		}
	}
	t.Logf("%d of them are compared with the rows of the rounds, too", compared)
	if compared < 10_000 {
		t.Errorf("only %d answers were compared with rows", compared)
	}
}

// answer gives the ledger's answer; ok is false if it has none.
func (w *witness) answer(k devchain.Key) (value string, ok bool) {
	var values map[string]any
	switch k.Subject {
	case devchain.Protocol:
		values = w.protocol()
	case devchain.Account:
		values = w.account(k.Account)
	case devchain.Lock:
		state := w.accountStates[k.Account]
		values = map[string]any{"count": len(state.Locks)}
		for _, l := range state.Locks {
			values[fmt.Sprintf("%d.amount", l.LockID)], values[fmt.Sprintf("%d.withdrawRound", l.LockID)] = l.Amount, l.WithdrawRound
		}
	case devchain.Orchestrator:
		values = orchestratorValues(w.orchestrating[k.Account])
		values["totalStake"] = w.accountStates[k.Account].Delegated
	case devchain.Sender:
		values = w.sender(k.Account)
	case devchain.Pool:
		values = w.pool(k.Account, k.Round)
	case devchain.Round:
		values = map[string]any{"totalActiveStake": w.totalStake(k.Round)}
	case devchain.Proposal:
		p := w.proposals[k.ProposalID]
		quorum, _ := new(uint256.Int).MulDivOverflow(&p.Supply, uint256.NewInt(333_300), uint256.NewInt(1_000_000))
		values = map[string]any{
			"snapshot": p.SnapshotRound, "deadline": p.DeadlineRound, "for": p.For, "against": p.Against, "abstain": p.Abstain, "quorum": quorum,
		}
	case devchain.Voter:
		p, ok := w.powers[k.ProposalID][k.Account]
		values = map[string]any{"pastVotes": p.Gross, "hasVoted": p.HasVoted}
		if ok {
			values["delegatedAt"] = p.Delegate
		}
	}
	v, ok := values[k.Name]
	return text(v), ok
}

func (w *witness) protocol() map[string]any {
	s := w.ledger.State()
	var pool []string
	eth := s.Deposits
	eth.Add(&eth, &s.Reserves).Add(&eth, &w.fees)
	for a, o := range w.orchestrating {
		if o.InPool {
			pool = append(pool, lower(a))
		}
	}
	for _, a := range w.accountStates {
		eth.Sub(&eth, &a.FeesOut)
	}
	slices.Sort(pool)
	values := map[string]any{
		"currentRoundTotalActiveStake": s.TotalStake, "nextRoundTotalActiveStake": w.ledger.NextTotalStake(),
		"poolSize": s.PoolCount, "poolMembers": strings.Join(pool, " "), "inflation": s.Inflation,
		"currentMintableTokens": s.Mintable, "currentMintedTokens": s.Minted, "globalTotalSupply": s.Supply,
		"treasuryLPT": s.TreasuryLPT, "minterLPT": s.MinterLPT, "minterETH": eth,
	}
	if s.HasTreasuryRate {
		values["treasuryRewardCutRate"] = s.TreasuryRate
	}
	for _, name := range []string{"nextRoundTreasuryRewardCutRate", "treasuryBalanceCeiling", "numActiveTranscoders", "inflationChange"} {
		if p := w.parameters[name]; p.HasValue {
			values[name] = p.Value
		}
	}
	return values
}

func (w *witness) account(account common.Address) map[string]any {
	a, ok := w.accountStates[account]
	if !ok {
		a.Status = 2 // unbonded
	}
	p := a.Position
	return map[string]any{
		"bondedAmount": p.Bonded, "fees": p.StoredFees, "delegateAddress": p.Delegate, "delegatedAmount": a.Delegated,
		"startRound": p.StartRound, "lastClaimRound": p.LastClaimRound, "nextUnbondingLockId": p.NextLockID,
		"pendingStake": p.Stake, "pendingFees": p.Fees, "status": a.Status, "votesNow": p.Votes,
	}
}

func orchestratorValues(o bonding.Orchestrator) map[string]any {
	return map[string]any{
		"lastRewardRound": o.LastRewardRound, "lastFeeRound": o.LastFeeRound, "rewardCut": o.RewardCut, "feeShare": o.FeeShare,
		"lastActiveStakeUpdateRound": o.LastUpdateRound, "activationRound": o.ActivationRound, "deactivationRound": deactivation(o.DeactivationRound),
		"activeCumulativeRewards": o.ActiveCumulativeRewards, "cumulativeRewards": o.CumulativeRewards,
		"cumulativeFees": o.CumulativeFees, "active": o.IsActive, "registered": o.IsRegistered,
	}
}

// deactivation gives the round as the contract stores it.
func deactivation(round uint64) any {
	if round == math.MaxUint64 {
		return new(uint256.Int).Not(new(uint256.Int))
	}
	return round
}

func (w *witness) sender(account common.Address) map[string]any {
	s := w.senders[account]
	claimed := w.reserves[in{w.ledger.Round(), account}]
	if claimed == nil {
		claimed = new(uint256.Int)
	}
	return map[string]any{"deposit": s.Deposit, "reserve": s.Reserve, "withdrawRound": s.WithdrawRound, "reserveClaimedInCurrentRound": claimed}
}

func (w *witness) pool(account common.Address, round uint64) map[string]any {
	var pool bonding.Pool
	for r, p := range w.ledger.Pools(account) {
		if r == round {
			pool = p
		}
	}
	return map[string]any{
		"totalStake": pool.Stake, "transcoderRewardCut": pool.RewardCut, "transcoderFeeShare": pool.FeeShare,
		"cumulativeRewardFactor": pool.RewardFactor, "cumulativeFeeFactor": pool.FeeFactor,
	}
}

// totalStake gives the total active stake at a round: of one that wasn't initialised, that of the next one that was; nothing
// before the first.
func (w *witness) totalStake(round uint64) uint256.Int {
	initialised := slices.Sorted(maps.Keys(w.rounds))
	for i, r := range initialised {
		if r == round || r > round && i > 0 {
			return w.rounds[r].TotalStake
		}
		if r > round {
			break
		}
	}
	return uint256.Int{}
}

// row gives the answer that the rows of a round lead to.
func (w *witness) row(round uint64, k devchain.Key) (string, bool) {
	var values map[string]any
	switch k.Subject {
	case devchain.Protocol:
		r := w.rounds[round]
		values = map[string]any{
			"currentRoundTotalActiveStake": r.TotalStake, "currentMintableTokens": r.Mintable, "currentMintedTokens": r.Minted,
			"inflation": r.Inflation, "poolSize": r.PoolCount, "minterLPT": r.MinterLPT, "treasuryLPT": r.TreasuryLPT, "globalTotalSupply": r.Supply,
		}
	case devchain.Account:
		p := w.delegators[in{round, k.Account}].Position
		if p.Stake.IsZero() && p.Fees.IsZero() {
			return "", false
		}
		values = map[string]any{
			"bondedAmount": p.Bonded, "fees": p.StoredFees, "delegateAddress": p.Delegate, "startRound": p.StartRound,
			"lastClaimRound": p.LastClaimRound, "nextUnbondingLockId": p.NextLockID, "pendingStake": p.Stake, "pendingFees": p.Fees, "votesNow": p.Votes,
		}
	case devchain.Orchestrator:
		o, ok := w.orchestrators[in{round, k.Account}]
		if !ok {
			return "", false
		}
		values = map[string]any{
			"lastRewardRound": o.LastRewardRound, "lastFeeRound": o.LastFeeRound, "rewardCut": o.DeclaredRewardCut, "feeShare": o.DeclaredFeeShare,
			"lastActiveStakeUpdateRound": o.LastUpdateRound, "activationRound": o.ActivationRound, "deactivationRound": deactivation(o.DeactivationRound),
			"activeCumulativeRewards": o.ActiveCumulativeRewards, "cumulativeRewards": o.CumulativeRewards,
			"cumulativeFees": o.CumulativeFees, "active": o.IsActive, "registered": o.IsRegistered, "totalStake": o.Delegated,
		}
	}
	v, ok := values[k.Name]
	return text(v), ok
}
