-- Text for people: what a sentence shows. Numbers to compute with are in the columns beside it.

-- 0x1234…abcd
create macro short_address(address) as
    substr(address, 1, 6) || '…' || right(address, 4);

-- 1,234.50; an amount that would read 0.00 but isn't is shown as <0.01.
create macro amount_text(amount) as
    case
        when amount > 0 and amount < 0.005 then '<0.01'
        else
            case when round(amount, 2) < 0 then '-' else '' end
            || format('{:,}', cast(floor(abs(round(amount, 2))) as hugeint))
            || '.'
            || right(cast(cast(abs(round(amount, 2)) as decimal(38, 2)) as varchar), 2)
    end;

-- A number without the zeros that say nothing: 12.500000 → 12.5, 10.000000 → 10.
create macro trimmed_number(number) as
    rtrim(rtrim(cast(cast(number as decimal(18, 6)) as varchar), '0'), '.');

-- 12.5 %
create macro percent_text(share) as
    trimmed_number(share * 100) || ' %';

-- +15 points, -2.5 points
create macro points_text(share_change) as
    case when share_change > 0 then '+' else '' end || trimmed_number(share_change * 100) || ' points';

-- The first line of a text, without the marks of a Markdown heading.
create macro title_of(description) as
    trim(ltrim(split_part(trim(description, chr(10) || chr(13) || ' '), chr(10), 1), '#'), chr(13) || ' ');

-- Free text of strangers on one line, and no longer than a sentence bears.
create macro one_line(text) as
    case
        when length(trim(text)) > 200 then left(regexp_replace(trim(text), '\s+', ' ', 'g'), 200) || '…'
        else regexp_replace(trim(text), '\s+', ' ', 'g')
    end;

-- An account as a sentence shows it: a label never without its address.
create macro account_text(label, address) as
    coalesce(label || ' (' || short_address(address) || ')', short_address(address), 'nobody');

-- reward cut 10 % → 25 %; the first declaration has no arrow
create macro cut_text(name, old_share, new_share) as
    case
        when old_share is null then name || ' ' || percent_text(new_share)
        when old_share = new_share then name || ' ' || percent_text(new_share) || ' (unchanged)'
        else name || ' ' || percent_text(old_share) || ' → ' || percent_text(new_share)
    end;

-- The class of a stake by size. The bounds are in LPT; a lower bound belongs to its class.
create macro size_band_of(stake) as
    case
        when stake < 1 then '<1'
        when stake < 10 then '1-10'
        when stake < 100 then '10-100'
        when stake < 1000 then '100-1k'
        when stake < 10000 then '1k-10k'
        when stake >= 10000 then '10k+'
    end;
