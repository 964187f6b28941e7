package subgraph

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// pool is a row of Pool, of the current round.
type pool struct {
	round, transcoder   string
	fees, reward, stake *big.Int
	rewardCut, feeShare string
}

func (p *pool) entity() graphnode.Entity {
	e := graphnode.Entity{
		"round": p.round, "delegate": p.transcoder, "fees": tokens(p.fees).String(), "rewardTokens": nil,
		"totalStake": tokens(p.stake).String(), "rewardCut": p.rewardCut, "feeShare": p.feeShare,
	}
	if p.reward != nil {
		e["rewardTokens"] = tokens(p.reward).String()
	}
	return e
}

// pool gives an orchestrator's row of the round, for changing it; nil if it has none.
func (x *Index) pool(transcoder string) *pool {
	p := x.state.pools[transcoder]
	if p != nil {
		x.page.show("Pool", fmt.Sprintf("%010s-%s", p.round, transcoder), p)
	}
	return p
}

// paidPool gives the row that fees are added to. An orchestrator that isn't active has none, unless it gets one now.
func (x *Index) paidPool(e *event, transcoder string) *pool {
	if x.state.pools[transcoder] == nil && !x.wrong[FeesOutsidePoolDropped] {
		rounds, bonding := x.options.Views.Rounds, x.options.Views.Bonding
		stored := bonding.Pool(common.HexToAddress(transcoder), rounds.Current())
		x.state.pools[transcoder] = &pool{
			round: x.round(e).id, transcoder: transcoder, fees: new(big.Int), stake: stored.Stake,
			rewardCut: stored.RewardCut.String(), feeShare: stored.FeeShare.String(),
		}
	}
	return x.pool(transcoder)
}
