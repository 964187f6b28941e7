/*
description: >
  What an address is called: the ENS name that it claims and that leads back to it, as the Explorer resolves it. Facts take
  their names from here. Anybody can buy a name that looks like another, so that the address stays beside it.
grain: one row per address that has a name
key: [address]
evidence: reported
questions: [competitors, delegators, activity]
columns:
  - {name: address, type: VARCHAR, unit: none, description: "Address, lower-case", checks: [not_null]}
  - {name: ens_name, type: VARCHAR, unit: none, description: "The name, on one line", checks: [not_null]}
  - {name: url, type: VARCHAR, unit: none, description: "Web page that the owner names; NULL for none"}
  - {name: twitter, type: VARCHAR, unit: none, description: "Account that the owner names; NULL for none"}
  - {name: github, type: VARCHAR, unit: none, description: "Account that the owner names; NULL for none"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "When the Explorer was asked last", checks: [not_null]}
  - {name: source, type: VARCHAR, unit: none, description: "Witness", checks: [not_null, {accepted_values: [explorer]}]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Instance of the source", checks: [not_null]}
  - {name: evidence, type: VARCHAR, unit: none, description: "How the row is known", checks: [not_null, {accepted_values: [reported]}]}
*/
with
    answers as (select * from staging.explorer__ens_name),

    -- the newest answer counts, also where it says that the name is gone
    latest as (
        select *
        from answers
        qualify row_number() over (partition by address order by observed_at desc, _instance) = 1
    )

select
    cast(address as varchar) as address,
    cast(one_line(ens_name) as varchar) as ens_name,
    cast(url as varchar) as url,
    cast(twitter as varchar) as twitter,
    cast(github as varchar) as github,
    cast(observed_at as timestamp) as observed_at,
    cast('explorer' as varchar) as source,
    cast(_instance as varchar) as _instance,
    cast('reported' as varchar) as evidence,
from latest
where ens_name is not null
order by address
