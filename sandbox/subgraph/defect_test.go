package subgraph_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/sandbox/subgraph"
)

// spoiled are the fields that each defect changes in the world of the tests; Type+ and Type- are rows that it adds and takes away.
var spoiled = map[subgraph.Defect]string{
	subgraph.RollingVolumeFrozen:       "Transcoder.ninetyDayVolumeETH Transcoder.sixtyDayVolumeETH Transcoder.thirtyDayVolumeETH",
	subgraph.DelegatorsCountDrifts:     "Day.delegatorsCount Protocol.delegatorsCount Round.delegatorsCount",
	subgraph.CutTimestampsMoveTogether: "Transcoder.feeShareUpdateTimestamp Transcoder.rewardCutUpdateTimestamp",
	subgraph.NewStakeUndercounted:      "Round.newStake",
	subgraph.ReserveCountedTwice:       "Broadcaster.reserve",
	subgraph.GrossVotes:                "TreasuryProposal.forVotes TreasuryProposal.totalVotes",
	subgraph.L2AddrRepeatsL1:           "", // nobody comes from Ethereum
	subgraph.GasUsedIsLimit:            "Transaction.gasUsed",
	subgraph.AccountDelegateZero:       "LivepeerAccount.delegate",
	subgraph.ZeroAddressRows:           "BondEvent.oldDelegate LivepeerAccount+ Transcoder+ Vote+",
	subgraph.DanglingRelation:          "EarningsClaimedEvent.delegate ParameterUpdateEvent.round",
	subgraph.PlaceholderVotes:          "Vote+",
	subgraph.FaceValueNotPaid: `Broadcaster.ninetyDayVolumeETH Broadcaster.sixtyDayVolumeETH Broadcaster.thirtyDayVolumeETH
		Broadcaster.totalVolumeETH Broadcaster.totalVolumeUSD BroadcasterDay.volumeETH BroadcasterDay.volumeUSD Day.volumeETH
		Day.volumeUSD Pool.fees Protocol.totalVolumeETH Protocol.totalVolumeUSD Round.volumeETH Round.volumeUSD
		Transcoder.ninetyDayVolumeETH Transcoder.sixtyDayVolumeETH Transcoder.thirtyDayVolumeETH Transcoder.totalVolumeETH
		Transcoder.totalVolumeUSD TranscoderDay.volumeETH TranscoderDay.volumeUSD`,
	subgraph.FeesOutsidePoolDropped: "Pool-",
	subgraph.EndOfBlockReads:        "Delegator.delegatedAmount Transcoder.totalStake",
}

// TestEachDefectSpoilsItsOwnFields compares the subgraph with each defect alone with the one that has none.
func TestEachDefectSpoilsItsOwnFields(t *testing.T) {
	clean := dump(t, worldWith(t, small))
	for _, defect := range subgraph.Defects() {
		t.Run(string(defect), func(t *testing.T) {
			found := slices.Sorted(maps.Keys(differences(clean, dump(t, worldWith(t, small, defect)))))
			want := strings.Join(strings.Fields(spoiled[defect]), " ")
			if diff := cmp.Diff(want, strings.Join(found, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
