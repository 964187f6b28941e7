// Package market makes a GPU rental market and two token prices up, and serves them as the real services do: Vast.AI's
// search, 500.farm's exporter and its history behind Grafana, DefiLlama, CoinGecko, and SkyPilot's catalogue.
//
//	m := market.New(market.Config{Seed: 7, Begin: begin})
//	offers := m.Offers(at)
//	http.Handle("/vast/", http.StripPrefix("/vast", m.Vast(now, market.VastOptions{})))
//
// Everything is a pure function of the seed, the time and the request. One set of machines is behind every answer, so
// that what one service says can be recounted from another: gpu-stats from the offers, the history from gpu-stats, the
// catalogue's vast rows from the whole machines, the Uniswap pool from both tokens' prices.
//
// Prices and rentals change on the hour. A price wanders as fractal noise does: smooth over days, rough over weeks,
// and known for any instant without walking there.
package market
