/*
description: >
  Every redeemed ticket: what the gateway promised and what really moved. Redemptions are logged even if nothing could be
  paid; the ETH that moved is the WinningTicketTransfer before it in the same transaction, and without one the ticket paid 0.
  Income counts paid_eth at redemption; demand counts face_value_eth by created_round. Tickets are lots: a short window is
  noisy, and no ticket isn't no work.
grain: one row per ticket (WinningTicketRedeemed log)
key: [event_id]
evidence: onchain
questions: [income, growth, demand-curve]
columns:
  - {name: event_id, type: VARCHAR, unit: none, description: "chain-block-logindex of the redemption", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Transaction of the redemption; a batch redeems several tickets in one", checks: [not_null]}
  - {name: log_position, type: BIGINT, unit: none, description: "Position of the log among all logs: block * 1,000,000 + log index", checks: [not_null]}
  - {name: gateway, type: VARCHAR, unit: none, description: "Sender of the ticket: the gateway that pays", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Recipient of the ticket", checks: [not_null, {references: main.dim_orchestrator.orchestrator}]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "Short form of the address until names are known", checks: [not_null]}
  - {name: created_round, type: BIGINT, unit: round, description: "Round in which the ticket was created (auxData): the earliest round of the work; NULL if the ticket doesn't say"}
  - {name: redeemed_round, type: BIGINT, unit: round, description: "Round of the redemption; NULL where rounds are unknown"}
  - {name: redeemed_at, type: TIMESTAMP, unit: UTC, description: "Time of the redemption's block; NULL where the log carries none"}
  - {name: redeemed_date, type: DATE, unit: UTC, description: "Date of redeemed_at"}
  - {name: face_value_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Nominal value of the winning ticket"}
  - {name: paid_eth, type: "DECIMAL(38,18)", unit: ETH, description: "ETH that moved to the orchestrator's fee pool; 0 if deposit and reserve were empty", checks: [not_null]}
  - {name: from_reserve_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part of paid_eth taken from the gateway's reserve; the rest came from its deposit", checks: [not_null]}
  - {name: shortfall_eth, type: "DECIMAL(38,18)", unit: ETH, description: "face_value_eth - paid_eth: promised and not paid"}
  - {name: win_prob_share, type: DOUBLE, unit: share, description: "Chance with which a ticket of this kind wins; face value times it is the expected value of one sent ticket"}
  - {name: fee_cut_share, type: "DECIMAL(9,6)", unit: share, description: "Part of paid_eth that the operator keeps: the cut fixed by the round's reward call if that came before, else the one declared last; NULL where rounds are unknown"}
  - {name: commission_eth, type: "DECIMAL(38,18)", unit: ETH, description: "The operator's part of paid_eth by its cut: paid_eth less the delegators' part floored to the wei; its own stake earns beside it; NULL where rounds are unknown"}
  - {name: job_type, type: VARCHAR, unit: none, description: "Kind of work that the gateway buys; unknown until gateways.csv names it", checks: [not_null, {accepted_values: [transcoding, ai, byoc, mixed, unknown]}]}
  - {name: is_self_paid, type: BOOLEAN, unit: none, description: "Gateway and orchestrator are one address: no external demand", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness: the chain, or where none is read the subgraph", checks: [not_null, {accepted_values: [chain, subgraph]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source; subgraph/ and its instance where a subgraph stands in for the chain"}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known; reported: face value is a subgraph's statement, which doesn't say what was paid: paid_eth is the face value then", checks: [not_null, {accepted_values: [onchain, "reported: face value"]}]}
checks:
  - name: paid_at_most_face_value
    severity: error
    description: No ticket pays more than its face value.
    sql: select event_id, face_value_eth, paid_eth from main.fct_fee_flow where paid_eth > face_value_eth
  - name: reserve_within_paid
    severity: error
    description: What the reserve gave is part of what was paid.
    sql: select event_id, paid_eth, from_reserve_eth from main.fct_fee_flow where from_reserve_eth > paid_eth
*/
with
    redemptions as (select * from staging.chain__winning_ticket_redeemed),
    ticket_transfers as (select * from staging.chain__winning_ticket_transfer),
    reserve_claims as (select * from staging.chain__reserve_claimed),
    cuts as (select * from main.fct_cut_change),
    reward_calls as (select * from main.fct_reward_call where is_called and round is not null),
    rounds as (select round, start_log_position from main.dim_round where start_log_position is not null),

    -- a payment belongs to the next redemption of its transaction between the same two
    payments as (
        select
            redemptions.log_position,
            sum(ticket_transfers.amount_eth) as paid_eth,
        from ticket_transfers
        asof inner join redemptions
            on ticket_transfers.transaction_hash = redemptions.transaction_hash
            and ticket_transfers.sender = redemptions.sender
            and ticket_transfers.recipient = redemptions.recipient
            and ticket_transfers.log_position <= redemptions.log_position
        group by redemptions.log_position
    ),

    reserve_payments as (
        select
            redemptions.log_position,
            sum(reserve_claims.amount_eth) as from_reserve_eth,
        from reserve_claims
        asof inner join redemptions
            on reserve_claims.transaction_hash = redemptions.transaction_hash
            and reserve_claims.reserve_holder = redemptions.sender
            and reserve_claims.claimant = redemptions.recipient
            and reserve_claims.log_position <= redemptions.log_position
        group by redemptions.log_position
    ),

    -- narrow on purpose: positions are matched here, texts join later
    in_round as (
        select
            redemptions.log_position,
            redemptions.recipient,
            rounds.round,
        from (select log_position, recipient from redemptions) as redemptions
        asof left join rounds on redemptions.log_position >= rounds.start_log_position
    ),

    cuts_in_force as (
        select
            in_round.log_position,
            in_round.round,
            case
                when in_round.round is null then null
                when reward_calls.log_position < in_round.log_position then reward_calls.fee_cut_share
                else coalesce(cuts.new_fee_cut_share, 1)
            end as fee_cut_share,
        from in_round
        asof left join cuts
            on in_round.recipient = cuts.orchestrator
            and in_round.log_position > cuts.valid_from_log_position
        left join reward_calls
            on in_round.recipient = reward_calls.orchestrator
            and in_round.round = reward_calls.round
    ),

    tickets as (
        select
            redemptions.*,
            cuts_in_force.round,
            cuts_in_force.fee_cut_share,
            coalesce(payments.paid_eth, 0) as paid_eth,
            coalesce(reserve_payments.from_reserve_eth, 0) as from_reserve_eth,
        from redemptions
        inner join cuts_in_force on redemptions.log_position = cuts_in_force.log_position
        left join payments on redemptions.log_position = payments.log_position
        left join reserve_payments on redemptions.log_position = reserve_payments.log_position
    )

