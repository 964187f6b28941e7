-- What two witnesses are compared by. A defect is named only where its own rule gives what the witness says.
create macro defect_if(defect, value_by_rule, stated_value) as
    case when value_by_rule = stated_value then defect end;

-- A delegate as a number, so that two witnesses can be compared: 0 none, 1 the one that the ledger has, 2 another.
create macro delegate_code(delegate, ledger_delegate) as
    case
        when delegate is null then 0
        when delegate = ledger_delegate then 1
        else 2
    end;

create macro unix_seconds(moment) as
    date_diff('second', timestamp '1970-01-01', moment);
