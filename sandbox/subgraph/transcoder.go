package subgraph

import (
	"math/big"
	"slices"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// neverDeactivated is the deactivation round of an orchestrator in the pool: 2^255 - 1.
const neverDeactivated = "57896044618658097711785492504343953926634992332820282019728792003956564819967"

// transcoder is a row of Transcoder: an orchestrator, or anybody who was delegated to.
type transcoder struct {
	id                                     string
	activation, deactivation, stakeUpdated string
	active, registered                     bool
	activated, cutChanged, shareChanged    int64
	lastReward, uri, rewardCaller          string
	rewardCut, feeShare                    string
	stake, eth                             *big.Int
	usd                                    decimal
	rolling                                volumes
	days                                   paydays
}

func (t *transcoder) entity() graphnode.Entity {
	status, delegator := "NotRegistered", ""
	if t.registered {
		status, delegator = "Registered", t.id
	}
	e := graphnode.Entity{
		"activationRound": t.activation, "deactivationRound": t.deactivation, "lastActiveStakeUpdateRound": t.stakeUpdated,
		"active": t.active, "status": status, "activationTimestamp": t.activated, "lastRewardRound": orNil(t.lastReward),
		"rewardCut": t.rewardCut, "rewardCutUpdateTimestamp": t.cutChanged, "feeShare": t.feeShare,
		"feeShareUpdateTimestamp": t.shareChanged, "totalStake": tokens(t.stake).String(),
		"totalVolumeETH": tokens(t.eth).String(), "totalVolumeUSD": t.usd.String(), "delegator": orNil(delegator),
		"serviceURI": orNil(t.uri), "rewardCaller": orNil(t.rewardCaller),
	}
	t.rolling.fill(e)
	return e
}

// transcoder gives the row of an orchestrator, for changing it. It is made where it is missing.
func (x *Index) transcoder(e *event, id string) *transcoder {
	t := x.state.transcoders[id]
	if t == nil {
		t = &transcoder{
			id: id, activation: "0", deactivation: "0", stakeUpdated: "0", rewardCut: "0", feeShare: "0",
			stake: new(big.Int), eth: new(big.Int), rolling: noVolumes(),
		}
		x.state.transcoders[id] = t
	}
	a := x.account(e, id)
	if x.wrong[AccountDelegateZero] {
		a.delegate = id
	}
	x.page.show("Transcoder", id, t)
	return t
}

// updateCuts notes an orchestrator's cuts and when each was changed.
func (x *Index) updateCuts(e *event) {
	t, together := x.transcoder(e, e.text("transcoder")), x.wrong[CutTimestampsMoveTogether]
	if cut := e.text("rewardCut"); cut != t.rewardCut || together {
		t.rewardCut, t.cutChanged = cut, e.Block.Time
	}
	if share := e.text("feeShare"); share != t.feeShare || together {
		t.feeShare, t.shareChanged = share, e.Block.Time
	}
}

// activate notes that an orchestrator has joined the pool.
func (x *Index) activate(e *event) {
	t, n := x.transcoder(e, e.text("transcoder")), x.network()
	t.activated, t.deactivation = e.Block.Time, neverDeactivated
	t.activation = e.text("activationRound")
	t.stakeUpdated = t.activation
	n.members++
	n.leaving = without(n.leaving, t.id)
	n.joining = append(n.joining, t.id)
}

// deactivate notes that an orchestrator has left the pool.
func (x *Index) deactivate(e *event) {
	t, n := x.transcoder(e, e.text("transcoder")), x.network()
	t.activated, t.deactivation = 0, e.text("deactivationRound")
	n.members--
	n.joining = without(n.joining, t.id)
	n.leaving = append(n.leaving, t.id)
}

// without gives a list without one of its members.
func without(list []string, member string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == member })
}

func (x *Index) setRewardCaller(e *event) {
	t := x.transcoder(e, e.text("transcoder"))
	if t.rewardCaller = e.text("rewardCaller"); t.rewardCaller == zeroAddress {
		t.rewardCaller = ""
	}
}

func (x *Index) updateURI(e *event) { x.transcoder(e, e.text("addr")).uri = e.text("serviceURI") }

// reward adds a reward to what is delegated to the orchestrator, and to the round's earnings with the cuts that held for it.
func (x *Index) reward(e *event) {
	id, amount := e.text("transcoder"), e.wei("amount")
	t, d := x.transcoder(e, id), x.delegator(e, id)
	d.delegated, t.stake = sum(d.delegated, amount), sum(t.stake, amount)
	t.lastReward = x.round(e).id
	if p := x.pool(id); p != nil {
		p.reward, p.rewardCut, p.feeShare = amount, t.rewardCut, t.feeShare
	}
	x.followPolls(e)
}

// rollVolumes sums up the last days' fees of orchestrators and gateways at the start of a round.
func (x *Index) rollVolumes(e *event) {
	n, now := x.network(), e.Block.Time
	for _, id := range x.rolled() {
		t := x.state.transcoders[id]
		if rolling := t.days.volumes(now); !rolling.equal(t.rolling) {
			t.rolling = rolling
			x.page.show("Transcoder", id, t)
		}
	}
	var payers []string
	for _, id := range n.payers {
		b := x.broadcaster(id)
		b.rolling = b.days.volumes(now)
		if b.paid >= now-keptDays*daySeconds {
			payers = append(payers, id)
		}
	}
	n.payers = payers
}

// rolled lists the orchestrators whose volumes are summed up: all of them, or the pool's members after the first.
func (x *Index) rolled() (ids []string) {
	if x.wrong[RollingVolumeFrozen] {
		members := x.options.Views.Bonding.InPool()
		for _, member := range members[min(1, len(members)):] {
			ids = append(ids, lower(member))
		}
		return ids
	}
	for id := range x.state.transcoders {
		ids = append(ids, id)
	}
	return ids
}
