package main

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/sandbox/devchain"
)

// leastAnswers is how many of the contracts' answers the published file must give.
const leastAnswers = 15_000

// unanswered are the answers that the published file doesn't give, with the reason.
var unanswered = map[string]string{
	"lptBalance of account":                      "the token's transfers between accounts aren't extracted",
	"votesNow of account":                        "published for proposals only; verify compares them",
	"treasuryETH of protocol":                    "ETH that is sent to the treasury emits no event",
	"pool of protocol":                           "the pool's order decides nothing among equal stakes; its members are compared",
	"blockHash of round":                         "nothing follows from it; it is in staging.chain__new_round",
	"description of proposal":                    "nothing follows from it; it is in staging.chain__proposal_created",
	"state of proposal":                          "queueing and execution are events of their own, which move no stake",
	"delegatedAt of voter":                       "there is no row of an account without weight that hasn't voted",
	"nextRoundTreasuryRewardCutRate of protocol": "what the deployer set is in no event; compared from the Governor's first setting on",
	"treasuryBalanceCeiling of protocol":         "likewise",
	"numActiveTranscoders of protocol":           "likewise",
	"inflationChange of protocol":                "likewise",
	"treasuryRewardCutRate of protocol":          "likewise, until a reward shows it",
	"totalStake of pool":                         "a pool of a round that nobody initialised is no row",
}

// everyAnswer compares what the real contracts answered at the end of every round with the published file, to the wei.
func (f publishedDevchain) everyAnswer(t *testing.T) {
	recording, err := devchain.Load(recorded(t, "devchain"))
	if err != nil {
		t.Fatal(err)
	}
	w := readWitness(t, f.published)
	var c devchain.Comparison
	for _, checkpoint := range append(recording.Checkpoints, recording.Final) {
		w.look(checkpoint)
		c.Compare(checkpoint, w.answer, unanswered)
	}
	for _, wrong := range c.Wrong {
		t.Error(wrong)
	}
	for kind, n := range c.Left {
		t.Logf("not compared: %d answers for %s: %s", n, kind, unanswered[kind])
	}
	t.Logf("%d answers of the contracts are compared with the published file", c.Compared)
	if c.Compared < leastAnswers {
		t.Errorf("only %d answers are compared", c.Compared)
	}
}

// row is a row of a table by column.
type row map[string]string

// witness answers what the contracts were asked, from the published file, at one block.
type witness struct {
	rounds, orchestrators, stakeChanges, claims, incomes, locks, senders, fees, proposals, powers, parameters []row

	block int64
	// round is that of the checkpoint, initialised the last one that was initialised by then.
	round, initialised string
}

// readWitness reads the tables that answers come from.
func readWitness(t *testing.T, file published) *witness {
	t.Helper()
	read := func(table, columns string) (rows []row) {
		names := strings.Split(columns, ", ")
		for _, cells := range file.ask(t, "select "+columns+" from "+table) {
			r := row{}
			for i, name := range names {
				r[name] = cells[i]
			}
			rows = append(rows, r)
		}
		return rows
	}
	return &witness{
		rounds: read("staging.ledger__round", "round, block_number, total_stake_wei, mintable_wei, minted_wei, inflation_ppb, treasury_rate_p27, pool_count, minter_lpt_wei, treasury_lpt_wei, supply_wei, deposits_wei, reserves_wei, fees_wei, fee_dust_wei"),
		orchestrators: read("staging.ledger__orchestrator_round", "round, orchestrator, is_active, is_registered, in_pool, delegated_wei, last_reward_round, last_fee_round, last_update_round, activation_round, deactivation_round, "+
			"declared_reward_cut_ppm, declared_fee_share_ppm, active_cumulative_rewards_wei, cumulative_rewards_wei, cumulative_fees_wei, pool_stake_wei, pool_reward_cut_ppm, pool_fee_share_ppm, reward_factor_p27, fee_factor_p27"),
		stakeChanges: read("(from staging.ledger__stake_change order by block_number, log_index)", "block_number, delegator, bonded_wei, stored_fees_wei, delegate, start_round, next_lock_id, withdrawn_fees_wei"),
		claims:       read("(from staging.chain__earnings_claimed order by block_number, log_index)", "block_number, delegator, end_round"),
		incomes:      read("fct_delegator_income", "round, delegator, stake_lpt, fees_eth"),
		locks:        read("staging.ledger__lock", "delegator, lock_id, amount_wei, withdraw_round, opened_block_number, ended_block_number"),
		senders:      read("(from staging.ledger__gateway_balance order by block_number, log_index)", "block_number, gateway, deposit_wei, reserve_wei, withdraw_round"),
		fees:         read("staging.ledger__fee", "block_number, round, gateway, from_reserve_wei"),
		proposals:    read("staging.ledger__proposal", "proposal_id, snapshot_round, deadline_round, for_wei, against_wei, abstain_wei, supply_wei"),
		powers:       read("staging.ledger__voting_power", "proposal_id, account, delegate, gross_wei, has_voted"),
		parameters:   read("(from staging.ledger__parameter where value is not null order by block_number, log_index)", "block_number, name, value"),
	}
}

