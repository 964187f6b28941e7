-- The witness of a row that is made of events, by the instance that they are of: where no chain is read a subgraph states them.
create macro witness_of(instance) as
    case when starts_with(instance, 'subgraph/') then 'subgraph' else 'chain' end;

-- How such a row is known.
create macro evidence_of(instance) as
    case when starts_with(instance, 'subgraph/') then 'reported' else 'onchain' end;
