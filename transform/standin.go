package transform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// StandIn begins the _instance of events that a subgraph states in place of a chain; its instance follows.
const StandIn = "subgraph/"

// standInEvent says how an event of the chain is made of rows of the subgraph.
type standInEvent struct {
	// stream is the subgraph's, contract and event are those of the log.
	stream, contract, event string
	// values are the log's columns by SQL over the stream's; those that aren't there are NULL.
	values map[string]string
	// from replaces the stream's rows where more than them is needed. {} stands for them, {name} for those of another stream.
	from string
}

// wei is SQL that gives what a decimal number of tokens is in wei.
func wei(column string) string {
	return "cast(replace(cast(cast(" + column + " as decimal(38, 18)) as varchar), '.', '') as decimal(38, 0))"
}

// orZero is SQL that gives the zero address, as logs have it, for a relation to nothing.
func orZero(column string) string {
	return "coalesce(" + column + ", '0x0000000000000000000000000000000000000000')"
}

// mintedFor gives a reward with the LPT that was minted for it, which is the newest Mint before it in its transaction. The
// subgraph doesn't state the treasury's part, which is what the reward lacks of that.
const mintedFor = `(select rewards.*, mints.amount as minted
from (select *, cast(split_part(id, '-', 2) as bigint) as log_index from {}) as rewards
asof join (select transaction_id, cast(split_part(id, '-', 2) as bigint) as log_index, amount from {mint_events}) as mints
on rewards.transaction_id = mints.transaction_id and rewards.log_index > mints.log_index
where cast(mints.amount as decimal(38, 18)) > cast(rewards.reward_tokens as decimal(38, 18)))`

