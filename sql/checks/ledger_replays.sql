/*
description: >
  The bonding ledger could be replayed: every log of the protocol follows from those before it. If one doesn't, the reason names it, what
  the logs before it lead to and what it states, and nothing is published: a wrong ledger never is.
models: [main.fct_orchestrator_income]
severity: error
*/
select reason
from meta.ledger
where is_refused