// look moves to a checkpoint.
func (w *witness) look(at devchain.Checkpoint) {
	w.block, w.round, w.initialised = at.Block, strconv.FormatUint(at.Round, 10), "0"
	for _, r := range w.rounds {
		if number(r["block_number"]) <= w.block && number(r["round"]) > number(w.initialised) {
			w.initialised = r["round"]
		}
	}
}

// past gives the rows up to the checkpoint's block of which a column has a value.
func (w *witness) past(rows []row, column, value string) (found []row) {
	for _, r := range rows {
		if r[column] == value && number(r["block_number"]) <= w.block {
			found = append(found, r)
		}
	}
	return found
}

// answer gives the file's answer; ok is false if it has none.
func (w *witness) answer(k devchain.Key) (string, bool) {
	account := strings.ToLower(k.Account.Hex())
	values := map[string]func() row{
		devchain.Protocol:     w.protocol,
		devchain.Account:      func() row { return w.account(account) },
		devchain.Lock:         func() row { return w.lock(account) },
		devchain.Orchestrator: func() row { return w.orchestrator(account) },
		devchain.Sender:       func() row { return w.sender(account) },
		devchain.Pool:         func() row { return w.pool(account, strconv.FormatUint(k.Round, 10)) },
		devchain.Round:        func() row { return row{"totalActiveStake": w.totalStake(k.Round)} },
		devchain.Proposal:     func() row { return w.proposal(k.ProposalID) },
		devchain.Voter:        func() row { return w.voter(k.ProposalID, account) },
	}[k.Subject]()
	value, ok := values[k.Name]
	return value, ok
}

func (w *witness) protocol() row {
	var members []string
	next := new(big.Int)
	for _, o := range w.orchestrators {
		if o["round"] == w.initialised && o["in_pool"] == "true" {
			members = append(members, o["orchestrator"])
			next.Add(next, whole(o["delegated_wei"]))
		}
	}
	slices.Sort(members)
	answers := row{"nextRoundTotalActiveStake": next.String(), "poolMembers": strings.Join(members, " ")}
	for _, r := range w.rounds {
		if r["round"] != w.initialised {
			continue
		}
		eth := sum(r["fees_wei"], r["fee_dust_wei"], w.funds())
		for name, value := range (row{
			"currentRoundTotalActiveStake": r["total_stake_wei"], "poolSize": r["pool_count"], "inflation": r["inflation_ppb"],
			"currentMintableTokens": r["mintable_wei"], "currentMintedTokens": r["minted_wei"], "globalTotalSupply": r["supply_wei"],
			"treasuryLPT": r["treasury_lpt_wei"], "minterLPT": r["minter_lpt_wei"], "minterETH": eth,
		}) {
			answers[name] = value
		}
		if r["treasury_rate_p27"] != "NULL" {
			answers["treasuryRewardCutRate"] = r["treasury_rate_p27"]
		}
	}
	for _, name := range []string{"nextRoundTreasuryRewardCutRate", "treasuryBalanceCeiling", "numActiveTranscoders", "inflationChange"} {
		if set := w.past(w.parameters, "name", name); len(set) > 0 {
			answers[name] = set[len(set)-1]["value"]
		}
	}
	return answers
}

