/*
description: >
  The stake that a Bond log states is the account's stake before it and what it adds. A failure means that logs of the
  BondingManager are missing, or that the first block asked for is later than its deployment.
severity: error
models: [main.fct_stake_change, staging.chain__bond]
*/
select
    changes.event_id,
    changes.delegator,
    changes.bonded_before_lpt,
    changes.change_lpt,
    bonds.bonded_amount_lpt as stated_lpt,
from main.fct_stake_change as changes
inner join staging.chain__bond as bonds on changes.event_id = bonds.event_id
where changes.bonded_after_lpt <> bonds.bonded_amount_lpt
order by changes.event_id
