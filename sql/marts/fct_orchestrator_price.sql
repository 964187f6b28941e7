/*
description: >
  What orchestrators ask for a transcoded pixel, as the gateway behind the public price list was told when it asked them: the
  list of the present, its history, and the Explorer, which passes the list on. One gateway's view: an operator can quote
  another gateway another price, a quote in wei moves with ETH when the operator's price is one in USD, and it contains about
  1 % or more for the cost of redeeming tickets. AI prices aren't in it.
grain: one row per moment at which the price stood, orchestrator and witness
key: [priced_at, orchestrator, source, _instance]
evidence: quoted
questions: [implied-cost, demand-curve, selection, triggers]
columns:
  - {name: priced_at, type: TIMESTAMP, unit: UTC, description: "When the gateway asked the orchestrator (updated_at of the list); where that isn't stated, when the Explorer was read", checks: [not_null]}
  - {name: price_date, type: DATE, unit: UTC, description: "Date of priced_at", checks: [not_null]}
  - {name: orchestrator, type: VARCHAR, unit: none, description: "Address of the orchestrator, lower-case", checks: [not_null]}
  - {name: orchestrator_name, type: VARCHAR, unit: none, description: "ENS name, or the short form of the address", checks: [not_null]}
  - {name: price_wei_per_pixel, type: "DECIMAL(38,18)", unit: wei per pixel, description: "Price of an output pixel; NULL where the orchestrator quoted none: the list says 0"}
  - {name: previous_price_wei_per_pixel, type: "DECIMAL(38,18)", unit: wei per pixel, description: "The last price before by the same witness; NULL for the first"}
  - {name: change_share, type: DOUBLE, unit: share, description: "price_wei_per_pixel / previous_price_wei_per_pixel - 1"}
  - {name: is_latest, type: BOOLEAN, unit: none, description: "The newest statement of this witness about the orchestrator", checks: [not_null]}
  - {name: is_time_stated, type: BOOLEAN, unit: none, description: "The witness says when the gateway asked", checks: [not_null]}
  - {name: service_uri, type: VARCHAR, unit: none, description: "Address of the node that was asked; NULL where it isn't stated"}
  - {name: first_read_at, type: TIMESTAMP, unit: UTC, description: "First reading that states the row; NULL for the history"}
  - {name: last_read_at, type: TIMESTAMP, unit: UTC, description: "Last reading that states the row: it was still the list's newest then; NULL for the history"}
  - {name: source, type: VARCHAR, unit: none, description: "Witness", checks: [not_null, {accepted_values: [price_list, price_history, explorer]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [quoted]}]}
checks:
  - name: prices_are_above_zero
    severity: error
    description: A price is more than 0, or it isn't known.
    sql: select * from main.fct_orchestrator_price where price_wei_per_pixel <= 0 or previous_price_wei_per_pixel <= 0
*/
with
    readings as (select * from staging.explorer__price),
    history as (select * from staging.explorer__price_history),
    names as (select * from main.dim_ens_name),

    -- whom the list doesn't have, the Explorer gives the price 0; in the list itself 0 is somebody who quoted none
    stated as (
        select
            case route when 'price_list' then 'price_list' else 'explorer' end as source,
            coalesce(updated_at, observed_at) as priced_at,
            updated_at is not null as is_time_stated,
            orchestrator,
            price_wei_per_pixel,
            service_uri,
            observed_at,
            route,
            _instance,
        from readings
        where price_wei_per_pixel is not null or updated_at is not null
    ),

    -- a list that is read again says the same of the same moment; should it not, the last reading counts
    listed as (
        select
            *,
            min(observed_at) over (partition by source, priced_at, orchestrator, _instance) as first_read_at,
            max(observed_at) over (partition by source, priced_at, orchestrator, _instance) as last_read_at,
        from stated
        qualify row_number() over (
            partition by source, priced_at, orchestrator, _instance order by observed_at desc, route = 'score_list' desc
        ) = 1
    ),

    quotes as (
        select source, priced_at, is_time_stated, orchestrator, price_wei_per_pixel, service_uri, first_read_at, last_read_at, _instance
        from listed
        union all by name
        select 'price_history' as source, priced_at, true as is_time_stated, orchestrator, price_wei_per_pixel, _instance
        from history
    ),

    compared as (
        select
            *,
            lag(price_wei_per_pixel ignore nulls) over (
                partition by source, orchestrator, _instance order by priced_at
            ) as previous_price_wei_per_pixel,
            lead(priced_at) over (partition by source, orchestrator, _instance order by priced_at) is null as is_latest,
        from quotes
    )

select
    cast(compared.priced_at as timestamp) as priced_at,
    cast(compared.priced_at as date) as price_date,
    cast(compared.orchestrator as varchar) as orchestrator,
    cast(coalesce(names.ens_name, short_address(compared.orchestrator)) as varchar) as orchestrator_name,
    cast(compared.price_wei_per_pixel as decimal(38, 18)) as price_wei_per_pixel,
    cast(compared.previous_price_wei_per_pixel as decimal(38, 18)) as previous_price_wei_per_pixel,
    cast(
        cast(compared.price_wei_per_pixel as double) / cast(compared.previous_price_wei_per_pixel as double) - 1 as double
    ) as change_share,
    cast(compared.is_latest as boolean) as is_latest,
    cast(compared.is_time_stated as boolean) as is_time_stated,
    cast(compared.service_uri as varchar) as service_uri,
    cast(compared.first_read_at as timestamp) as first_read_at,
    cast(compared.last_read_at as timestamp) as last_read_at,
    cast(compared.source as varchar) as source,
    cast(compared._instance as varchar) as _instance,
    cast('quoted' as varchar) as evidence,
from compared
left join names on compared.orchestrator = names.address
order by priced_at, orchestrator, source, _instance
