/*
description: >
  ENS names of orchestrators as the Explorer resolves them, with what they say of themselves there. Of each address the newest answer counts; addresses
  without a name have a row too.
grain: one row per address
key: [address, _instance]
evidence: reported
columns:
  - {name: address, type: VARCHAR, unit: none, description: "Address, lower case", checks: [not_null]}
  - {name: ens_name, type: VARCHAR, unit: none, description: "Name that the address claims and that leads back to it; NULL for none"}
  - {name: short_id, type: VARCHAR, unit: none, description: "Abbreviation of the address that the Explorer shows"}
  - {name: description, type: VARCHAR, unit: none, description: "What the owner writes, HTML as the Explorer has cleaned it"}
  - {name: url, type: VARCHAR, unit: none, description: "Web page that the owner names"}
  - {name: twitter, type: VARCHAR, unit: none, description: "Account that the owner names"}
  - {name: github, type: VARCHAR, unit: none, description: "Account that the owner names"}
  - {name: avatar, type: VARCHAR, unit: none, description: "Path of the picture at the Explorer"}
  - {name: refusal, type: VARCHAR, unit: none, description: "What the Explorer said if it doesn't answer for this address; else NULL"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the reading began", checks: [not_null]}
  - {name: asked_date, type: DATE, unit: UTC, description: "Monday of the week for which it was asked", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    answers as (select * from raw.explorer__ens),

    latest as (
        select *
        from answers
        qualify row_number() over (partition by lower(address), _instance order by asked_for desc, _extracted_at desc, address) = 1
    )

select
    cast(lower(address) as varchar) as address,
    cast(nullif(name, '') as varchar) as ens_name,
    cast(id_short as varchar) as short_id,
    cast(description as varchar) as description,
    cast(nullif(url, '') as varchar) as url,
    cast(nullif(twitter, '') as varchar) as twitter,
    cast(nullif(github, '') as varchar) as github,
    cast(avatar as varchar) as avatar,
    cast(refusal as varchar) as refusal,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(asked_for as date) as asked_date,
    cast(_instance as varchar) as _instance,
from latest
order by address, _instance
