package transform_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/duck"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
	"github.com/lakepeer/lakepeer/transform"
)

// witnesses is a database of the tables that the models of the reconciliation read, with the made-up network of
// testdata/reconcile.sql in them: all witnesses agree.
type witnesses struct {
	t      *testing.T
	db     *duck.DB
	models []*transform.Model
}

func newWitnesses(t *testing.T) *witnesses {
	t.Helper()
	db, err := duck.Open(t.Context(), duck.Options{TempDir: t.TempDir(), MemoryLimit: 512 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	project, err := transform.LoadProject(t.Context(), db, sqlfiles.Files, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &witnesses{t: t, db: db}
	w.exec("create schema staging; create schema reference; attach ':memory:' as raw")
	for _, text := range project.Macros {
		w.exec(text)
	}
	read := map[string]bool{}
	for _, m := range project.Models {
		if strings.HasPrefix(m.Name, "reconcile__") || m.Name == "fct_reconciliation" {
			w.models = append(w.models, m)
			for _, ref := range m.References.Tables {
				read[ref.String()] = true
			}
		}
	}
	for _, m := range project.Models {
		if read[m.Table()] && !slices.Contains(w.models, m) {
			w.create(m)
		}
	}
	network, err := os.ReadFile(filepath.Join("testdata", "reconcile.sql"))
	if err != nil {
		t.Fatal(err)
	}
	w.exec(string(network))
	return w
}

func (w *witnesses) exec(text string) {
	w.t.Helper()
	if err := w.db.Exec(w.t.Context(), text); err != nil {
		w.t.Fatal(err)
	}
}

// create makes an empty table with a model's columns.
func (w *witnesses) create(m *transform.Model) {
	w.t.Helper()
	var columns []string
	for _, c := range m.Columns {
		columns = append(columns, duck.Ident(c.Name)+" "+c.Type)
	}
	w.exec("create table " + m.Table() + " (" + strings.Join(columns, ", ") + ")")
}

// differences builds the models, and gives what isn't agreed on of the facts, or of all without any:
// "tally_for p1 chain 50, subgraph 60: explained gross_votes".
func (w *witnesses) differences(facts ...string) (found []string) {
	w.t.Helper()
	for _, m := range w.models {
		w.exec("create table " + m.Table() + " as " + m.Select.Text)
	}
	rows, err := w.db.Query(w.t.Context(), `select fact, concat_ws(' ', fact, round, date, key) || ' ' || witness_a || ' '
			|| coalesce(trimmed_number(value_a), '-') || ', ' || witness_b || ' ' || coalesce(trimmed_number(value_b), '-') || ': '
			|| concat_ws(' ', verdict, explanation)
		from main.fct_reconciliation where verdict <> 'agrees' order by all`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var fact, text string
		if err := rows.Scan(&fact, &text); err != nil {
			w.t.Fatal(err)
		}
		if len(facts) == 0 || slices.Contains(facts, fact) {
			found = append(found, text)
		}
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return found
}

func TestWitnessesThatAgreeDifferInNothing(t *testing.T) {
	w := newWitnesses(t)
	if found := w.differences(); found != nil {
		t.Errorf("they differ:\n%s", strings.Join(found, "\n"))
	}
	counted, err := duck.Value[int64](t.Context(), w.db, "select count(distinct fact) from main.fct_reconciliation")
	if err != nil {
		t.Fatal(err)
	}
	if counted < 60 {
		t.Errorf("only %d facts were compared", counted)
	}
}

// TestADifferenceIsExplainedByTheRuleOfADefectAlone: each defect is planted by the rule of its own, and is named; the same value
// changed by anything else differs.
func TestADifferenceIsExplainedByTheRuleOfADefectAlone(t *testing.T) {
	const (
		aBiggerTicket = `
			insert into staging.chain__winning_ticket_redeemed by name select position_of(4000, 3) as log_position, '0x99' as sender, '0xaa' as recipient, 6 as face_value_eth;
			insert into staging.chain__reserve_claimed by name select position_of(4000, 1) as log_position, '0x99' as reserve_holder, 2 as amount_eth;
			insert into staging.ledger__gateway_balance by name select position_of(4000, 3) as log_position, '0x99' as gateway, wei(0) as deposit_wei, wei(2) as reserve_wei;
			update staging.subgraph__broadcasters set deposit_eth = 0, `
		aBondBeforeTheReward = `
			insert into staging.chain__bond by name select position_of(2210, 0) as log_position, 2210 as block_number, '0xaa' as delegator,
				'0xaa' as old_delegate, '0xaa' as new_delegate, 0 as additional_amount_lpt, 60 as bonded_amount_lpt;
			update staging.subgraph__transcoders set total_stake_lpt = `
		zero = "0x0000000000000000000000000000000000000000"
	)
	tests := []struct {
		name, change string
		facts, want  []string
	}{
		{"gross votes", "update staging.subgraph__treasury_proposals set for_votes_lpt = 60", nil, []string{
			"tally_for p1 chain 50, subgraph 60: explained gross_votes", "tally_for p1 explorer 50, subgraph 60: explained gross_votes",
		}},
		{"votes", "update staging.subgraph__treasury_proposals set for_votes_lpt = 61", nil, []string{
			"tally_for p1 chain 50, subgraph 61: differs", "tally_for p1 explorer 50, subgraph 61: differs",
		}},
		{"volumes of the largest and of the inactive", "update staging.subgraph__transcoders set ninety_day_volume_eth = 0 where id in ('0xaa', '0xcc')", nil, []string{
			"orchestrator_fees_90d 0xaa chain 2, subgraph 0: explained rolling_volume_frozen",
			"orchestrator_fees_90d 0xcc chain 3, subgraph 0: explained rolling_volume_frozen",
		}},
		{"volume of one that is refreshed", "update staging.subgraph__transcoders set ninety_day_volume_eth = 0 where id = '0xbb'", nil, []string{
			"orchestrator_fees_90d 0xbb chain 1, subgraph 0: differs",
		}},
		{"delegators by those who left", "update staging.subgraph__protocol set delegators_count = 3520", nil, []string{
			"delegator_count network chain 3, subgraph 3520: explained delegators_count_drifts",
		}},
		{"delegators", "update staging.subgraph__protocol set delegators_count = 2", nil, []string{"delegator_count network chain 3, subgraph 2: differs"}},
		{"the date of the other cut", "update staging.subgraph__transcoders set reward_cut_update_at = time_of(1500) where id = '0xaa'", nil, []string{
			"reward_cut_changed 0xaa chain 1767279900, subgraph 1767315600: explained cut_timestamps_move_together",
		}},
		{"the date of no cut", "update staging.subgraph__transcoders set reward_cut_update_at = time_of(1600) where id = '0xaa'", nil, []string{
			"reward_cut_changed 0xaa chain 1767279900, subgraph 1767321600: differs",
		}},
		{"new stake of moves", "update staging.subgraph__rounds set new_stake_lpt = 5 where round = 1", nil, []string{
			"round_new_stake 1 2026-01-01 network chain 10, subgraph 5: explained new_stake_undercounted",
		}},
		{"new stake", "update staging.subgraph__rounds set new_stake_lpt = 6 where round = 1", nil, []string{
			"round_new_stake 1 2026-01-01 network chain 10, subgraph 6: differs",
		}},
		{"a reserve taken twice", aBiggerTicket + "reserve_eth = 0", []string{"gateway_deposit", "gateway_reserve"}, []string{
			"gateway_reserve 0x99 chain 2, subgraph 0: explained reserve_counted_twice",
		}},
		{"a reserve", aBiggerTicket + "reserve_eth = 1", []string{"gateway_deposit", "gateway_reserve"}, []string{
			"gateway_reserve 0x99 chain 2, subgraph 1: differs",
		}},
		{"an account without a delegate", "update staging.subgraph__livepeer_accounts set delegate = '" + zero + "' where id = '0xd1'", nil, []string{
			"account_delegate 0xd1 chain 1, subgraph 0: explained account_delegate_zero",
		}},
		{"an account with another's delegate", "update staging.subgraph__livepeer_accounts set delegate = '0xaa' where id = '0xd1'", nil, []string{
			"account_delegate 0xd1 chain 1, subgraph 2: differs",
		}},
		{"a transcoder of the zero address", "insert into staging.subgraph__transcoders by name select '" + zero + "' as id, 5000 as pinned_block, 'main' as _instance", nil, []string{
			"zero_address transcoders chain 0, subgraph 1: explained zero_address_rows",
		}},
		{"a claim that refers to nobody", "update staging.subgraph__earnings_claimed_events set delegate = '" + zero + "' where rowid = 0", nil, []string{
			"dangling_relation 2026-01-01 earnings_claimed chain 0, subgraph 1: explained dangling_relation",
		}},
		{"claims that refer to nobody", "update staging.subgraph__earnings_claimed_events set delegate = '" + zero + "'", nil, []string{
			"dangling_relation 2026-01-01 earnings_claimed chain 0, subgraph 2: differs",
		}},
		{"a limit of gas", "update staging.subgraph__reward_events set gas_used = 3", nil, []string{
			"gas_used 2026-01-02 network chain 1, subgraph 3: explained gas_used_is_limit",
		}},
		{"less gas than was used", "update staging.subgraph__reward_events set gas_used = 0", nil, []string{
			"gas_used 2026-01-02 network chain 1, subgraph 0: differs",
		}},
		{"a newcomer's claim", "delete from staging.subgraph__earnings_claimed_events where rowid = 0", nil, []string{
			"event_count 2026-01-01 earnings_claimed chain 2, subgraph 1: explained dangling_relation",
		}},
		{"a lost reward", "delete from staging.subgraph__reward_events", nil, []string{"event_count 2026-01-02 reward chain 1, subgraph 0: differs"}},
		{"a row without a choice", "insert into staging.subgraph__votes by name select '0xbb-0x77' as id, '0xbb' as voter, 5000 as pinned_block, 'main' as _instance", nil, []string{
			"poll_vote_rows 0x77 chain 2, subgraph 3: explained placeholder_votes",
		}},
		{"a vote that nobody cast", "insert into staging.subgraph__votes by name select '0xbb-0x77' as id, '0xbb' as voter, 'Yes' as choice_id, 5000 as pinned_block, 'main' as _instance", nil, []string{
			"poll_vote 0x77 0xbb chain 0, subgraph 1: differs", "poll_vote_rows 0x77 chain 2, subgraph 3: differs",
		}},
		{"a ticket half paid", "update staging.chain__winning_ticket_transfer set amount_eth = 1 where recipient = '0xaa'", nil, []string{
			"fees 1 2026-01-01 0xaa chain 1, subgraph 2: explained face_value_not_paid",
			"fees_day 2026-01-01 network chain 1, explorer 2: explained face_value_not_paid",
			"fees_day 2026-01-01 network chain 1, subgraph 2: explained face_value_not_paid",
			"fees_day_gateway 2026-01-01 0x99 chain 1, subgraph 2: explained face_value_not_paid",
			"fees_day_orchestrator 2026-01-01 0xaa chain 1, subgraph 2: explained face_value_not_paid",
			"gateway_fees 0x99 chain 5, subgraph 6: explained face_value_not_paid",
			"gateway_fees_30d 0x99 chain 5, subgraph 6: explained face_value_not_paid",
			"gateway_fees_60d 0x99 chain 5, subgraph 6: explained face_value_not_paid",
			"gateway_fees_90d 0x99 chain 5, subgraph 6: explained face_value_not_paid",
			"orchestrator_fees 0xaa chain 1, subgraph 2: explained face_value_not_paid",
			"orchestrator_fees_30d 0xaa chain 1, subgraph 2: explained face_value_not_paid",
			"orchestrator_fees_60d 0xaa chain 1, subgraph 2: explained face_value_not_paid",
			"orchestrator_fees_90d 0xaa chain 1, subgraph 2: explained face_value_not_paid",
			"round_fees 1 2026-01-01 network chain 1, subgraph 2: explained face_value_not_paid",
		}},
		{"fees", "update staging.subgraph__pools set fees_eth = 1.5 where round = 1 and delegate = '0xaa'", nil, []string{
			"fees 1 2026-01-01 0xaa chain 2, subgraph 1.5: differs",
		}},
		{"fees outside the pool", "delete from staging.subgraph__pools where delegate = '0xcc'", nil, []string{
			"fees 3 2026-01-03 0xcc chain 3, subgraph 0: explained fees_outside_pool_dropped",
		}},
		{"fees of a member", "delete from staging.subgraph__pools where round = 3 and delegate = '0xbb'", []string{"fees"}, []string{
			"fees 3 2026-01-03 0xbb chain 1, subgraph 0: differs",
		}},
		{"a reward counted twice", aBondBeforeTheReward + "62 where id = '0xaa'", []string{"stake"}, []string{
			"stake 0xaa chain 61, subgraph 62: explained end_of_block_reads",
		}},
		{"a stake", aBondBeforeTheReward + "63 where id = '0xaa'", []string{"stake"}, []string{"stake 0xaa chain 61, subgraph 63: differs"}},
		{"addresses of Ethereum", "update staging.subgraph__migrate_delegator_finalized_events set l2_addr = l1_addr", nil, []string{
			"migrated_elsewhere 2026-01-01 migrate_delegator_finalized chain 2, subgraph 0: explained l2_addr_repeats_l1",
		}},
		{"one address of Ethereum", "update staging.subgraph__migrate_delegator_finalized_events set l2_addr = l1_addr where l1_addr = '0xe1'", nil, []string{
			"migrated_elsewhere 2026-01-01 migrate_delegator_finalized chain 2, subgraph 1: differs",
		}},
		{
			"a snapshot that the chain doesn't reach", "update staging.subgraph__meta set pinned_block = 20000; update staging.subgraph__protocol set pinned_block = 20000",
			[]string{"delegator_count"},
			[]string{"delegator_count network chain -, subgraph 3: missing"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWitnesses(t)
			w.exec(tt.change)
			if diff := cmp.Diff(tt.want, w.differences(tt.facts...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
