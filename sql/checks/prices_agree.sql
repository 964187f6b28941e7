/*
description: >
  Dates on which the witnesses of a price disagree: DefiLlama and CoinGecko by more than 3 %, or the chain and them by more
  than 5 %. The price is DefiLlama's all the same; look at the row before trusting amounts in US dollars of that date.
severity: warn
models: [main.dim_price_daily]
*/
with prices as (select * from main.dim_price_daily)

select price_date, asset, defillama_usd, coingecko_usd, onchain_usd, defillama_coingecko_difference_share, onchain_difference_share,
from prices
where defillama_coingecko_difference_share > 0.03 or onchain_difference_share > 0.05
order by price_date, asset
