/*
description: "Every delegate at the end of each UTC day by the bonding ledger. The last day is as of the last log."
grain: one row per UTC day and account that anything is delegated to at its end
key: [day_date, delegate]
evidence: onchain
columns:
  - {name: day_date, type: DATE, unit: UTC, description: "Day.", checks: [not_null]}
  - {name: round, type: BIGINT, unit: round, description: "Last round initialised by the day's end.", checks: [not_null]}
  - {name: delegate, type: VARCHAR, unit: none, description: "Account, lower-case 0x text.", checks: [not_null]}
  - {name: delegated_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT delegated to it.", checks: [not_null]}
  - {name: own_stake_wei, type: "DECIMAL(38,0)", unit: wei, description: "LPT of its own stake, unclaimed earnings included; 0 if it doesn't delegate to itself.", checks: [not_null]}
  - {name: delegator_count, type: BIGINT, unit: none, description: "Accounts with stake delegated to it, itself included.", checks: [not_null]}
  - {name: is_active, type: BOOLEAN, unit: none, description: "In the active set of the round in which the day ends.", checks: [not_null]}
  - {name: in_pool, type: BOOLEAN, unit: none, description: "Among the next round's active orchestrators.", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the logs are from."}
*/
with
    rows as (select * from raw.ledger__delegate_day)
select
    cast(day_date as DATE) as day_date,
    cast(round as BIGINT) as round,
    cast(delegate as VARCHAR) as delegate,
    cast(delegated_wei as DECIMAL(38,0)) as delegated_wei,
    cast(own_stake_wei as DECIMAL(38,0)) as own_stake_wei,
    cast(delegator_count as BIGINT) as delegator_count,
    cast(is_active as BOOLEAN) as is_active,
    cast(in_pool as BOOLEAN) as in_pool,
    cast(_instance as VARCHAR) as _instance,
from rows
order by day_date, delegate
