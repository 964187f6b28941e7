// Package prices reads what LPT and ETH cost in US dollars.
//
// Three streams tell it independently of each other: defillama and coingecko, two public price services, read day by day
// with all of their past, and onchain, one snapshot an hour of Chainlink's ETH/USD feed and of the LPT/WETH pool. None of
// them is preferred here; the warehouse keeps all of them and says which it used.
//
//	streams, err := prices.New(prices.Config{
//		Instance: "main", DefiLlama: "https://coins.llama.fi", CoinGecko: "https://api.coingecko.com/api/v3",
//		From: time.Date(2022, 2, 11, 0, 0, 0, 0, time.UTC), Client: client,
//	})
//
// A price is landed as the digits that were sent. It never passes through a floating-point number.
package prices