// funds gives the gateways' deposits and reserves. They change in rounds that aren't initialised, too.
func (w *witness) funds() string {
	last := map[string]row{}
	for _, s := range w.senders {
		if number(s["block_number"]) <= w.block {
			last[s["gateway"]] = s
		}
	}
	all := "0"
	for _, s := range last {
		all = sum(all, s["deposit_wei"], s["reserve_wei"])
	}
	return all
}

func (w *witness) account(account string) row {
	stored, out := row{}, []string{}
	for _, stored = range w.past(w.stakeChanges, "delegator", account) {
		out = append(out, stored["withdrawn_fees_wei"])
	}
	claimed := row{} // by accounts without stake, too
	for _, claimed = range w.past(w.claims, "delegator", account) {
		continue
	}
	pendingStake, earned := "0", []string{}
	for _, income := range w.incomes {
		if income["delegator"] != account || number(income["round"]) > number(w.initialised) {
			continue
		}
		earned = append(earned, wei(income["fees_eth"]))
		if income["round"] == w.initialised {
			pendingStake = wei(income["stake_lpt"])
		}
	}
	delegated := "0"
	for _, o := range w.orchestrators {
		if o["round"] == w.initialised && o["orchestrator"] == account {
			delegated = o["delegated_wei"]
		}
	}
	bonded := orZero(stored["bonded_wei"])
	status := "1"
	switch {
	case bonded == "0":
		status = "2"
	case number(stored["start_round"]) > number(w.round):
		status = "0"
	}
	return row{
		"bondedAmount": bonded, "fees": orZero(stored["stored_fees_wei"]), "delegateAddress": addressOf(stored["delegate"]),
		"delegatedAmount": delegated, "startRound": orZero(stored["start_round"]), "lastClaimRound": orZero(claimed["end_round"]),
		"nextUnbondingLockId": orZero(stored["next_lock_id"]), "status": status, "pendingStake": pendingStake,
		"pendingFees": new(big.Int).Sub(whole(sum(earned...)), whole(sum(out...))).String(),
	}
}

func (w *witness) lock(account string) row {
	answers, open := row{}, 0
	for _, l := range w.locks {
		isOpen := number(l["opened_block_number"]) <= w.block && (l["ended_block_number"] == "NULL" || number(l["ended_block_number"]) > w.block)
		if l["delegator"] == account && isOpen {
			open++
			answers[l["lock_id"]+".amount"], answers[l["lock_id"]+".withdrawRound"] = l["amount_wei"], l["withdraw_round"]
		}
	}
	answers["count"] = strconv.Itoa(open)
	return answers
}

func (w *witness) orchestrator(account string) row {
	last := row{}
	for _, o := range w.orchestrators {
		if o["orchestrator"] == account && number(o["round"]) <= number(w.initialised) && number(o["round"]) >= number(orZero(last["round"])) {
			last = o
		}
	}
	deactivation := orZero(last["deactivation_round"])
	if last["deactivation_round"] == "NULL" {
		deactivation = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)).String()
	}
	isNow := last["round"] == w.initialised
	answers := row{"active": "false", "registered": "false", "totalStake": "0", "deactivationRound": deactivation}
	if isNow {
		answers["active"], answers["registered"], answers["totalStake"] = last["is_active"], last["is_registered"], last["delegated_wei"]
	}
	for name, column := range (row{
		"lastRewardRound": "last_reward_round", "lastFeeRound": "last_fee_round", "rewardCut": "declared_reward_cut_ppm",
		"feeShare": "declared_fee_share_ppm", "lastActiveStakeUpdateRound": "last_update_round", "activationRound": "activation_round",
		"activeCumulativeRewards": "active_cumulative_rewards_wei", "cumulativeRewards": "cumulative_rewards_wei", "cumulativeFees": "cumulative_fees_wei",
	}) {
		answers[name] = orZero(last[column])
	}
	return answers
}

