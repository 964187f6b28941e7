/*
description: >
  Names of GPUs in price lists that reference.gpu_model doesn't know. They stand for themselves, so that their prices are not
  beside those of the same model elsewhere: add a line for each to sql/reference/gpu_model.csv.
severity: warn
models: [main.fct_gpu_price_hourly]
*/
with prices as (select * from main.fct_gpu_price_hourly)

select source, provider, source_gpu_model, sum(listing_count) as listing_count,
from prices
where not is_known_model
group by source, provider, source_gpu_model
order by source, provider, source_gpu_model
