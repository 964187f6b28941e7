/*
description: Addresses of the contracts as the Explorer reads them from the Controller. Of each contract the newest reading counts.
grain: one row per contract
key: [contract, _instance]
evidence: reported
columns:
  - {name: contract, type: VARCHAR, unit: none, description: "Name under which the Explorer lists it", checks: [not_null]}
  - {name: contract_name, type: VARCHAR, unit: none, description: "Name that it shows", checks: [not_null]}
  - {name: address, type: VARCHAR, unit: none, description: "Address, lower case", checks: [not_null]}
  - {name: link, type: VARCHAR, unit: none, description: "Page of the contract at a block explorer"}
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the newest reading began", checks: [not_null]}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    contracts as (select * from raw.explorer__contracts),

    latest as (
        select *
        from contracts
        qualify row_number() over (partition by contract, _instance order by _extracted_at desc) = 1
    )

select
    cast(contract as varchar) as contract,
    cast(name as varchar) as contract_name,
    cast(lower(address) as varchar) as address,
    cast(link as varchar) as link,
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_instance as varchar) as _instance,
from latest
order by contract, _instance
