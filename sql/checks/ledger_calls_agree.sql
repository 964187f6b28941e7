/*
description: >
  Who was active, called and missed in a round is what the pool's and the reward logs say on their own; and so are the
  commission, and what a missed call would have minted where BondingVotes states the stakes. An orchestrator that drops out of
  the pool and joins it again in one round is no longer active in it, which the pool's logs don't show: such rounds are left
  out.
severity: error
models: [main.fct_reward_call, staging.ledger__orchestrator_round, staging.ledger__round]
*/
with
    calls as (
        select *
        from main.fct_reward_call
        where round is not null and exists (select 1 from staging.ledger__round)
    ),
    orchestrators as (select * from staging.ledger__orchestrator_round where is_active or is_rewarded),
    rejoined as (select orchestrator, round from staging.ledger__orchestrator_round where activation_round = round + 1),

    compared as (
        select
            coalesce(orchestrators.orchestrator, calls.orchestrator) as orchestrator,
            coalesce(orchestrators.round, calls.round) as round,
            case
                when orchestrators.is_rewarded and orchestrators.is_active then 'called'
                when orchestrators.is_missed then 'missed'
                when orchestrators.is_active then 'open'
            end as ledger_outcome,
            calls.outcome,
            case when orchestrators.is_rewarded then from_wei(orchestrators.commission_wei) end as ledger_commission_lpt,
            calls.commission_lpt,
            case when calls.missed_gross_lpt is not null then from_wei(orchestrators.missed_gross_wei) end as ledger_missed_gross_lpt,
            calls.missed_gross_lpt,
        from orchestrators
        full join calls on orchestrators.orchestrator = calls.orchestrator and orchestrators.round = calls.round
    )

select *
from compared
where (
        ledger_outcome is distinct from outcome
        or ledger_commission_lpt is distinct from commission_lpt
        or ledger_missed_gross_lpt is distinct from missed_gross_lpt
    )
    and not exists (
        select 1 from rejoined
        where rejoined.orchestrator = compared.orchestrator and rejoined.round = compared.round
    )
order by round, orchestrator
