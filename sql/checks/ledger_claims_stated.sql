/*
description: >
  What each EarningsClaimed log states is what the ledger arrives at: rewards, fees, delegate and last round. An account's
  first claims, before it ever had stake, are of nothing and not in the ledger.
severity: error
models: [staging.ledger__stake_change, staging.ledger__round, staging.chain__earnings_claimed]
*/
with
    changes as (select * from staging.ledger__stake_change),
    logs as (select * from staging.chain__earnings_claimed where exists (select 1 from staging.ledger__round)),
    claims as (select * from changes where kind = 'claim'),

    beginnings as (
        select delegator, min(log_position) as log_position
        from changes
        group by delegator
    ),

    stated as (
        select logs.*
        from logs
        left join beginnings on logs.delegator = beginnings.delegator
        where logs.rewards_lpt <> 0
            or logs.fees_eth <> 0
            or logs.log_position >= beginnings.log_position
    )

select
    coalesce(claims.delegator, stated.delegator) as delegator,
    coalesce(claims.round, stated.end_round) as round,
    coalesce(claims.log_position, stated.log_position) as log_position,
    from_wei(claims.claimed_rewards_wei) as ledger_rewards_lpt,
    stated.rewards_lpt as stated_rewards_lpt,
    from_wei(claims.claimed_fees_wei) as ledger_fees_eth,
    stated.fees_eth as stated_fees_eth,
    claims.delegate as ledger_delegate,
    address_or_null(stated.delegate) as stated_delegate,
from claims
full join stated
    on claims.log_position = stated.log_position
    and claims.delegator = stated.delegator
where from_wei(claims.claimed_rewards_wei) is distinct from stated.rewards_lpt
    or from_wei(claims.claimed_fees_wei) is distinct from stated.fees_eth
    or claims.delegate is distinct from address_or_null(stated.delegate)
    or claims.last_claim_round is distinct from stated.end_round
order by log_position
