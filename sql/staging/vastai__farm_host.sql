/*
description: >
  Hosts on Vast.AI as the public exporter 500.farm groups the machines, one snapshot an hour. A host whose machines stand at
  several places is several rows.
grain: one row per host, place and snapshot
key: [observed_at, host_id, machine_ids, _instance]
evidence: quoted
columns:
  - {name: observed_at, type: TIMESTAMP, unit: UTC, description: "Instant at which the snapshot began", checks: [not_null]}
  - {name: market_date, type: DATE, unit: UTC, description: "Date of observed_at", checks: [not_null]}
  - {name: stated_at, type: TIMESTAMP, unit: UTC, description: "Time that the answer states of itself; the exporter renews it every minute"}
  - {name: is_stale, type: BOOLEAN, unit: none, description: "The answer was more than 15 minutes old when it was asked for: the exporter did not get on with Vast.AI; NULL where it states no time"}
  - {name: host_id, type: BIGINT, unit: none, description: "Account that rents the machine out", checks: [not_null]}
  - {name: machine_ids, type: VARCHAR, unit: none, description: "JSON list of the machines", checks: [not_null]}
  - {name: machine_count, type: BIGINT, unit: none, description: "Machines in the list"}
  - {name: gpu_count, type: BIGINT, unit: none, description: "GPUs of all models"}
  - {name: gpus, type: VARCHAR, unit: none, description: "JSON object of GPUs by model as the source writes them", checks: [not_null]}
  - {name: tflops, type: DOUBLE, unit: TFLOPS, description: "Computing power of all GPUs"}
  - {name: is_datacenter, type: BOOLEAN, unit: none, description: "The host is a data centre"}
  - {name: country_code, type: VARCHAR, unit: none, description: "Country of the location"}
  - {name: location_name, type: VARCHAR, unit: none, description: "Town and region of the location; coordinates are not kept"}
  - {name: ip_address_count, type: BIGINT, unit: none, description: "Number of its addresses, which are not kept"}
  - {name: inet_up_mbps, type: DOUBLE, unit: Mbit/s, description: "Measured speed from the machine"}
  - {name: inet_down_mbps, type: DOUBLE, unit: Mbit/s, description: "Measured speed to the machine"}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the row is from", checks: [not_null]}
*/
with
    rows_as_sent as (select * from raw.vastai__farm_hosts),

    timed as (
        select
            *,
            try_cast(envelope_at as timestamptz) at time zone 'UTC' as stated_at,
        from rows_as_sent
    )

select
    cast(_extracted_at at time zone 'UTC' as timestamp) as observed_at,
    cast(_extracted_at at time zone 'UTC' as date) as market_date,
    cast(stated_at as timestamp) as stated_at,
    cast(date_diff('second', stated_at, _extracted_at at time zone 'UTC') > 900 as boolean) as is_stale,
    cast(host_id as bigint) as host_id,
    cast(machine_ids as varchar) as machine_ids,
    cast(len(try_cast(machine_ids as bigint[])) as bigint) as machine_count,
    cast(list_sum(map_values(try_cast(try_cast(gpus as json) as map(varchar, bigint)))) as bigint) as gpu_count,
    cast(gpus as varchar) as gpus,
    cast(tflops as double) as tflops,
    cast(datacenter as boolean) as is_datacenter,
    cast(json_extract_string(location, '$.country') as varchar) as country_code,
    cast(json_extract_string(location, '$.location') as varchar) as location_name,
    cast(ip_address_count as bigint) as ip_address_count,
    cast(inet_up as double) as inet_up_mbps,
    cast(inet_down as double) as inet_down_mbps,
    cast(_instance as varchar) as _instance,
from timed
order by observed_at, host_id, machine_ids, _instance
