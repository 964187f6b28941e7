/*
description: "The rounds by the bonding ledger: what could be minted and was, and where all LPT and ETH stands at each round's end, before the next one is initialised. Sums over all accounts, exact to the wei."
grain: one row per initialised round, the open one included
key: [round]
evidence: onchain
columns:
  - {name: round, type: BIGINT, unit: round, description: "Number of the round.", checks: [not_null]}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of its NewRound log.", checks: [not_null]}
  - {name: log_index, type: BIGINT, unit: none, description: "Position of its NewRound log within its block, from 0.", checks: [not_null]}
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction of its NewRound log, lower-case 0x text.", checks: [not_null]}
  - {name: event_at, type: TIMESTAMP, unit: UTC, description: "Time of the block of its NewRound log; NULL where the log carries none."}
  - {name: is_closed, type: BOOLEAN, unit: none, description: "The round is over; false for the open one, whose figures are those of the last log.", checks: [not_null]}
  - {name: total_stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of all active orchestrators at the round's start, which rewards are divided by.", checks: [not_null]}
  - {name: mintable_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that the round's reward calls can mint together.", checks: [not_null]}
  - {name: minted_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that they minted.", checks: [not_null]}
  - {name: inflation_ppb, type: BIGINT, unit: ppb, description: "Inflation of the round in parts per billion of the supply.", checks: [not_null]}
  - {name: treasury_rate_p27, type: "DECIMAL(38,0)", unit: parts per 1e27, description: "The treasury's part of rewards; NULL while it isn't known."}
  - {name: pool_count, type: BIGINT, unit: none, description: "Orchestrators in the pool at the end.", checks: [not_null]}
  - {name: minter_lpt_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that the Minter holds, by the token's transfers.", checks: [not_null]}
  - {name: treasury_lpt_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that the treasury holds, by the token's transfers.", checks: [not_null]}
  - {name: supply_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT minted on this chain minus what was burned.", checks: [not_null]}
  - {name: delegated_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT delegated to all delegates: bonded_wei + pending_rewards_wei + dust_wei.", checks: [not_null]}
  - {name: bonded_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT stake of all accounts as of their last claims.", checks: [not_null]}
  - {name: pending_rewards_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that they have earned since and not claimed.", checks: [not_null]}
  - {name: dust_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT that nobody can claim: forfeited_wei, what it has earned since, and what floors leave.", checks: [not_null]}
  - {name: forfeited_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT given up so far by claims before a round's reward call.", checks: [not_null]}
  - {name: locked_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT being unbonded or waiting to be withdrawn.", checks: [not_null]}
  - {name: unexplained_wei, type: "DECIMAL(38,0)", unit: wei, description: "minter_lpt_wei - delegated_wei - locked_wei: LPT that came to the Minter without a stake action; below 0 if some is missing.", checks: [not_null]}
  - {name: deposits_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH deposits of all gateways.", checks: [not_null]}
  - {name: reserves_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH reserves of all gateways.", checks: [not_null]}
  - {name: fees_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH that accounts can withdraw, claimed or not.", checks: [not_null]}
  - {name: fee_dust_wei, type: "DECIMAL(38,0)", unit: wei, description: "ETH that tickets paid and nobody can claim.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__round)
select
    cast(round as BIGINT) as round,
    cast(block_number as BIGINT) as block_number,
    cast(log_index as BIGINT) as log_index,
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(event_at as TIMESTAMP) as event_at,
    cast(is_closed as BOOLEAN) as is_closed,
    cast(total_stake_wei as DECIMAL(38,0)) as total_stake_wei,
    cast(mintable_wei as DECIMAL(38,0)) as mintable_wei,
    cast(minted_wei as DECIMAL(38,0)) as minted_wei,
    cast(inflation_ppb as BIGINT) as inflation_ppb,
    cast(treasury_rate_p27 as DECIMAL(38,0)) as treasury_rate_p27,
    cast(pool_count as BIGINT) as pool_count,
    cast(minter_lpt_wei as DECIMAL(38,0)) as minter_lpt_wei,
    cast(treasury_lpt_wei as DECIMAL(38,0)) as treasury_lpt_wei,
    cast(supply_wei as DECIMAL(38,0)) as supply_wei,
    cast(delegated_wei as DECIMAL(38,0)) as delegated_wei,
    cast(bonded_wei as DECIMAL(38,0)) as bonded_wei,
    cast(pending_rewards_wei as DECIMAL(38,0)) as pending_rewards_wei,
    cast(dust_wei as DECIMAL(38,0)) as dust_wei,
    cast(forfeited_wei as DECIMAL(38,0)) as forfeited_wei,
    cast(locked_wei as DECIMAL(38,0)) as locked_wei,
    cast(unexplained_wei as DECIMAL(38,0)) as unexplained_wei,
    cast(deposits_wei as DECIMAL(38,0)) as deposits_wei,
    cast(reserves_wei as DECIMAL(38,0)) as reserves_wei,
    cast(fees_wei as DECIMAL(38,0)) as fees_wei,
    cast(fee_dust_wei as DECIMAL(38,0)) as fee_dust_wei,
    cast(_instance as VARCHAR) as _instance,
from rows
order by round
