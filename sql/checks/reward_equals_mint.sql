/*
description: >
  Reward and TreasuryReward of a transaction are together what LPT's Mint logs mint to the Minter in it. Asked only where the
  lake holds Mint logs at all. A failure means that logs of one of the contracts are missing.
severity: error
models: [staging.chain__reward, staging.chain__treasury_reward, staging.chain__mint, staging.chain__set_current_reward_tokens]
*/
with
    rewarded as (
        select transaction_hash, sum(amount_lpt) as rewarded_lpt
        from (
            select transaction_hash, amount_lpt from staging.chain__reward
            union all
            select transaction_hash, amount_lpt from staging.chain__treasury_reward
        ) as parts
        group by transaction_hash
    ),

    minted as (
        select transaction_hash, sum(amount_lpt) as minted_lpt
        from staging.chain__mint
        where to_address in (select contract_address from staging.chain__set_current_reward_tokens)
        group by transaction_hash
    )

select
    rewarded.transaction_hash,
    rewarded.rewarded_lpt,
    minted.minted_lpt,
from rewarded
left join minted on rewarded.transaction_hash = minted.transaction_hash
where rewarded.rewarded_lpt <> coalesce(minted.minted_lpt, 0)
    and exists (select 1 from minted)
order by rewarded.transaction_hash
