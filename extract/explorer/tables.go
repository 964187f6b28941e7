package explorer

// The columns that hold what a cache in front of a host said of an answer.
const (
	ageColumn   = "cdn_age"
	cacheColumn = "cache_control"
)

// cached gives the columns that every answer of the present has: the seconds that it lay in a cache (the header Age), and what
// the host allows caches to do with it.
func cached(columns ...column) []column {
	return append(columns, column{name: ageColumn, kind: position}, column{name: cacheColumn, kind: given})
}

// filled is a column whose value the source knows itself.
func filled(name string) column { return column{name: name, kind: given, required: true} }

// must is a column without which a row is malformed, may one that can be NULL.
func must(name, field string, k kind) column {
	return column{name: name, field: field, kind: k, required: true}
}

func may(name, field string, k kind) column { return column{name: name, field: field, kind: k} }

// occurrence tells rows of the same key apart.
func occurrence() column { return column{name: "occurrence", kind: position, required: true} }

// tables are the raw tables of the source, by stream.
func tables() map[string]*table {
	byStream := map[string]*table{}
	for _, some := range [][]*table{scoreTables(), protocolTables(), usageTables(), accountTables(), governanceTables(), boardTables(), priceTables()} {
		for _, t := range some {
			byStream[t.stream] = t
		}
	}
	return byStream
}

// scoreTables are those of /score, /pipelines and /regions.
func scoreTables() []*table {
	return []*table{
		{
			stream: "scores", description: "scores and price of every orchestrator in one answer of the Explorer, percent by region",
			columns: cached(
				filled("orchestrator"), must("success_rates", "successRates", measures), must("round_trip_scores", "roundTripScores", measures),
				must("scores", "scores", measures), may("price_per_pixel", "pricePerPixel", document)),
			key: []string{"orchestrator"}, check: checkAddress("orchestrator"),
		},
		{
			stream: "score", description: "scores, price and best AI score of one orchestrator, by the Explorer",
			columns: cached(
				filled("orchestrator"), filled(askedFor), may("success_rates", "successRates", measures),
				may("round_trip_scores", "roundTripScores", measures), may("scores", "scores", measures),
				may("price_per_pixel", "pricePerPixel", decimal), may("top_ai_score", "topAIScore", object)),
			key: []string{"orchestrator", askedFor}, few: []string{askedFor},
		},
		{
			stream: "pipelines", description: "AI pipelines with their models and regions, by the Explorer",
			columns: cached(must("id", "id", text), may("models", "models", list), may("regions", "regions", list)), key: []string{"id"},
		},
		regionTable("regions", "regions that orchestrators are tested from, by the Explorer"),
	}
}

func regionTable(stream, description string) *table {
	return &table{
		stream: stream, description: description,
		columns: cached(must("id", "id", text), must("name", "name", text), must("type", "type", text)),
		key:     []string{"type", "id", "name"}, few: []string{"type"},
	}
}

