package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestDevchain runs the pipeline over what the real contracts logged on a local chain, and compares the published file
// with what the contracts themselves answered there: with and without block times in the logs, through a server with
// limits that answers batches in any order.
func TestDevchain(t *testing.T) {
	t.Parallel()
	recording := readRecording(t, recorded(t, "devchain"))
	limits := jsonrpc.Limits{MaxRange: 900, MaxResults: 400}
	for _, test := range []struct {
		name    string
		options jsonrpc.Options
		isTimed bool
	}{
		{"with times", jsonrpc.Options{Limits: limits, ShuffleSeed: 3}, true},
		{"without times", jsonrpc.Options{Limits: limits, ShuffleSeed: 4, Timestamps: jsonrpc.TimestampsAbsent, Dialect: jsonrpc.Alchemy}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, serveChain(t, "devchain", test.options))
			s.must(t, "run")
			file := publishedDevchain{recording: recording, published: s.published(t), isTimed: test.isTimed}
			for name, compare := range map[string]func(*testing.T){
				"every log is in staging":       file.logs,
				"every answer of the contracts": file.everyAnswer,
				"rounds":                        file.rounds,
				"active orchestrators":          file.active,
				"missed rewards":                file.missed,
				"cuts and stakes at rewards":    file.cuts,
				"bonded stakes":                 file.bonded,
				"stakes of delegates":           file.delegated,
				"stakes and what they earned":   file.stakes,
				"what delegators have":          file.delegators,
				"minted LPT":                    file.minted,
				"fees":                          file.fees,
				"votes":                         file.votes,
				"times":                         file.times,
				"no check of the figures fails": file.checks,
			} {
				t.Run(name, compare)
			}
		})
	}
}

// publishedDevchain compares a published file with the recording.
type publishedDevchain struct {
	*recording
	published
	isTimed bool
}

