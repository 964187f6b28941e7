/*
description: >
  Every payment of a ticket (WinningTicketTransfer) is in fct_fee_flow exactly once: the sums agree in every transaction.
severity: error
models: [main.fct_fee_flow, staging.chain__winning_ticket_transfer]
*/
with
    flows as (
        select transaction_hash, sum(paid_eth) as paid_eth
        from main.fct_fee_flow
        group by transaction_hash
    ),

    transfers as (
        select transaction_hash, sum(amount_eth) as transferred_eth
        from staging.chain__winning_ticket_transfer
        group by transaction_hash
    )

select
    coalesce(flows.transaction_hash, transfers.transaction_hash) as transaction_hash,
    flows.paid_eth,
    transfers.transferred_eth,
from flows
full join transfers on flows.transaction_hash = transfers.transaction_hash
where coalesce(flows.paid_eth, 0) <> coalesce(transfers.transferred_eth, 0)
order by 1