select
    cast(event_id as varchar) as event_id,
    cast(transaction_hash as varchar) as transaction_hash,
    cast(log_position as bigint) as log_position,
    cast(sender as varchar) as gateway,
    cast(recipient as varchar) as orchestrator,
    cast(short_address(recipient) as varchar) as orchestrator_name,
    cast(created_round_of(aux_data) as bigint) as created_round,
    cast(round as bigint) as redeemed_round,
    cast(event_at as timestamp) as redeemed_at,
    cast(event_at as date) as redeemed_date,
    cast(face_value_eth as decimal(38, 18)) as face_value_eth,
    cast(paid_eth as decimal(38, 18)) as paid_eth,
    cast(from_reserve_eth as decimal(38, 18)) as from_reserve_eth,
    cast(face_value_eth - paid_eth as decimal(38, 18)) as shortfall_eth,
    cast(win_probability_of(win_prob) as double) as win_prob_share,
    cast(fee_cut_share as decimal(9, 6)) as fee_cut_share,
    cast(paid_eth - from_wei(share_of_wei(to_wei(paid_eth), 1 - fee_cut_share)) as decimal(38, 18)) as commission_eth,
    cast('unknown' as varchar) as job_type,
    cast(sender = recipient as boolean) as is_self_paid,
    cast(witness_of(_instance) as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast(evidence_of(_instance) || case when witness_of(_instance) = 'subgraph' then ': face value' else '' end as varchar) as evidence,
from tickets
order by event_id
