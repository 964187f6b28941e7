/*
description: >
  LPT in the Minter that no stake action brought: somebody sent it there. It belongs to nobody, and changes no stake. Below 0,
  LPT that stake actions account for has left in a way that no log of them tells.
severity: warn
models: [staging.ledger__round]
*/
with
    rounds as (select * from staging.ledger__round),
    changes as (select *, lag(unexplained_wei) over (order by round) as previous_wei from rounds)

select round, unexplained_wei, unexplained_wei - coalesce(previous_wei, 0) as change_wei
from changes
where unexplained_wei <> coalesce(previous_wei, 0)
order by round
