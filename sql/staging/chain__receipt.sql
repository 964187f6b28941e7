/*
description: "What the transactions cost by which orchestrators and gateways act: rewards, redemptions, new rounds, votes, settings, funding. Failed transactions emit no logs and so are not among them: sums of cost are lower bounds."
grain: one row per transaction of an instance's chain
key: [_instance, transaction_hash]
evidence: onchain
columns:
  - {name: transaction_hash, type: VARCHAR, unit: none, description: "Hash of the transaction, lower-case 0x text.", checks: [not_null]}
  - {name: block_number, type: BIGINT, unit: block, description: "Block of the transaction: an L2 block on Arbitrum.", checks: [not_null]}
  - {name: block_hash, type: VARCHAR, unit: none, description: "Hash of the block, lower-case 0x text."}
  - {name: transaction_index, type: BIGINT, unit: none, description: "Position of the transaction within its block, from 0."}
  - {name: from_address, type: VARCHAR, unit: none, description: "Account that sent the transaction and paid for it; it need not be the orchestrator that it is about. Lower-case 0x text.", checks: [not_null]}
  - {name: to_address, type: VARCHAR, unit: none, description: "Contract that was called; NULL where the transaction created one. Lower-case 0x text."}
  - {name: transaction_type, type: BIGINT, unit: none, description: "Type of the transaction: 0 to 4, or one of Arbitrum's own, 100 to 106, and 120 for those from before Nitro."}
  - {name: is_successful, type: BOOLEAN, unit: none, description: "Whether the transaction was not reverted; NULL where the receipt has no status."}
  - {name: gas_used, type: BIGINT, unit: gas, description: "Gas used and paid for, the L1 part included."}
  - {name: gas_used_for_l1, type: BIGINT, unit: gas, description: "Part of the gas used that pays for the transaction's data on L1, in gas of the transaction's own chain; NULL where the receipt doesn't say."}
  - {name: gas_price_wei, type: BIGINT, unit: wei, description: "Price paid per gas; NULL where the receipt doesn't say."}
  - {name: gas_price_gwei, type: "DECIMAL(28,9)", unit: gwei, description: "Price paid per gas; NULL where the receipt doesn't say."}
  - {name: cost_eth, type: "DECIMAL(38,18)", unit: ETH, description: "What the transaction cost: gas used times the price paid, exactly. Before Nitro both are in units of their own and the figure is the best there is, not a proven one."}
  - {name: l1_cost_eth, type: "DECIMAL(38,18)", unit: ETH, description: "Part of the cost that pays for the transaction's data on L1; contained in cost_eth."}
  - {name: l1_part_share, type: DOUBLE, unit: share, description: "gas_used_for_l1 over gas_used, 0 to 1."}
  - {name: l1_block_number, type: BIGINT, unit: L1 block, description: "Number of the Ethereum block that the transaction saw as block.number; NULL where the receipt doesn't say."}
  - {name: log_count, type: BIGINT, unit: none, description: "Logs that the transaction emitted, of any contract."}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the receipt is from."}
checks:
  - name: l1_part_is_a_part
    severity: warn
    description: "The gas for L1 is contained in the gas used."
    sql: "select _instance, transaction_hash, gas_used, gas_used_for_l1 from staging.chain__receipt where gas_used_for_l1 > gas_used"
*/
with
    receipts as (select * from raw.chain__receipts),

    -- The same transaction is looked up for several files of logs. After a reorganisation it can be in another block: where
    -- it was looked up last is where it is.
    ranked as (
        select
            *,
            row_number() over (
                partition by _instance, transaction_hash
                order by _extracted_at desc, block_number desc, block_hash desc
            ) as rank_of_row,
        from receipts
    ),

    -- In wei: gas and price are at most 63 bits each, so their product fits a HUGEINT.
    costs as (
        select
            *,
            cast(cast(gas_used as HUGEINT) * effective_gas_price as DECIMAL(38,0)) as cost_wei,
            cast(cast(gas_used_for_l1 as HUGEINT) * effective_gas_price as DECIMAL(38,0)) as l1_cost_wei,
        from ranked
        where rank_of_row = 1
    )
select
    cast(transaction_hash as VARCHAR) as transaction_hash,
    cast(block_number as BIGINT) as block_number,
    cast(block_hash as VARCHAR) as block_hash,
    cast(transaction_index as BIGINT) as transaction_index,
    cast(from_address as VARCHAR) as from_address,
    cast(to_address as VARCHAR) as to_address,
    cast(transaction_type as BIGINT) as transaction_type,
    cast(status = 1 as BOOLEAN) as is_successful,
    cast(gas_used as BIGINT) as gas_used,
    cast(gas_used_for_l1 as BIGINT) as gas_used_for_l1,
    cast(effective_gas_price as BIGINT) as gas_price_wei,
    cast(effective_gas_price * 0.000000001::DECIMAL(9,9) as DECIMAL(28,9)) as gas_price_gwei,
    cast(cost_wei * 0.000000000000000001::DECIMAL(18,18) as DECIMAL(38,18)) as cost_eth,
    cast(l1_cost_wei * 0.000000000000000001::DECIMAL(18,18) as DECIMAL(38,18)) as l1_cost_eth,
    cast(gas_used_for_l1 / nullif(gas_used, 0) as DOUBLE) as l1_part_share,
    cast(l1_block_number as BIGINT) as l1_block_number,
    cast(log_count as BIGINT) as log_count,
    cast(_instance as VARCHAR) as _instance,
from costs
order by _instance, transaction_hash
