/*
description: >
  Transcoding prices as one gateway sees them, out of the price list and of the Explorer's answers about scores, which pass it on: a number
  about one orchestrator, the whole record about all. A price of 0 is none: the orchestrator wasn't reachable, or isn't in the list.
grain: one row per orchestrator, route and snapshot
key: [observed_at, orchestrator, route, _instance]
evidence: reported
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the reading began", checks: [not_null]}
  - {name: observed_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower case", checks: [not_null]}
  - {name: route, type: VARCHAR, unit: none, description: "price_list, or the Explorer's score_list and score", checks: [not_null, {accepted_values: [price_list, score_list, score]}]}
  - {name: price_wei_per_pixel, type: "DECIMAL(38,18)", unit: wei per pixel, description: "Price of a transcoded pixel; NULL where none is known"}
  - {name: price_text, type: VARCHAR, unit: wei per pixel, description: "The price as the digits that were sent; NULL where the list doesn't have the orchestrator"}
  - {name: service_uri, type: VARCHAR, unit: none, description: "Address of the orchestrator's service"}
  - {name: is_active, type: BOOLEAN, unit: none, description: "The orchestrator is in the active set"}
  - {name: status, type: VARCHAR, unit: none, description: "Its state in the list's words"}
  - {name: reward_cut_share, type: "DECIMAL(9,6)", unit: "0..1", description: "Share of the rewards that the orchestrator keeps"}
  - {name: fee_share, type: "DECIMAL(9,6)", unit: "0..1", description: "Share of the fees that its delegators get"}
  - {name: delegated_stake_lpt, type: "DECIMAL(38,18)", unit: LPT, description: "Stake, as precise as the list has it, which may be a floating-point number"}
  - {name: last_reward_round, type: BIGINT, unit: round, description: "Last round in which it called for its reward"}
  - {name: activation_round, type: BIGINT, unit: round, description: "Round in which it became active"}
  - {name: deactivation_round, type: BIGINT, unit: round, description: "Round in which it stops being active; NULL for never"}
  - {name: updated_at, type: TIMESTAMP, unit: UTC, description: "When the list asked the orchestrator; NULL where it isn't stated"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    price_list as (select * from raw.explorer__prices),

    score_list as (select * from raw.explorer__scores),

    single as (select * from raw.explorer__score),

    records as (
        select
            'price_list' as route, address as orchestrator, price_per_pixel, service_uri, active, status, reward_cut, fee_share, delegated_stake,
            last_reward_round, activation_round, deactivation_round, updated_at, _extracted_at, _instance,
        from price_list
        union all
        select
            'score_list' as route, orchestrator,
            case json_type(price_per_pixel)
                when 'OBJECT' then json_extract_string(price_per_pixel, '$.PricePerPixel')
                else price_per_pixel
            end as price_per_pixel,
            json_extract_string(price_per_pixel, '$.ServiceURI') as service_uri,
            try_cast(json_extract_string(price_per_pixel, '$.Active') as boolean) as active,
            json_extract_string(price_per_pixel, '$.Status') as status,
            json_extract_string(price_per_pixel, '$.RewardCut') as reward_cut,
            json_extract_string(price_per_pixel, '$.FeeShare') as fee_share,
            json_extract_string(price_per_pixel, '$.DelegatedStake') as delegated_stake,
            try_cast(json_extract_string(price_per_pixel, '$.LastRewardRound') as bigint) as last_reward_round,
            try_cast(json_extract_string(price_per_pixel, '$.ActivationRound') as bigint) as activation_round,
            json_extract_string(price_per_pixel, '$.DeactivationRound') as deactivation_round,
            try_cast(json_extract_string(price_per_pixel, '$.UpdatedAt') as bigint) as updated_at,
            _extracted_at,
            _instance,
        from score_list
        union all
        select
            'score' as route, orchestrator, price_per_pixel, null, null, null, null, null, null, null, null, null, null,
            _extracted_at, _instance,
        from single
    ),

    latest as (
        select *
        from records
        qualify row_number() over (
            partition by _extracted_at, lower(orchestrator), route, _instance
            order by updated_at desc nulls last, orchestrator, price_per_pixel
        ) = 1
    )

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as observed_date,
    cast(lower(orchestrator) as varchar) as orchestrator,
    cast(route as varchar) as route,
    cast(nullif(try_cast(price_per_pixel as decimal(38, 18)), 0) as decimal(38, 18)) as price_wei_per_pixel,
    cast(price_per_pixel as varchar) as price_text,
    cast(service_uri as varchar) as service_uri,
    cast(active as boolean) as is_active,
    cast(status as varchar) as status,
    cast(share_of_ppm(try_cast(reward_cut as decimal(18, 0))) as decimal(9, 6)) as reward_cut_share,
    cast(share_of_ppm(try_cast(fee_share as decimal(18, 0))) as decimal(9, 6)) as fee_share,
    cast(from_wei(try_cast(delegated_stake as decimal(38, 0))) as decimal(38, 18)) as delegated_stake_lpt,
    cast(last_reward_round as bigint) as last_reward_round,
    cast(activation_round as bigint) as activation_round,
    cast(try_cast(deactivation_round as bigint) as bigint) as deactivation_round,
    cast(utc_of(nullif(updated_at, 0)) as timestamp) as updated_at,
    cast(_instance as varchar) as _instance,
from latest
order by observed_at, orchestrator, route, _instance