// same compares the rows of a query with rows in any order.
func (f publishedDevchain) same(t *testing.T, sql string, want []string) {
	t.Helper()
	got := strings.Split(f.ask(t, sql).String(), "\n")
	slices.Sort(got)
	slices.Sort(want)
	if len(want) == 0 {
		t.Fatal("there is nothing to compare")
	}
	for _, row := range got {
		if !slices.Contains(want, row) {
			t.Errorf("the file says %q, the contracts don't", row)
		}
	}
	for _, row := range want {
		if !slices.Contains(got, row) {
			t.Errorf("the contracts say %q, the file doesn't", row)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d rows in place of %d", len(got), len(want))
	}
}

func (f publishedDevchain) logs(t *testing.T) {
	names := map[string]string{}
	for name, contract := range f.Contracts {
		names[contract.Address] = name
	}
	for _, poll := range f.Polls {
		names[poll] = livepeer.Poll
	}
	counts := map[string]int{}
	tables := map[string]bool{}
	asked := 0
	for _, log := range f.recording.logs {
		event := livepeer.EventOf(names[log.Address], log.Topics[0])
		if event == nil {
			t.Fatalf("%s of %s is in no table", log.Topics[0], log.Address)
		}
		tables[event.Table] = true
		if isAsked(names[log.Address], log.Topics, f.Contracts[livepeer.Treasury].Address, f.Contracts[livepeer.Minter].Address) {
			counts[event.Table+" "+log.Address]++
			asked++
		}
	}
	var want, queries []string
	for key, n := range counts {
		want = append(want, fmt.Sprintf("%s %d", key, n))
	}
	for table := range tables {
		queries = append(queries, fmt.Sprintf("select '%s', contract_address, count(*) from staging.chain__%s group by contract_address", table, table))
	}
	f.same(t, strings.Join(queries, " union all "), want)
	if got := f.ask(t, heldLogs).String(); got != fmt.Sprint(asked) {
		t.Errorf("staging holds %s of %d logs", got, asked)
	}
	if got := f.ask(t, "select count(*) from staging.chain__unknown_event").String(); got != "0" {
		t.Errorf("%s logs are unknown", got)
	}
}

func (f publishedDevchain) rounds(t *testing.T) {
	var initialised, states []string
	for round, answer := range f.Rounds {
		if strings.Trim(answer.BlockHash, "0x") != "" {
			initialised = append(initialised, round)
		}
	}
	f.same(t, "select round from dim_round where not is_skipped and not is_estimated", initialised)
	var ended []string
	for _, c := range f.Checkpoints {
		p := c.Protocol
		states = append(states, fmt.Sprintf("%d %s %s %s", c.Round, strings.Trim(string(p.Inflation), `"`), tokens(t, string(p.CurrentMintableTokens)), tokens(t, string(p.CurrentMintedTokens))))
		ended = append(ended, fmt.Sprint(c.Round))
	}
	f.same(t, "select round, inflation_ppb, mintable_lpt, minted_lpt from dim_round where round in ("+strings.Join(ended, ", ")+")", states)
	last := f.Final.Round
	if got, want := f.ask(t, "select current_round from meta.publication").String(), fmt.Sprint(last); got != want {
		t.Errorf("the current round is %s in place of %s", got, want)
	}
	f.same(t, "select round from dim_round where is_open", []string{fmt.Sprint(last)})
}

// inCheckpoints restricts rows to the rounds at whose end the contracts were asked.
func (f publishedDevchain) inCheckpoints() string {
	rounds := make([]string, len(f.Checkpoints))
	for i, c := range f.Checkpoints {
		rounds[i] = fmt.Sprint(c.Round)
	}
	return " round in (" + strings.Join(rounds, ", ") + ")"
}

func (f publishedDevchain) active(t *testing.T) {
	var want []string
	for _, c := range f.Checkpoints {
		for address, o := range c.Orchestrators {
			if o.Active {
				want = append(want, fmt.Sprintf("%d %s", c.Round, address))
			}
		}
	}
	f.same(t, "select round, orchestrator from fct_reward_call where"+f.inCheckpoints(), slices.Clone(want))
	f.same(t, "select round, orchestrator from fct_orchestrator_income where is_active and"+f.inCheckpoints(), want)
}

func (f publishedDevchain) missed(t *testing.T) {
	var called, missed []string
	for _, c := range f.Checkpoints {
		for address, o := range c.Orchestrators {
			row := fmt.Sprintf("%d %s", c.Round, address)
			switch {
			case o.LastRewardRound == fmt.Sprint(c.Round):
				called = append(called, row)
			case o.Active && c.Round != f.Final.Round:
				missed = append(missed, row)
			}
		}
	}
	f.same(t, "select round, orchestrator from fct_reward_call where is_called and"+f.inCheckpoints(), slices.Clone(called))
	f.same(t, "select round, delegate from fct_delegate_activity where kind = 'reward' and"+f.inCheckpoints(), called)
	f.same(t, "select round, orchestrator from fct_reward_call where is_missed and"+f.inCheckpoints(), slices.Clone(missed))
	f.same(t, "select round, delegate from fct_delegate_activity where kind = 'reward_missed' and"+f.inCheckpoints(), missed)
}

func (f publishedDevchain) cuts(t *testing.T) {
	var want []string
	for _, called := range f.ask(t, "select round, orchestrator from fct_reward_call where is_called") {
		pool := f.Pools[called[1]][called[0]]
		want = append(want, strings.Join([]string{
			called[0], called[1], share(t, pool.TranscoderRewardCut), share(t, pool.TranscoderFeeShare),
			tokens(t, pool.TotalStake), tokens(t, f.Rounds[called[0]].TotalActiveStake),
		}, " "))
	}
	f.same(t, `select round, orchestrator, reward_cut_share, cast(1 - fee_cut_share as decimal(9, 6)), total_stake_lpt, network_stake_lpt
		from fct_reward_call where is_called`, want)
}

// accountRows gives a row per checkpoint and account with a positive amount.
func (f publishedDevchain) accountRows(t *testing.T, amount func(checkpoint, string) string) []string {
	var rows []string
	for _, c := range f.Checkpoints {
		for address := range c.Accounts {
			if wei := amount(c, address); strings.Trim(wei, "0") != "" {
				rows = append(rows, fmt.Sprintf("%d %s %s", c.Block, address, tokens(t, wei)))
			}
		}
	}
	return rows
}

// checkpointBlocks is a table of the blocks at which the contracts were asked.
func (f publishedDevchain) checkpointBlocks() string {
	blocks := make([]string, len(f.Checkpoints))
	for i, c := range f.Checkpoints {
		blocks[i] = fmt.Sprint(c.Block)
	}
	return "(select unnest([" + strings.Join(blocks, ", ") + "])::bigint as block)"
}

func (f publishedDevchain) bonded(t *testing.T) {
	want := f.accountRows(t, func(c checkpoint, address string) string { return c.Accounts[address].BondedAmount })
	f.same(t, `
		select block, delegator, max_by(bonded_after_lpt, log_position)
		from `+f.checkpointBlocks()+` inner join fct_stake_change on log_position < (block + 1) * 1000000
		group by block, delegator having max_by(bonded_after_lpt, log_position) > 0`, slices.Clone(want))
	// Activity states the stake of the account that acts. After a transfer within a delegate that is the giver's alone.
	stated := f.ask(t, `
		with changes as (
			select block, delegator, max_by(transaction_hash, log_position) as transaction_hash
			from `+f.checkpointBlocks()+` inner join fct_stake_change on log_position < (block + 1) * 1000000
			group by block, delegator
		)
		select block, delegator, max_by(delegator_stake_after_lpt, log_index)
		from changes inner join fct_delegate_activity as activity using (transaction_hash, delegator)
		where delegator_stake_after_lpt is not null and not is_bookkeeping
		group by block, delegator having max_by(delegator_stake_after_lpt, log_index) > 0`)
	for _, row := range stated {
		if text := strings.Join(row, " "); !slices.Contains(want, text) {
			t.Errorf("activity says %q, the contracts don't", text)
		}
	}
	if least := len(want) * 3 / 4; len(stated) < least {
		t.Errorf("activity states %d stakes, fewer than %d", len(stated), least)
	}
}

// delegated compares what activity states last of a delegate's stake. It states it only for delegates with stake of
// their own, and after the acts of accounts and rewards, which is all that changes it.
func (f publishedDevchain) delegated(t *testing.T) {
	want := f.accountRows(t, func(c checkpoint, address string) string {
		if account := c.Accounts[address]; account.DelegateAddress == address && strings.Trim(account.BondedAmount, "0") != "" {
			return account.DelegatedAmount
		}
		return ""
	})
	f.same(t, `
		with
			stated as (
				select block, delegate, max_by(delegate_stake_after_lpt, block_number * 1000000 + log_index) as stake_lpt
				from `+f.checkpointBlocks()+` inner join fct_delegate_activity on block_number <= block
				where delegate_stake_after_lpt is not null
				group by block, delegate
			),
			own as (
				select block, delegator, max_by(bonded_after_lpt, log_position) as bonded_lpt, max_by(delegate, log_position) filter (where step in ('bond', 'rebond')) as delegate
				from `+f.checkpointBlocks()+` inner join fct_stake_change on log_position < (block + 1) * 1000000
				group by block, delegator
			)
		select block, stated.delegate, stake_lpt
		from stated inner join own using (block)
		where own.delegator = stated.delegate and own.delegate = own.delegator and own.bonded_lpt > 0`, want)
}

func (f publishedDevchain) minted(t *testing.T) {
	if got := f.ask(t, "select count(*), count(*) filter (where gross_lpt = net_lpt + treasury_lpt), count(*) filter (where treasury_lpt > 0) > 0, count(*) filter (where treasury_lpt = 0) > 0 from fct_reward_call where is_called").String(); got != "131 131 true true" {
		t.Errorf("of the reward calls: %s", got)
	}
	treasury := f.Contracts[livepeer.Treasury].Address
	f.same(t, `
		select (select sum(treasury_lpt) from fct_reward_call)
			- (select sum(value_lpt) from staging.chain__transfer where from_address = '`+treasury+`')`,
		[]string{tokens(t, string(f.Final.Protocol.TreasuryLPT))})
}

func (f publishedDevchain) fees(t *testing.T) {
	want := f.sums(t, "WinningTicketTransfer", 2, 0)
	f.same(t, "select orchestrator, sum(paid_eth) from fct_fee_flow group by orchestrator having sum(paid_eth) > 0", slices.Clone(want))
	f.same(t, "select orchestrator, sum(fees_paid_eth) from fct_orchestrator_income group by orchestrator having sum(fees_paid_eth) > 0", slices.Clone(want))
	f.same(t, "select orchestrator, fees_paid_eth from dim_orchestrator where fees_paid_eth > 0", want)
	f.same(t, `
		select
			count(*),
			count(*) filter (where paid_eth > 0 and paid_eth < face_value_eth),
			count(*) filter (where paid_eth = 0 and face_value_eth > 0),
			(select sum(winning_ticket_count) from fct_orchestrator_income),
		from fct_fee_flow`, []string{fmt.Sprintf("%d 14 3 %[1]d", f.count("WinningTicketRedeemed"))})
	f.same(t, "select gateway, sum(from_reserve_eth) from fct_fee_flow where from_reserve_eth > 0 group by gateway",
		f.sums(t, "ReserveClaimed", 1, 1))
}

func (f publishedDevchain) votes(t *testing.T) {
	f.same(t, "select kind, count(*) from fct_delegate_activity where kind in ('vote', 'poll_vote') group by kind", []string{"poll_vote 23", "vote 37"})
	var want []string
	for _, proposal := range f.Governor {
		for voter, voted := range proposal.HasVoted {
			if voted {
				want = append(want, proposal.ProposalID+" "+voter)
			}
		}
	}
	f.same(t, "select proposal_id, voter from staging.chain__vote_cast union all select proposal_id, voter from staging.chain__vote_cast_with_params", want)
}

func (f publishedDevchain) times(t *testing.T) {
	f.same(t, `
		select
			count(event_at) = count(*),
			(select count(started_at) = count(*) from dim_round where not is_skipped and not is_estimated),
			count(round) = count(*),
		from fct_delegate_activity where kind <> 'service_uri' and block_number >= (select min(start_block) from dim_round)`,
		[]string{"true true true"})
}

func (f publishedDevchain) checks(t *testing.T) {
	got := map[string]bool{}
	for _, row := range f.ask(t, "select name from meta.check where not passed") {
		got[row[0]] = true
	}
	if len(got) > 0 {
		t.Errorf("these checks failed: %v", got)
	}
}