// standInEvents are the logs that a subgraph has. It has none of BondingVotes and of the LPT's transfers, and doesn't say what
// a ticket paid: its face value is taken for that.
func standInEvents() []standInEvent {
	lock := map[string]string{"delegator": "delegator_id", "delegate": "delegate_id", "unbonding_lock_id": "unbonding_lock_id", "amount": wei("amount")}
	with := func(more map[string]string) map[string]string {
		all := map[string]string{}
		for _, values := range []map[string]string{lock, more} {
			for name, value := range values {
				all[name] = value
			}
		}
		return all
	}
	return []standInEvent{
		{stream: "bond_events", contract: "BondingManager", event: "Bond", values: map[string]string{
			"delegator": "delegator_id", "new_delegate": "new_delegate_id", "old_delegate": orZero("old_delegate_id"),
			"additional_amount": wei("additional_amount"), "bonded_amount": wei("bonded_amount"),
		}},
		{stream: "unbond_events", contract: "BondingManager", event: "Unbond", values: with(map[string]string{"withdraw_round": "withdraw_round"})},
		{stream: "rebond_events", contract: "BondingManager", event: "Rebond", values: lock},
		{stream: "transfer_bond_events", contract: "BondingManager", event: "TransferBond", values: map[string]string{
			"old_delegator": "old_delegator_id", "new_delegator": "new_delegator_id", "old_unbonding_lock_id": "old_unbonding_lock_id",
			"new_unbonding_lock_id": "new_unbonding_lock_id", "amount": wei("amount"),
		}},
		{stream: "withdraw_stake_events", contract: "BondingManager", event: "WithdrawStake", values: map[string]string{
			"delegator": "delegator_id", "unbonding_lock_id": "unbonding_lock_id", "amount": wei("amount"),
		}},
		{stream: "withdraw_fees_events", contract: "BondingManager", event: "WithdrawFees", values: map[string]string{
			"delegator": "delegator_id", "recipient": "recipient", "amount": wei("amount"),
		}},
		{stream: "earnings_claimed_events", contract: "BondingManager", event: "EarningsClaimed", values: map[string]string{
			"delegator": "delegator_id", "delegate": orZero("delegate_id"), "start_round": "start_round", "end_round": "end_round_id",
			"rewards": wei("reward_tokens"), "fees": wei("fees"),
		}},
		{stream: "reward_events", contract: "BondingManager", event: "TreasuryReward", from: mintedFor, values: map[string]string{
			"transcoder": "delegate_id", "amount": wei("minted") + " - " + wei("reward_tokens"),
		}},
		{stream: "reward_events", contract: "BondingManager", event: "Reward", values: map[string]string{
			"transcoder": "delegate_id", "amount": wei("reward_tokens"),
		}},
		{stream: "transcoder_update_events", contract: "BondingManager", event: "TranscoderUpdate", values: map[string]string{
			"transcoder": "delegate_id", "reward_cut": "reward_cut", "fee_share": "fee_share",
		}},
		{stream: "transcoder_activated_events", contract: "BondingManager", event: "TranscoderActivated", values: map[string]string{
			"transcoder": "delegate_id", "activation_round": "activation_round",
		}},
		{stream: "transcoder_deactivated_events", contract: "BondingManager", event: "TranscoderDeactivated", values: map[string]string{
			"transcoder": "delegate_id", "deactivation_round": "deactivation_round",
		}},
		{stream: "reward_caller_set_events", contract: "BondingManager", event: "RewardCallerSet", values: map[string]string{
			"transcoder": "delegate_id", "reward_caller": "reward_caller",
		}},
		{stream: "service_uri_update_events", contract: "ServiceRegistry", event: "ServiceURIUpdate", values: map[string]string{
			"addr": "addr", "service_uri": "service_uri",
		}},
		{stream: "new_round_events", contract: "RoundsManager", event: "NewRound", values: map[string]string{
			"round": "round_id", "round_block_hash": "block_hash",
		}},
		{stream: "set_current_reward_tokens_events", contract: "Minter", event: "SetCurrentRewardTokens", values: map[string]string{
			"current_mintable_tokens": wei("current_mintable_tokens"), "current_inflation": "current_inflation",
		}},
		{stream: "winning_ticket_redeemed_events", contract: "TicketBroker", event: "WinningTicketTransfer", values: map[string]string{
			"sender": "sender_id", "recipient": "recipient_id", "amount": wei("face_value"),
		}},
		{stream: "winning_ticket_redeemed_events", contract: "TicketBroker", event: "WinningTicketRedeemed", values: map[string]string{
			"sender": "sender_id", "recipient": "recipient_id", "face_value": wei("face_value"), "win_prob": "win_prob",
			"sender_nonce": "try_cast(sender_nonce as bigint)", "recipient_rand": "recipient_rand", "aux_data": "aux_data",
		}},
		{stream: "deposit_funded_events", contract: "TicketBroker", event: "DepositFunded", values: map[string]string{
			"sender": "sender_id", "amount": wei("amount"),
		}},
		{stream: "reserve_funded_events", contract: "TicketBroker", event: "ReserveFunded", values: map[string]string{
			"reserve_holder": "reserve_holder_id", "amount": wei("amount"),
		}},
		{stream: "reserve_claimed_events", contract: "TicketBroker", event: "ReserveClaimed", values: map[string]string{
			"reserve_holder": "reserve_holder_id", "claimant": "claimant_id", "amount": wei("amount"),
		}},
		{stream: "withdrawal_events", contract: "TicketBroker", event: "Withdrawal", values: map[string]string{
			"sender": "sender_id", "deposit": wei("deposit"), "reserve": wei("reserve"),
		}},
		{stream: "poll_created_events", contract: "PollCreator", event: "PollCreated", values: map[string]string{
			"poll": "poll_id", "proposal": "proposal", "end_block": "end_block", "quorum": "quorum", "quota": "quota",
		}},
		{stream: "vote_events", contract: "Poll", event: "Vote", values: map[string]string{
			"contract_address": "poll_id", "voter": "voter", "choice_id": "try_cast(choice_id as bigint)",
		}},
		{stream: "treasury_vote_events", contract: "LivepeerGovernor", event: "VoteCast", values: map[string]string{
			"voter": "voter_id", "proposal_id": "proposal_id", "weight": wei("weight"), "reason": "coalesce(reason, '')",
			"support": "case support when 'Against' then 0 when 'For' then 1 when 'Abstain' then 2 end",
		}},
		{stream: "migrate_delegator_finalized_events", contract: "L2Migrator", event: "MigrateDelegatorFinalized", values: map[string]string{
			"l1_addr": "l1_addr", "l2_addr": "l2_addr", "stake": wei("stake"), "delegated_stake": wei("delegated_stake"), "fees": wei("fees"),
			"delegate": "delegate",
		}},
		{stream: "stake_claimed_events", contract: "L2Migrator", event: "StakeClaimed", values: map[string]string{
			"delegator": "delegator", "delegate": "delegate", "stake": wei("stake"), "fees": wei("fees"),
		}},
	}
}

