package devchain

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// Caller is the recording as a chain whose contracts answer what they answered then. They can be asked at the blocks of the
// checkpoints and at the final one; at any other block the answer is that the state isn't kept.
type Caller struct {
	*Recording
	// states are the answers by block.
	states map[int64]answered
	// names are the contracts by address.
	names map[common.Address]string
}

var _ jsonrpc.Caller = (*Caller)(nil)

// answered is what can be asked at one block.
type answered struct {
	round  uint64
	values map[Key]string
	// last are the values at the end, where every pool and proposal was asked for.
	last map[Key]string
	// isLast tells that the block is the final one.
	isLast bool
}

// NewCaller makes the contracts of a recording answer.
func NewCaller(r *Recording) *Caller {
	c := &Caller{Recording: r, states: map[int64]answered{}, names: map[common.Address]string{}}
	last := byKey(r.Final.Answers)
	for _, checkpoint := range r.Checkpoints {
		c.states[checkpoint.Block] = answered{checkpoint.Round, byKey(checkpoint.Answers), last, false}
	}
	c.states[r.Final.Block] = answered{r.Final.Round, last, last, true}
	for _, contract := range r.Contracts() {
		c.names[common.HexToAddress(contract.Address)] = contract.Name
	}
	return c
}

func byKey(answers []Answer) map[Key]string {
	values := make(map[Key]string, len(answers))
	for _, answer := range answers {
		values[answer.Key] = answer.Value
	}
	return values
}

// Call gives the recorded answer of a contract; nothing where no contract was asked.
func (c *Caller) Call(to common.Address, input []byte, block int64) ([]byte, error) {
	name, ok := c.names[to]
	if !ok {
		return nil, nil
	}
	state, ok := c.states[block]
	if !ok {
		return nil, jsonrpc.ErrNoState
	}
	views, ok := state.views()[name]
	if !ok {
		return nil, nil
	}
	return views.Call(input)
}

// errNotRecorded is the revert of a question that the recording doesn't answer.
var errNotRecorded = errors.New("no answer is recorded")

// views are the functions that can be asked, by contract.
func (s answered) views() map[string]jsonrpc.Views {
	return map[string]jsonrpc.Views{
		livepeer.RoundsManager: {"currentRound()": s.currentRound, "lastInitializedRound()": s.currentRound},
		livepeer.Minter: {
			"inflation()":             s.of(Protocol, "inflation"),
			"currentMintableTokens()": s.of(Protocol, "currentMintableTokens"),
			"currentMintedTokens()":   s.of(Protocol, "currentMintedTokens"),
		},
		livepeer.BondingManager: {
			"currentRoundTotalActiveStake()": s.of(Protocol, "currentRoundTotalActiveStake"),
			"treasuryRewardCutRate()":        s.of(Protocol, "treasuryRewardCutRate"),
			"getTranscoderPoolSize()":        s.of(Protocol, "poolSize"),
			"pendingStake(address,uint256)":  s.of(Account, "pendingStake"),
			"pendingFees(address,uint256)":   s.of(Account, "pendingFees"),
			"getDelegator(address)": s.of(Account, "bondedAmount", "fees", "delegateAddress", "delegatedAmount", "startRound", "lastClaimRound",
				"nextUnbondingLockId"),
			"getTranscoder(address)": s.of(Orchestrator, "lastRewardRound", "rewardCut", "feeShare", "lastActiveStakeUpdateRound", "activationRound",
				"deactivationRound", "activeCumulativeRewards", "cumulativeRewards", "cumulativeFees", "lastFeeRound"),
			"getTranscoderEarningsPoolForRound(address,uint256)": s.pool,
		},
		livepeer.TicketBroker: {
			"getSenderInfo(address)": s.of(Sender, "deposit", "withdrawRound", "reserve", "reserveClaimedInCurrentRound"),
		},
		livepeer.BondingVotes:     {"getVotes(address)": s.of(Account, "votesNow"), "getPastVotes(address,uint256)": s.pastVotes},
		livepeer.LivepeerGovernor: {"proposalVotes(uint256)": s.tally},
	}
}

// currentRound answers for checkpoints, whose rounds are all initialised.
func (s answered) currentRound([]*big.Int) ([]*big.Int, error) {
	return []*big.Int{new(big.Int).SetUint64(s.round)}, nil
}

// of makes a view that gives the values of a subject, of the account that the first argument names, if there is one.
func (s answered) of(subject string, names ...string) func([]*big.Int) ([]*big.Int, error) {
	return func(arguments []*big.Int) ([]*big.Int, error) {
		key := Key{Subject: subject}
		if len(arguments) > 0 {
			key.Account = common.BigToAddress(arguments[0])
		}
		return pick(s.values, key, names...)
	}
}

// pick gives values of a subject as words.
func pick(values map[Key]string, key Key, names ...string) ([]*big.Int, error) {
	words := make([]*big.Int, len(names))
	for i, name := range names {
		key.Name = name
		text, ok := values[key]
		if !ok {
			return nil, errNotRecorded
		}
		if words[i], ok = new(big.Int).SetString(text, 0); !ok {
			return nil, fmt.Errorf("the recorded %s is %q, which fits no word", key, text)
		}
	}
	return words, nil
}

// pool answers for pools of rounds that were no longer to change: those up to the block's, and all at the end. A pool that
// nothing was written to isn't recorded.
func (s answered) pool(arguments []*big.Int) ([]*big.Int, error) {
	account, round := common.BigToAddress(arguments[0]), arguments[1].Uint64()
	if _, known := s.last[Key{Subject: Orchestrator, Name: "lastRewardRound", Account: account}]; !known || !s.isLast && round > s.round {
		return nil, errNotRecorded
	}
	key := Key{Subject: Pool, Account: account, Round: round}
	words, err := pick(s.last, key, "totalStake", "transcoderRewardCut", "transcoderFeeShare", "cumulativeRewardFactor", "cumulativeFeeFactor")
	if errors.Is(err, errNotRecorded) {
		zero := new(big.Int)
		return []*big.Int{zero, zero, zero, zero, zero}, nil
	}
	return words, err
}

// pastVotes answers for the snapshots of the proposals.
func (s answered) pastVotes(arguments []*big.Int) ([]*big.Int, error) {
	for key, value := range s.last {
		if key.Subject == Proposal && key.Name == "snapshot" && value == arguments[1].String() {
			voter := Key{Subject: Voter, ProposalID: key.ProposalID, Account: common.BigToAddress(arguments[0])}
			return pick(s.last, voter, "pastVotes")
		}
	}
	return nil, errNotRecorded
}

// tally answers for proposals whose vote was over: all were asked for at the end.
func (s answered) tally(arguments []*big.Int) ([]*big.Int, error) {
	key := Key{Subject: Proposal, ProposalID: arguments[0].String()}
	deadline, err := pick(s.last, key, "deadline")
	if err != nil {
		return nil, err
	}
	if !s.isLast && deadline[0].Cmp(new(big.Int).SetUint64(s.round)) >= 0 {
		return nil, errNotRecorded
	}
	return pick(s.last, key, "against", "for", "abstain")
}
