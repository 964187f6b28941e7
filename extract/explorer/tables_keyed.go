package explorer

import "github.com/apache/arrow-go/v18/arrow"

// askedFor is the column of the day or week, as 2026-11-01, for which a key was asked.
const askedFor = "asked_for"

// accountTables are those of /pending-stake and /ens-data.
func accountTables() []*table {
	return []*table{
		{
			stream: "pending_stake", description: "stake and fees of an account with what isn't claimed yet, by the Explorer",
			columns: cached(
				filled("account"), filled(askedFor), must("pending_stake", "pendingStake", decimal), may("pending_fees", "pendingFees", decimal)),
			key: []string{"account", askedFor}, few: []string{askedFor}, check: notNegative("pending_stake", "pending_fees"),
		},
		{
			stream: "ens", description: "ENS names of orchestrators, by the Explorer",
			columns: cached(
				filled("address"), filled(askedFor), may("id", "id", text), may("id_short", "idShort", text), may("name", "name", text),
				may("description", "description", text), may("url", "url", text), may("twitter", "twitter", text), may("github", "github", text),
				may("avatar", "avatar", text), column{name: "refusal", kind: given}),
			key: []string{"address", askedFor}, few: []string{askedFor},
		},
	}
}

// governanceTables are those of /treasury/proposal.
func governanceTables() []*table {
	return []*table{
		{
			stream: "proposal_state", description: "state and tally of a treasury proposal, by the Explorer",
			columns: cached(
				filled("proposal_id"), filled(askedFor), may("id", "id", decimal), must("state", "state", text), may("quota", "quota", decimal),
				may("quorum", "quorum", decimal), may("total_vote_supply", "totalVoteSupply", decimal), may("votes_against", "votes.against", decimal),
				may("votes_for", "votes.for", decimal), may("votes_abstain", "votes.abstain", decimal)),
			key: []string{"proposal_id", askedFor}, few: []string{askedFor, "state"},
		},
		{
			stream: "proposal_votes", description: "voting power of a voter and of its delegate at a proposal's snapshot, by the Explorer",
			columns: cached(
				filled("proposal_id"), filled("voter"), may("self_address", "self.address", text), must("self_votes", "self.votes", decimal),
				may("self_has_voted", "self.hasVoted", flag), may("delegate_address", "delegate.address", text),
				may("delegate_votes", "delegate.votes", decimal), may("delegate_has_voted", "delegate.hasVoted", flag)),
			key: []string{"proposal_id", "voter"}, few: []string{"proposal_id"},
		},
	}
}

// boardTables are those of the leaderboards. An interval stream may read a day again, so that its rows hold nothing that says
// when they were read.
func boardTables() []*table {
	return []*table{
		statTable("leaderboard_stats", "results of the transcoding tests by orchestrator, region and day"),
		statTable("leaderboard_ai_stats", "results of the AI tests by orchestrator, region, pipeline, model and day"),
		runTable("leaderboard_raw", "single transcoding tests of the last days"),
		runTable("leaderboard_ai_raw", "single AI tests of the last days"),
		{
			stream: "top_ai_score", description: "best AI score of an orchestrator in the last 24 hours, by the AI leaderboard",
			columns: cached(
				filled("orchestrator"), filled(askedFor), may("value", "value", decimal), may("region", "region", text),
				may("pipeline", "pipeline", text), may("model", "model", text)),
			key: []string{"orchestrator", askedFor}, few: []string{askedFor, "region", "pipeline", "model"},
		},
		{
			stream: "leaderboard_pipelines", description: "AI pipelines with their models and regions, by the AI leaderboard",
			columns: cached(must("id", "id", text), may("models", "models", list), may("regions", "regions", list)), key: []string{"id"},
		},
		regionTable("leaderboard_regions", "regions that transcoding is tested from, by the leaderboard"),
		regionTable("leaderboard_ai_regions", "regions that AI is tested from, by the AI leaderboard"),
	}
}

func statTable(stream, description string) *table {
	return &table{
		stream: stream, description: description,
		columns: []column{
			{name: "day", kind: position, required: true},
			filled("orchestrator"), filled("region"), filled("pipeline"), filled("model"),
			must("success_rate", "success_rate", decimal), may("round_trip_score", "round_trip_score", decimal), may("score", "score", decimal),
		},
		key: []string{"day", "orchestrator", "region", "pipeline", "model"}, few: []string{"orchestrator", "region", "pipeline", "model"},
		check: all(checkAddress("orchestrator"), share("success_rate", "round_trip_score", "score")),
	}
}

func runTable(stream, description string) *table {
	return &table{
		stream: stream, description: description,
		columns: cached(
			filled("orchestrator"), filled(askedFor), must("timestamp", "timestamp", integer), must("region", "region", text),
			filled("asked_pipeline"), filled("asked_model"), occurrence(), must("success_rate", "success_rate", decimal),
			may("round_trip_time", "round_trip_time", decimal), may("errors", "errors", document), may("seg_duration", "seg_duration", decimal),
			may("segments_sent", "segments_sent", integer), may("segments_received", "segments_received", integer),
			may("upload_time", "upload_time", decimal), may("download_time", "download_time", decimal), may("transcode_time", "transcode_time", decimal),
			may("pipeline", "pipeline", text), may("model", "model", text), may("model_is_warm", "model_is_warm", flag),
			may("input_parameters", "input_parameters", text), may("response_payload", "response_payload", text),
			may("stated_orchestrator", "orchestrator", text)),
		key: []string{"orchestrator", askedFor, "timestamp", "region", "asked_pipeline", "asked_model", "occurrence"},
		few: []string{"orchestrator", askedFor, "region", "asked_pipeline", "asked_model", "pipeline", "model", "stated_orchestrator"}, repeats: true,
		check: share("success_rate"),
	}
}

// priceTables are those of the price list.
func priceTables() []*table {
	return []*table{
		{
			stream: "prices", description: "transcoding price of every orchestrator, as a gateway sees it",
			columns: cached(
				must("address", "Address", text), may("service_uri", "ServiceURI", text), may("last_reward_round", "LastRewardRound", integer),
				may("reward_cut", "RewardCut", decimal), may("fee_share", "FeeShare", decimal), may("delegated_stake", "DelegatedStake", decimal),
				may("activation_round", "ActivationRound", integer), may("deactivation_round", "DeactivationRound", decimal), may("active", "Active", flag),
				may("status", "Status", text), must("price_per_pixel", "PricePerPixel", decimal), may("updated_at", "UpdatedAt", integer)),
			key: []string{"address"}, few: []string{"status"}, check: all(checkAddress("address"), notNegative("price_per_pixel")),
		},
		{
			stream: "price_history", description: "transcoding prices of every orchestrator over time, as a gateway saw them",
			columns: []column{must("time", "Time", integer), filled("orchestrator"), occurrence(), must("price_per_pixel", "PricePerPixel", decimal)},
			key:     []string{"time", "orchestrator", "occurrence"}, few: []string{"orchestrator"}, repeats: true, check: notNegative("price_per_pixel"),
		},
	}
}

// Schemas gives the columns of every stream by the name of its raw table.
func Schemas() map[string]*arrow.Schema {
	schemas := map[string]*arrow.Schema{}
	for _, t := range tables() {
		schemas["explorer__"+t.stream] = t.schema()
	}
	return schemas
}

// Descriptions says what a row of every stream is, by the name of its raw table.
func Descriptions() map[string]string {
	descriptions := map[string]string{}
	for _, t := range tables() {
		descriptions["explorer__"+t.stream] = t.description
	}
	return descriptions
}