// prepareStandIn makes decodedTable of what a subgraph states: of the first instance, up to the moment at which the first of its
// streams ends. It leaves the table empty where the lake has none.
func (b *build) prepareStandIn(t *rawTable) error {
	events := standInEvents()
	instance, until := "", int64(0)
	for _, s := range b.inputs.streams { // sorted by source, instance and stream
		isEvents := slices.ContainsFunc(events, func(e standInEvent) bool { return s.id.Table() == "subgraph__"+e.stream })
		if !isEvents || len(s.parts) == 0 || instance != "" && s.id.Instance != instance {
			continue
		}
		if instance == "" || s.horizon.Position < until {
			until = s.horizon.Position
		}
		instance = s.id.Instance
	}
	if instance == "" {
		return nil
	}
	identity, tables := sha256.New(), map[string]string{}
	for _, name := range append([]string{"mint_events"}, streamsOf(events)...) {
		table := "subgraph__" + name
		if b.opt.Schemas[table] == nil {
			return nil
		}
		if err := b.prepareTable(table); err != nil {
			return fmt.Errorf("raw.%s: %w", table, err)
		}
		fmt.Fprintln(identity, b.raw[table].identity)
		tables[name] = fmt.Sprintf("(select * from (%s) where _instance = %s and timestamp < %d)", b.raw[table].Select(), duck.Literal(instance), until)
	}
	b.manifest.StandIn = StandIn + instance
	var rows []string
	for _, e := range events {
		rows = append(rows, e.rows(t.Columns, tables, b.opt.Lake.Network().ChainID, b.manifest.StandIn))
	}
	t.rows = strings.Join(rows, "\nunion all\n")
	fmt.Fprint(identity, t.rows)
	t.identity = hex.EncodeToString(identity.Sum(nil))
	return nil
}

func streamsOf(events []standInEvent) (streams []string) {
	for _, e := range events {
		streams = append(streams, e.stream)
	}
	slices.Sort(streams)
	return slices.Compact(streams)
}

// rows is SQL that gives an event's logs in decodedTable's columns.
func (e standInEvent) rows(columns []duck.Column, tables map[string]string, chainID uint64, instance string) string {
	values := map[string]string{
		"_instance": duck.Literal(instance), "chain_id": fmt.Sprint(chainID), "block_number": "transaction_block_number",
		"log_index": "split_part(id, '-', 2)", "transaction_hash": "transaction_id",
		"event_at": "make_timestamp(timestamp * 1000000)", "contract": duck.Literal(e.contract), "event": duck.Literal(e.event),
	}
	var selected []string
	for _, c := range columns {
		value, ok := values[c.Name]
		if own, has := e.values[c.Name]; has {
			value, ok = own, true
		}
		if !ok {
			value = "null"
		}
		selected = append(selected, fmt.Sprintf("cast(%s as %s) as %s", value, c.Type, duck.Ident(c.Name)))
	}
	from := tables[e.stream]
	if e.from != "" {
		from = strings.NewReplacer("{}", tables[e.stream], "{mint_events}", tables["mint_events"]).Replace(e.from)
	}
	return fmt.Sprintf("select %s from %s", strings.Join(selected, ", "), from)
}

// loadStandIn writes what the subgraph states into the build's file of decoded logs.
func (b *build) loadStandIn(ctx context.Context, t *rawTable) error {
	path, err := filepath.Abs(filepath.Join(b.dir, mergedFile))
	if err != nil {
		return err
	}
	return b.db.Exec(ctx, fmt.Sprintf("copy (%s) to %s (format parquet)", t.rows, duck.Literal(path)))
}
