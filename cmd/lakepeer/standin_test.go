package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/faults"
)

// alike are what income and activity say whether the chain or a subgraph without defects states the events. Who paid for a bond, what
// was forfeited, who voted for what isn't a choice, and the services of AI orchestrators the subgraph doesn't know; without defects it
// names a delegate for a newcomer's claim.
var alike = map[string]string{
	"rewards": `select orchestrator, round, is_active, is_reward_called, is_reward_missed, reward_net_lpt, treasury_lpt, reward_commission_lpt,
		winning_ticket_count from fct_orchestrator_income order by all`,
	"tickets": `select event_id, gateway, orchestrator, created_round, redeemed_round, redeemed_at, face_value_eth, win_prob_share, fee_cut_share
		from fct_fee_flow order by all`,
	"activity": `select event_id, delegate, delegator, round, event_at, replace(kind, 'paid_by_other', 'top_up') as kind, stake_change_lpt, withdraw_round
		from fct_delegate_activity where kind not in ('forfeit', 'poll_vote', 'service_uri', 'vote', 'claim_bookkeeping') order by all`,
	"rounds": "select round, started_at, start_log_position, mintable_lpt, minted_lpt, inflation_ppb from dim_round order by all",
	"cuts":   "select orchestrator, new_reward_cut_share, new_fee_cut_share, valid_from_log_position from fct_cut_change order by all",
}

// witnesses are those of income and activity.
const witnesses = `select distinct source, evidence from (
	select source, evidence from fct_orchestrator_income union all select source, evidence from fct_delegate_activity
	union all select source, evidence from fct_fee_flow union all select source, evidence from fct_reward_call) order by all`

// TestWithoutAChainTheSubgraphStandsIn compares what is built of the subgraph alone with what is built of the chain.
func TestWithoutAChainTheSubgraphStandsIn(t *testing.T) {
	t.Parallel()
	made, err := sandbox.NewWorld(t.Context(), sandbox.Config{
		Seed: 12, Rounds: 12, Orchestrators: 8, Delegators: 60, Gateways: 3, WitnessDefects: []string{"none"},
	})
	if err != nil {
		t.Fatal(err)
	}
	servers, err := sandbox.Serve(t.Context(), made, sandbox.ServeOptions{Faults: faults.None})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = servers.Close() })
	newSite := func() site {
		dir := t.TempDir()
		return site{dir: dir, home: filepath.Join(dir, "home")}
	}
	files := sandboxFiles(made, servers)
	subgraphAlone := "network: ./" + deploymentFile + "\nsources:\n  subgraph: [{name: main, endpoint: " + servers.URL("subgraph") + "}]\n"
	withChain := subgraphAlone + "  chain: [{name: main, endpoint: " + servers.URL("rpc") + "}]\n"
	// build runs a site with settings, and gives what answers questions about what it published.
	build := func(s site, settings string) func(sql string) string {
		t.Helper()
		if err := (siteFiles{settings, files.deployment}).write(s.dir); err != nil {
			t.Fatal(err)
		}
		if code, said := s.runAt(t, made.Now(), "run"); code != 0 {
			t.Fatalf("exit code %d: %s", code, said)
		}
		file := s.published(t)
		return func(sql string) string { return strings.TrimSpace(file.ask(t, sql).String()) }
	}
	chain := build(newSite(), withChain)
	alone := newSite()
	found := build(alone, subgraphAlone)
	byChain, bySubgraph := map[string]string{}, map[string]string{}
	for name, query := range alike {
		byChain[name], bySubgraph[name] = chain(query), found(query)
		if strings.Count(byChain[name], "\n") < 8 {
			t.Errorf("%s: there is too little to compare: %s", name, byChain[name])
		}
	}
	if diff := cmp.Diff(byChain, bySubgraph); diff != "" {
		t.Errorf("by the chain (-) and by the subgraph (+): %s", diff)
	}
	if got, want := found(witnesses), "subgraph reported\nsubgraph reported: events only\nsubgraph reported: face value"; got != want {
		t.Errorf("witnesses are\n%s\nin place of\n%s", got, want)
	}
	if got := found("select count(*) from fct_reconciliation where 'chain' in (witness_a, witness_b)"); got != "0" {
		t.Errorf("%s comparisons of the subgraph with itself", got)
	}
	if got := found("select reason from meta.ledger"); !strings.Contains(got, "subgraph/main") {
		t.Errorf("why there is no ledger: %s", got)
	}

	// The chain takes its place as soon as it is read.
	both := build(alone, withChain)
	if got, want := both(witnesses), "chain onchain"; got != want {
		t.Errorf("witnesses are\n%s\nin place of\n%s", got, want)
	}
	if diff := cmp.Diff(byChain["activity"], both(alike["activity"])); diff != "" {
		t.Error(diff)
	}
	if told := alone.must(t, "reconcile"); !strings.Contains(told, " values compared, 0 differ without a known reason") {
		t.Errorf("the witnesses of one world: %s", told)
	}

	// A subgraph of another world.
	foreign, err := sandbox.NewWorld(t.Context(), sandbox.Config{Seed: 13, Rounds: 4, Orchestrators: 4, Delegators: 10, Gateways: 1})
	if err != nil {
		t.Fatal(err)
	}
	others, err := sandbox.Serve(t.Context(), foreign, sandbox.ServeOptions{Faults: faults.None})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = others.Close() })
	mixed := newSite()
	build(mixed, strings.Replace(withChain, servers.URL("subgraph"), others.URL("subgraph"), 1))
	if got := mixed.lakepeer(t.Context(), "reconcile"); got.code != 1 || !strings.Contains(got.stdout, "nothing known") {
		t.Errorf("the witnesses of two worlds: exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
}
