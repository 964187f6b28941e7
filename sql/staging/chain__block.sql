/*
description: "Blocks that logs are in, with what the logs don't say of them: the time, the L1 block number that contracts see, and the base fee."
grain: one row per block of an instance's chain
key: [_instance, block_number]
evidence: onchain
columns:
  - {name: block_number, type: BIGINT, unit: block, description: "Number of the block: an L2 block on Arbitrum.", checks: [not_null]}
  - {name: block_hash, type: VARCHAR, unit: none, description: "Hash of the block, lower-case 0x text.", checks: [not_null]}
  - {name: parent_hash, type: VARCHAR, unit: none, description: "Hash of the block before, lower-case 0x text."}
  - {name: block_at, type: TIMESTAMP, unit: UTC, description: "Time of the block, to the second; several blocks share one.", checks: [not_null]}
  - {name: block_date, type: DATE, unit: UTC, description: "Date of the block."}
  - {name: l1_block_number, type: BIGINT, unit: L1 block, description: "Number of the Ethereum block that contracts saw as block.number; NULL on Ethereum itself and where the endpoint doesn't say."}
  - {name: base_fee_wei, type: BIGINT, unit: wei, description: "Base fee per gas; NULL before Nitro (block 22,207,817 of Arbitrum One)."}
  - {name: base_fee_gwei, type: "DECIMAL(28,9)", unit: gwei, description: "Base fee per gas; NULL before Nitro."}
  - {name: transaction_count, type: BIGINT, unit: none, description: "Transactions in the block, among them one of Arbitrum's own in each of its blocks."}
  - {name: _instance, type: VARCHAR, unit: none, description: "Configured occurrence of the source that the block is from."}
checks:
  - name: a_block_once
    severity: warn
    description: "No two blocks of an instance have one hash."
    sql: "select _instance, block_hash from staging.chain__block group by _instance, block_hash having count(*) > 1"
*/
with
    blocks as (select * from raw.chain__blocks),

    -- The same block is looked up for several files of logs. After a reorganisation there are two of one number: the one
    -- that was looked up last is the chain's.
    ranked as (
        select
            *,
            row_number() over (
                partition by _instance, block_number
                order by _extracted_at desc, block_hash desc
            ) as rank_of_row,
        from blocks
    )
select
    cast(block_number as BIGINT) as block_number,
    cast(block_hash as VARCHAR) as block_hash,
    cast(parent_hash as VARCHAR) as parent_hash,
    cast(make_timestamp(block_timestamp * 1000000) as TIMESTAMP) as block_at,
    cast(make_timestamp(block_timestamp * 1000000) as DATE) as block_date,
    cast(l1_block_number as BIGINT) as l1_block_number,
    cast(base_fee_per_gas as BIGINT) as base_fee_wei,
    cast(base_fee_per_gas * 0.000000001::DECIMAL(9,9) as DECIMAL(28,9)) as base_fee_gwei,
    cast(transaction_count as BIGINT) as transaction_count,
    cast(_instance as VARCHAR) as _instance,
from ranked
where rank_of_row = 1
order by _instance, block_number
