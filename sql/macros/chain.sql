-- The address that means "none" in the contracts' events becomes NULL.
create macro address_or_null(address) as
    nullif(address, '0x0000000000000000000000000000000000000000');

-- The round in which a ticket was created: the first of the two words of a redemption's auxData. NULL if there is none or
-- if it is larger than any round can be.
create macro created_round_of(aux_data) as
    case
        when length(aux_data) >= 66 and substr(aux_data, 3, 52) = repeat('0', 52)
            then cast('0x' || substr(aux_data, 55, 12) as bigint)
    end;

-- winProb is a numerator over 2^256 - 1, too wide for any integer type here; as a DOUBLE the two denominators are one.
create macro win_probability_of(win_prob) as
    cast(win_prob as double) / pow(2::double, 256);

-- The page of a transaction at Arbitrum One's public explorer; NULL for other chains. An event_id begins with the chain id.
create macro explorer_url_of(event_id, transaction_hash) as
    case when event_id like '42161-%' then 'https://arbiscan.io/tx/' || transaction_hash end;

-- A log's place in the total order of the chain's logs, taken apart again.
create macro block_number_of(log_position) as log_position // 1000000;

create macro log_index_of(log_position) as log_position % 1000000;

-- The support of a governor's vote in words.
create macro support_text(support) as
    case support when 0 then 'Against' when 1 then 'For' when 2 then 'Abstain' else 'an unknown option (' || support || ')' end;

-- A poll counts 0 as yes and 1 as no; the contract accepts other numbers, which count for nothing.
create macro poll_choice_text(choice_id) as
    case choice_id when 0 then 'Yes' when 1 then 'No' else 'an option that does not count (' || choice_id || ')' end;