// protocolTables are those of /current-round, /protocol-day-data, /supply-change and /contracts.
func protocolTables() []*table {
	return []*table{
		{
			stream: "current_round", description: "the present round, by the Explorer",
			columns: cached(
				must("id", "id", integer), must("start_block", "startBlock", integer), must("initialized", "initialized", flag),
				may("locked", "locked", flag), may("round_length", "roundLength", integer),
				may("current_l1_block", "currentL1Block", integer), may("current_l2_block", "currentL2Block", integer)),
			key: []string{"id"},
		},
		{
			stream: "protocol_day", description: "days of the protocol that the Explorer shows: inflation, participation, fees in USD",
			columns: cached(
				must("date_s", "dateS", integer), occurrence(), may("inflation", "inflation", decimal),
				may("participation_rate", "participationRate", decimal), may("delegators_count", "delegatorsCount", decimal),
				may("active_transcoder_count", "activeTranscoderCount", decimal), must("volume_usd", "volumeUsd", decimal)),
			key: []string{"date_s", "occurrence"}, repeats: true, check: notNegative("volume_usd"),
		},
		{
			stream: "weeks", description: "fees in USD by week, as the Explorer adds them up",
			columns: cached(must("date_s", "date", integer), occurrence(), must("weekly_volume_usd", "weeklyVolumeUsd", decimal)),
			key:     []string{"date_s", "occurrence"}, repeats: true, check: notNegative("weekly_volume_usd"),
		},
		{
			stream: "protocol_summary", description: "the figures above the Explorer's charts, with their changes in percent",
			columns: cached(append([]column{filled("route"), must("inflation", "inflation", decimal)}, decimals(
				"inflation_change", "inflationChange", "participation_rate", "participationRate", "participation_rate_change", "participationRateChange",
				"delegators_count", "delegatorsCount", "delegators_count_change", "delegatorsCountChange",
				"active_transcoder_count", "activeTranscoderCount", "active_transcoder_count_change", "activeTranscoderCountChange",
				"one_day_volume_usd", "oneDayVolumeUSD", "volume_change_usd", "volumeChangeUSD",
				"one_week_volume_usd", "oneWeekVolumeUSD", "weekly_volume_change_usd", "weeklyVolumeChangeUSD")...)...),
			key: []string{"route"},
		},
		{
			stream: "supply_change", description: "LPT supply of a year ago and of now, by the Explorer",
			columns: cached(
				must("start_date", "startDate", integer), must("end_date", "endDate", integer), must("start_supply", "startSupply", decimal),
				must("end_supply", "endSupply", decimal), may("supply_change", "supplyChange", decimal)),
			key: []string{"start_date", "end_date"}, check: notNegative("start_supply", "end_supply"),
		},
		{
			stream: "contracts", description: "addresses of the contracts, as the Explorer reads them from the Controller",
			columns: cached(filled("contract"), must("name", "name", text), must("address", "address", text), may("link", "link", text)),
			key:     []string{"contract"}, check: checkAddress("address"),
		},
	}
}

// usageTables are those of /usage.
func usageTables() []*table {
	return []*table{
		{
			stream: "usage_day", description: "days of the protocol with fees in ETH and USD and minutes derived from them, by the Explorer",
			columns: cached(append([]column{must("date_s", "dateS", integer), occurrence(), must("volume_eth", "volumeEth", decimal)}, decimals(
				"volume_usd", "volumeUsd", "fee_derived_minutes", "feeDerivedMinutes", "participation_rate", "participationRate",
				"inflation", "inflation", "active_transcoder_count", "activeTranscoderCount", "delegators_count", "delegatorsCount")...)...),
			key: []string{"date_s", "occurrence"}, repeats: true, check: notNegative("volume_eth", "volume_usd"),
		},
		{
			stream: "usage_weeks", description: "fees and minutes by week, as the Explorer adds them up",
			columns: cached(append([]column{must("date_s", "date", integer), occurrence(), must("weekly_volume_eth", "weeklyVolumeEth", decimal)}, decimals(
				"weekly_volume_usd", "weeklyVolumeUsd", "weekly_usage_minutes", "weeklyUsageMinutes")...)...),
			key: []string{"date_s", "occurrence"}, repeats: true, check: notNegative("weekly_volume_eth", "weekly_volume_usd"),
		},
		{
			stream: "usage_summary", description: "the figures above the Explorer's usage charts, with their changes in percent",
			columns: cached(append([]column{filled("route"), must("one_day_volume_eth", "oneDayVolumeETH", decimal)}, decimals(
				"one_day_volume_usd", "oneDayVolumeUSD", "one_week_volume_eth", "oneWeekVolumeETH", "one_week_volume_usd", "oneWeekVolumeUSD",
				"volume_change_eth", "volumeChangeETH", "volume_change_usd", "volumeChangeUSD",
				"weekly_volume_change_eth", "weeklyVolumeChangeETH", "weekly_volume_change_usd", "weeklyVolumeChangeUSD",
				"one_day_usage", "oneDayUsage", "one_week_usage", "oneWeekUsage",
				"daily_usage_change", "dailyUsageChange", "weekly_usage_change", "weeklyUsageChange",
				"participation_rate", "participationRate", "participation_rate_change", "participationRateChange",
				"inflation", "inflation", "inflation_change", "inflationChange",
				"active_transcoder_count", "activeTranscoderCount", "active_transcoder_count_change", "activeTranscoderCountChange",
				"delegators_count", "delegatorsCount", "delegators_count_change", "delegatorsCountChange")...)...),
			key: []string{"route"},
		},
	}
}

// decimals gives optional columns of numbers: name and field in turn.
func decimals(pairs ...string) (columns []column) {
	for i := 0; i+1 < len(pairs); i += 2 {
		columns = append(columns, may(pairs[i], pairs[i+1], decimal))
	}
	return columns
}
