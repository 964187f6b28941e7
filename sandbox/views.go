package sandbox

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// askContracts answers a call of one of Livepeer's contracts; there is nothing at other addresses. The contracts are as the
// history left them, so they answer for the blocks from the last transaction to the end of the history only.
func (w *World) askContracts(to common.Address, input []byte, block int64) ([]byte, error) {
	w.asking.Lock()
	defer w.asking.Unlock()
	views := w.views()[to]
	if views == nil {
		return nil, nil
	}
	last := w.archive.transactions[len(w.archive.transactions)-1].block
	if block < last || l1Block(block) < int64(w.contracts.Rounds.StartBlock()) || block > w.end {
		return nil, jsonrpc.ErrNoState
	}
	return views.Call(input)
}

// views gives the functions that can be asked, by address.
func (w *World) views() map[common.Address]jsonrpc.Views {
	a, rounds, minter := w.addresses, w.contracts.Rounds, w.contracts.Minter
	return map[common.Address]jsonrpc.Views{
		a.RoundsManager: {
			"currentRound()":         number(func() *big.Int { return count(rounds.Current()) }),
			"lastInitializedRound()": number(func() *big.Int { return count(rounds.LastInitialized()) }),
		},
		a.Minter: {
			"inflation()":             number(minter.Inflation),
			"currentMintableTokens()": number(minter.Mintable),
			"currentMintedTokens()":   number(minter.Minted),
		},
		a.BondingManager: w.bondingViews(),
		a.TicketBroker: {
			"getSenderInfo(address)": ofAccount(func(account common.Address) []*big.Int {
				s := w.contracts.Broker.Sender(account)
				return []*big.Int{s.Deposit, count(s.WithdrawRound), s.Reserve, w.contracts.Broker.ClaimedFromReserve(account)}
			}),
		},
		a.BondingVotes: {
			"getVotes(address)": ofAccount(func(account common.Address) []*big.Int { return []*big.Int{w.contracts.Votes.Votes(account)} }),
			"getPastVotes(address,uint256)": func(arguments []*big.Int) ([]*big.Int, error) {
				votes, _ := w.contracts.Votes.PastVotes(common.BigToAddress(arguments[0]), arguments[1].Uint64())
				return []*big.Int{votes}, nil
			},
		},
		a.LivepeerGovernor: {"proposalVotes(uint256)": w.tally},
	}
}

func (w *World) bondingViews() jsonrpc.Views {
	bonding := w.contracts.Bonding
	return jsonrpc.Views{
		"currentRoundTotalActiveStake()": number(bonding.TotalStake),
		"getTranscoderPoolSize()":        number(func() *big.Int { return big.NewInt(int64(len(bonding.InPool()))) }),
		"treasuryRewardCutRate()": number(func() *big.Int {
			rate, _ := bonding.TreasuryRate()
			return rate
		}),
		"pendingStake(address,uint256)": ofAccount(func(account common.Address) []*big.Int {
			stake, _ := bonding.Pending(account)
			return []*big.Int{stake}
		}),
		"pendingFees(address,uint256)": ofAccount(func(account common.Address) []*big.Int {
			_, fees := bonding.Pending(account)
			return []*big.Int{fees}
		}),
		"getDelegator(address)": ofAccount(func(account common.Address) []*big.Int {
			d := bonding.Delegator(account)
			return []*big.Int{d.Bonded, d.Fees, jsonrpc.AddressWord(d.Delegate), d.Delegated, count(d.StartRound), count(d.LastClaimRound), count(d.NextLock)}
		}),
		"getTranscoder(address)": ofAccount(w.transcoder),
		"getTranscoderEarningsPoolForRound(address,uint256)": func(arguments []*big.Int) ([]*big.Int, error) {
			p := bonding.Pool(common.BigToAddress(arguments[0]), arguments[1].Uint64())
			return []*big.Int{p.Stake, p.RewardCut, p.FeeShare, p.RewardFactor, p.FeeFactor}, nil
		},
	}
}

func (w *World) transcoder(account common.Address) []*big.Int {
	t := w.contracts.Bonding.Transcoder(account)
	deactivation := count(t.DeactivationRound)
	if t.IsInPool() {
		deactivation = big.NewInt(-1) // all bits set, as the contract has it
	}
	return []*big.Int{
		count(t.LastRewardRound), t.RewardCut, t.FeeShare, count(t.LastUpdateRound), count(t.ActivationRound), deactivation,
		t.ActiveCumulativeRewards, t.CumulativeRewards, t.CumulativeFees, count(t.LastFeeRound),
	}
}

// tally gives the votes on a proposal; all zero for an unknown one, as the contract does.
func (w *World) tally(arguments []*big.Int) ([]*big.Int, error) {
	p := w.contracts.LivepeerGovernor.Proposal(common.BigToHash(arguments[0]))
	if p == nil {
		return []*big.Int{new(big.Int), new(big.Int), new(big.Int)}, nil
	}
	return []*big.Int{p.Against, p.For, p.Abstain}, nil
}

func number(of func() *big.Int) func([]*big.Int) ([]*big.Int, error) {
	return func([]*big.Int) ([]*big.Int, error) { return []*big.Int{of()}, nil }
}

func ofAccount(of func(common.Address) []*big.Int) func([]*big.Int) ([]*big.Int, error) {
	return func(arguments []*big.Int) ([]*big.Int, error) { return of(common.BigToAddress(arguments[0])), nil }
}

func count(n uint64) *big.Int { return new(big.Int).SetUint64(n) }
