/*
description: >
  Stake and fees of an account with what it hasn't claimed yet, as the contracts answer the Explorer in the round of the answer.
grain: one row per account and day asked for
key: [asked_date, account, _instance]
evidence: reported
columns:
  - {name: asked_date, type: DATE, unit: UTC, description: "Day for which it was asked", checks: [not_null]}
  - {name: account, type: VARCHAR, unit: none, description: "Address of the account, lower case", checks: [not_null]}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the reading began; the answer is of then, also where that is the day after asked_date", checks: [not_null]}
  - {name: pending_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake with unclaimed rewards", checks: [not_null]}
  - {name: pending_fees_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Fees with unclaimed ones; NULL where they aren't stated"}
  - {name: cdn_age_seconds, type: BIGINT, unit: s, description: "How long the answer had lain in the cache; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    answers as (select * from raw.explorer__pending_stake),

    latest as (
        select *
        from answers
        qualify row_number() over (partition by asked_for, account, _instance order by _extracted_at desc) = 1
    )

select
    cast(asked_for as date) as asked_date,
    cast(lower(account) as varchar) as account,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(from_wei(pending_stake) as decimal(38, 18)) as pending_stake_lpt,
    cast(from_wei(pending_fees) as decimal(38, 18)) as pending_fees_eth,
    cast(cdn_age as bigint) as cdn_age_seconds,
    cast(_instance as varchar) as _instance,
from latest
order by asked_date, account, _instance
