package subgraph

import "github.com/lakepeer/lakepeer/internal/livepeer"

func migrationReactions() []reaction {
	const c = livepeer.L2Migrator
	return []reaction{
		{
			c, "MigrateDelegatorFinalized", "MigrateDelegatorFinalizedEvent", "l1Addr l2Addr stake delegatedStake fees delegate",
			(*Index).migrateDelegator,
		},
		{c, "StakeClaimed", "StakeClaimedEvent", "delegator delegate stake fees", nil},
	}
}

func (x *Index) migrateDelegator(e *event) {
	if x.wrong[L2AddrRepeatsL1] {
		e.row["l2Addr"] = e.row["l1Addr"]
	}
}
