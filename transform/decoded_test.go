package transform_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/load"
)

const (
	rewardsQuery = "select event_id, event_at from staging.chain__reward"
	streamsQuery = "select instance, stream, horizon, is_complete, reason from meta.stream order by all"
)

func TestModelsStopBeforeALogThatCannotBeDecoded(t *testing.T) {
	h := newChainHome(t)
	h.logs(
		"main/logs", 0, 100, reward(10, 1_500_000_000_000_000_000, 1_645_000_010), chainLog{20, unknownTopic, "0x", 1_645_000_020},
		chainLog{30, rewardTopic, "0x1234", 1_645_000_030}, reward(40, 7, 1_645_000_040),
	)
	p := h.expect(map[string][]string{
		"select event_id, contract, transcoder, amount_lpt, event_at from staging.chain__reward": {
			"1337-10-0 BondingManager 0xda43d85b8d419a9c51bbf0089c9bd5169c23f2f9 1.500000000000000000 2022-02-16 08:26:50",
		},
		"from meta.unknown_event":                                 {"BondingManager " + bondingManager + " " + unknownTopic + " 1"},
		"select horizon_block, is_complete from meta.publication": {"30 false"},
	})
	note := query(t, p.Path, "select note from meta.publication")
	if !strings.Contains(note[0], "the log at block 30, index 0 can't be decoded") {
		t.Errorf("the note says %q", note[0])
	}
}

func TestLogsAndTransfersEndTogether(t *testing.T) {
	h := newChainHome(t)
	h.logs("main/logs", 0, 100, reward(10, 1, 1), reward(60, 1, 6))
	h.logs("main/lpt_transfers", 0, 50, reward(11, 1, 2))
	h.logs("main/lpt_transfers_all", 0, 100, reward(12, 1, 3))
	h.expect(map[string][]string{
		rewardsQuery: {"1337-10-0 1970-01-01 00:00:01", "1337-11-0 1970-01-01 00:00:02"},
		streamsQuery: {"main logs 50 false the stream chain/main/lpt_transfers ends at block 50", "main lpt_transfers 50 true <null>"},
		"select horizon_block, is_complete from meta.publication": {"50 false"},
	})
	h.logs("main/lpt_transfers", 50, 200, reward(70, 1, 7))
	h.expect(map[string][]string{
		"select count(*) from staging.chain__reward": {"4"},
		streamsQuery: {"main logs 100 true <null>", "main lpt_transfers 100 false the stream chain/main/logs ends at block 100"},
	})
	h.logs("main/lpt_transfers", 250, 300)
	h.logs("main/logs", 100, 300, chainLog{150, rewardTopic, "0x1234", 8})
	h.expect(map[string][]string{streamsQuery: {
		"main logs 150 false the log at block 150, index 0 can't be decoded: decode BondingManager.Reward: the data has 2 bytes, the event needs 32",
		"main lpt_transfers 150 false the log at block 150, index 0 can't be decoded: decode BondingManager.Reward: the data has 2 bytes, the event needs 32",
	}})
}

func TestLogsWithoutATimeWaitForTheirBlocks(t *testing.T) {
	h := newChainHome(t)
	h.logs("main/logs", 0, 50, reward(10, 1, 1_645_000_010), reward(20, 1, 0))
	h.logs("main/logs", 50, 100, reward(60, 1, 0), reward(70, 1, 1_645_000_070))
	h.expect(map[string][]string{rewardsQuery: { // nobody asks for blocks
		"1337-10-0 2022-02-16 08:26:50", "1337-20-0 <null>", "1337-60-0 <null>", "1337-70-0 2022-02-16 08:27:50",
	}})
	h.blocks("main", "aa", 10, 20)
	first := h.expect(map[string][]string{
		rewardsQuery: {"1337-10-0 2022-02-16 08:26:50", "1337-20-0 2020-09-13 12:27:00"},
		"select horizon, reason from meta.stream where stream = 'logs'": {"60 block 60's time isn't landed yet"},
	})
	h.blocks("main", "bb", 60)
	second := h.expect(map[string][]string{
		rewardsQuery: {"1337-10-0 2022-02-16 08:26:50", "1337-20-0 2020-09-13 12:27:00", "1337-60-0 2020-09-13 12:27:40", "1337-70-0 2022-02-16 08:27:50"},
		"select stream, axis, horizon, is_complete, files, rows from meta.stream order by stream": {"blocks keys <null> true 2 3", "logs block 100 true 2 4"},
	})
	if first.ID == second.ID {
		t.Error("landed blocks changed nothing")
	}
	h.blocks("main", "cc", 70)
	incremental := h.run()
	h.full = true
	if diff := cmp.Diff(h.run().Manifest.ContentHashes(), incremental.Manifest.ContentHashes()); diff != "" {
		t.Errorf("a full build differs: %s", diff)
	}
}

func TestAnotherChainIsToldApart(t *testing.T) {
	h := newChainHome(t)
	h.logs("main/logs", 0, 100, reward(10, 1, 0), reward(20, 1, 2))
	h.blocks("main", "aa", 10)
	legacy := strings.Replace(bondingAsks, "}]}", `}],"chain_id":1}`, 1)
	h.logsOf(h.part("legacy/logs", load.AxisBlock, legacy), 0, 30, reward(10, 1, 0), reward(20, 1, 4))
	h.expect(map[string][]string{
		"select event_id, chain_id, _instance, event_at from staging.chain__reward order by event_id": {
			"1337-10-0 1337 main 2020-09-13 12:26:50", "1337-20-0 1337 main 1970-01-01 00:00:02",
		},
		"select event_id, event, _instance, event_at from staging.chain__elsewhere_log": {
			"1-10-0 Reward legacy <null>", "1-20-0 Reward legacy 1970-01-01 00:00:04",
		},
		"select horizon_block from meta.publication": {"100"}, // the network's own
	})
	h.blocks("legacy", "aa", 10, 20)
	h.expect(map[string][]string{
		"select event_id, event_at from staging.chain__elsewhere_log": {"1-10-0 2020-09-13 12:26:50", "1-20-0 1970-01-01 00:00:04"},
	})
}