func (w *witness) sender(account string) row {
	last := row{}
	for _, last = range w.past(w.senders, "gateway", account) {
		continue
	}
	var claimed []string
	for _, fee := range w.past(w.fees, "gateway", account) {
		if fee["round"] == w.round {
			claimed = append(claimed, fee["from_reserve_wei"])
		}
	}
	return row{
		"deposit": orZero(last["deposit_wei"]), "reserve": orZero(last["reserve_wei"]), "withdrawRound": orZero(last["withdraw_round"]),
		"reserveClaimedInCurrentRound": sum(claimed...),
	}
}

func (w *witness) pool(account, round string) row {
	for _, o := range w.orchestrators {
		if o["orchestrator"] == account && o["round"] == round {
			return row{
				"totalStake": o["pool_stake_wei"], "transcoderRewardCut": o["pool_reward_cut_ppm"], "transcoderFeeShare": o["pool_fee_share_ppm"],
				"cumulativeRewardFactor": o["reward_factor_p27"], "cumulativeFeeFactor": o["fee_factor_p27"],
			}
		}
	}
	nothing := row{"transcoderRewardCut": "0", "transcoderFeeShare": "0", "cumulativeRewardFactor": "0", "cumulativeFeeFactor": "0"}
	if slices.ContainsFunc(w.rounds, func(r row) bool { return r["round"] == round }) {
		nothing["totalStake"] = "0"
	}
	return nothing
}

// totalStake gives the total active stake at a round: of one that wasn't initialised, that of the next one that was; nothing
// before the first.
func (w *witness) totalStake(round uint64) string {
	rounds := slices.SortedFunc(slices.Values(w.rounds), func(a, b row) int { return int(number(a["round"]) - number(b["round"])) })
	for i, r := range rounds {
		n := number(r["round"])
		if n == int64(round) || n > int64(round) && i > 0 {
			return r["total_stake_wei"]
		}
		if n > int64(round) {
			break
		}
	}
	return "0"
}

func (w *witness) proposal(id string) row {
	for _, p := range w.proposals {
		if p["proposal_id"] == id {
			quorum := new(big.Int).Mul(whole(p["supply_wei"]), big.NewInt(333_300))
			return row{
				"snapshot": p["snapshot_round"], "deadline": p["deadline_round"], "for": p["for_wei"], "against": p["against_wei"],
				"abstain": p["abstain_wei"], "quorum": quorum.Div(quorum, big.NewInt(1_000_000)).String(),
			}
		}
	}
	return nil
}

func (w *witness) voter(id, account string) row {
	for _, p := range w.powers {
		if p["proposal_id"] == id && p["account"] == account {
			return row{"pastVotes": p["gross_wei"], "hasVoted": p["has_voted"], "delegatedAt": addressOf(p["delegate"])}
		}
	}
	return row{"pastVotes": "0", "hasVoted": "false"}
}

// number reads a small number; what is none is before everything.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// whole reads a whole number.
func whole(text string) *big.Int {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return new(big.Int)
	}
	return n
}

// wei gives an amount with 18 decimals in wei.
func wei(text string) string { return whole(strings.Replace(text, ".", "", 1)).String() }

func sum(texts ...string) string {
	total := new(big.Int)
	for _, text := range texts {
		total.Add(total, whole(text))
	}
	return total.String()
}

// orZero gives what a contract says of something that was never stored.
func orZero(text string) string {
	if text == "" || text == "NULL" {
		return "0"
	}
	return text
}

func addressOf(text string) string {
	if text == "" || text == "NULL" {
		return fmt.Sprintf("0x%040x", common.Address{})
	}
	return text
}
