/*
description: >
  Logs of the network's contracts that the event catalogue doesn't know. They are kept in staging.chain__unknown_event, and no
  mart reads them; many of one kind mean that a contract was upgraded.
severity: warn
models: [staging.chain__unknown_event]
*/
select
    contract,
    topic0,
    count(*) as event_count,
    min(event_id) as example_event_id,
from staging.chain__unknown_event
group by contract, topic0
order by contract, topic0
