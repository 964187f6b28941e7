package inputs

// Visibilities, the first of which is the default.
var visibilities = []string{"private", "public"}

// evidences say how good a number or a statement is.
var evidences = []string{"onchain", "reported", "quoted", "survey", "modelled"}

// categories say what an address is.
var categories = []string{
	"investor", "foundation", "team", "operator", "exchange", "multisig", "contract", "pool", "staking-service", "bridge", "dex", "spe",
}

func visibility() Column {
	return Column{Name: "visibility", Type: TypeText, Allowed: visibilities, Default: "private", Description: "private rows leave this machine in no report or export"}
}

func sourceURL() Column {
	return Column{Name: "source_url", Type: TypeURL, Description: "where it can be looked up"}
}

// Schemas gives the CSV files of an input folder.
func Schemas() []Schema {
	return []Schema{Gateways(), Labels(), Survey(), VendorPrices(), Alternatives(), Journal()}
}

// Gateways is gateways.csv: what is known of the accounts that pay for work.
func Gateways() Schema {
	return Schema{
		Name: "gateways.csv",
		Description: "Gateways: the accounts that pay orchestrators. The kind of work that a gateway pays for isn't on the chain; fees of " +
			"a gateway that isn't listed here count as untyped.",
		Key:    []string{"gateway", "valid_from_date"},
		Before: [][2]string{{"valid_from_date", "valid_to_date"}},
		Columns: []Column{
			{Name: "gateway", Type: TypeAddress, Required: true, Description: "the account that sends the tickets"},
			{Name: "name", Type: TypeText, Description: "what people call it"},
			{Name: "operator", Type: TypeText, Description: "who runs it: a key of operators.yaml where it is there"},
			{
				Name: "job_type", Type: TypeText, Required: true, Allowed: []string{"transcoding", "ai", "byoc", "mixed", "unknown"},
				Description: "what it pays for",
			},
			{Name: "valid_from_date", Type: TypeDate, Description: "first day that the row holds for; empty: ever since"},
			{Name: "valid_to_date", Type: TypeDate, Description: "last day that the row holds for; empty: until now"},
			{Name: "evidence", Type: TypeText, Required: true, Allowed: evidences, Description: "how the job type is known"},
			sourceURL(),
		},
		Example: []string{
			"0x00000000000000000000000000000000000000a1", "Example Gateway", "example", "ai", "2026-01-01", "", "reported", "https://forum.livepeer.org/t/9999",
		},
	}
}

// Labels is labels.csv: what we call an address.
func Labels() Schema {
	return Schema{
		Name: "labels.csv",
		Description: "What we call an address. It is our word, not the owner's: a self-identification is a claim (claims/*.json). An address " +
			"may have several labels. Never infer a person from behaviour.",
		Key:    []string{"address", "chain_id", "label"},
		Before: [][2]string{{"valid_from_date", "valid_to_date"}},
		Columns: []Column{
			{Name: "address", Type: TypeAddress, Required: true, Description: "the account"},
			{Name: "chain_id", Type: TypeInteger, Default: "42161", Description: "the chain it is on"},
			{Name: "label", Type: TypeText, Required: true, Description: "the name to show"},
			{Name: "category", Type: TypeText, Required: true, Allowed: categories, Description: "what it is"},
			{
				Name: "evidence", Type: TypeText, Required: true, Allowed: []string{"signature", "proposal", "forum", "ens", "onchain", "third-party"},
				Description: "where the label comes from; of several labels the earliest in this list is shown first",
			},
			sourceURL(),
			{Name: "claimed_by", Type: TypeText, Description: "who says so, where it isn't the owner"},
			{Name: "confidence", Type: TypeShare, Description: "how sure we are, from 0 to 1"},
			{Name: "valid_from_date", Type: TypeDate, Description: "first day that the label holds for; empty: ever since"},
			{Name: "valid_to_date", Type: TypeDate, Description: "last day that the label holds for; empty: until now"},
			visibility(),
		},
		Example: []string{
			"0x00000000000000000000000000000000000000b2", "42161", "Example Exchange 3", "exchange", "third-party", "https://example.org/wallets", "Example Explorer", "0.8",
			"2025-03-01", "", "public",
		},
	}
}

// Survey is survey.csv: what orchestrators say that they spend.
func Survey() Schema {
	return Schema{
		Name: "survey.csv",
		Description: "What orchestrators say that they spend, a row for each respondent, month and GPU model. Costs that belong to no model (labour) " +
			"stand in one of the rows only.",
		Key: []string{"respondent_id", "month_date", "gpu_model"},
		Columns: []Column{
			{Name: "respondent_id", Type: TypeText, Required: true, Description: "a word that tells respondents apart and names nobody"},
			{Name: "month_date", Type: TypeMonth, Required: true, Description: "the month, by its first day"},
			{Name: "address", Type: TypeAddress, Description: "the orchestrator, if the respondent says so"},
			{
				Name: "deployment_type", Type: TypeText, Required: true, Allowed: []string{"onsite", "data_centre", "cloud", "mixed", "unknown"},
				Description: "where the machines are",
			},
			{Name: "country", Type: TypeCountry, Description: "where the machines are"},
			{Name: "gpu_model", Type: TypeText, Description: "as the vendor calls it: RTX 4090"},
			{Name: "gpu_count", Type: TypeInteger, Unit: "GPUs", Description: "how many of the model"},
			{Name: "ownership", Type: TypeText, Allowed: []string{"owned", "rented", "leased", "mixed"}, Description: "whose the machines are"},
			{Name: "purchase_usd", Type: TypeDecimal, Unit: "US dollars", Description: "what they cost to buy, altogether"},
			{Name: "life_month_count", Type: TypeInteger, Unit: "months", Description: "over which the purchase is written off"},
			{Name: "power_kwh", Type: TypeDecimal, Unit: "kWh in the month", Description: "electricity used"},
			{Name: "power_price_usd", Type: TypeDecimal, Unit: "US dollars per kWh", Description: "price of electricity with taxes"},
			{Name: "hosting_usd", Type: TypeDecimal, Unit: "US dollars in the month", Description: "rent of machines, rack or cloud"},
			{Name: "bandwidth_usd", Type: TypeDecimal, Unit: "US dollars in the month", Description: "traffic and connection"},
			{Name: "rpc_usd", Type: TypeDecimal, Unit: "US dollars in the month", Description: "access to Arbitrum and Ethereum"},
			{Name: "labour_hours", Type: TypeDecimal, Unit: "hours in the month", Description: "own and paid work"},
			{Name: "labour_usd", Type: TypeDecimal, Unit: "US dollars in the month", Description: "what the work cost"},
			{
				Name: "consent", Type: TypeText, Required: true, Allowed: []string{"public", "aggregate"},
				Description: "public: the row may be shown; aggregate: only in figures of five respondents or more",
			},
			visibility(),
		},
		Example: []string{
			"r-017", "2026-10-01", "", "onsite", "DE", "RTX 4090", "4", "owned", "6400", "36", "820", "0.31", "0", "45", "0", "12", "0", "aggregate", "private",
		},
	}
}

// VendorPrices is vendor_prices.csv: price sheets by hand. Its columns are those of the sheets that gpu_prices takes.
func VendorPrices() Schema {
	return Schema{
		Name:        "vendor_prices.csv",
		Description: "Prices of GPUs as vendors, data centres and clouds quote them, a row for each price seen. The prices are of the whole offer, not of one GPU.",
		Key:         []string{"observed_at", "source", "gpu_model", "gpu_count", "region", "price_kind"},
		Columns: []Column{
			{Name: "observed_at", Type: TypeTime, Required: true, Description: "when the price was seen"},
			{Name: "source", Type: TypeText, Required: true, Description: "who quotes it"},
			{Name: "gpu_model", Type: TypeText, Required: true, Description: "as the source calls it"},
			{Name: "gpu_count", Type: TypeInteger, Required: true, Unit: "GPUs", Description: "how many the price is for"},
			{Name: "region", Type: TypeText, Description: "where they are, as the source calls it"},
			{Name: "price_usd_per_hour", Type: TypeDecimal, Required: true, Unit: "US dollars per hour", Description: "price of the whole offer"},
			{
				Name: "price_kind", Type: TypeText, Required: true, Allowed: []string{"on_demand", "spot", "reserved", "host_earning"},
				Description: "what is paid; host_earning: what the owner of the machine gets",
			},
			{Name: "available_count", Type: TypeInteger, Unit: "offers", Description: "how many of the offers could be had"},
		},
		Example: []string{"2026-11-01T09:00:00Z", "Example Cloud", "H100 SXM", "8", "eu-central", "19.92", "on_demand", "3"},
	}
}

// Alternatives is alternatives.csv: what else a machine or its price would have earned.
func Alternatives() Schema {
	return Schema{
		Name:        "alternatives.csv",
		Description: "What else a machine, or the money for it, would have earned: for what no service reports (mining, nodes of other networks, payouts).",
		Key:         []string{"alternative", "month_date", "machine"},
		Columns: []Column{
			{Name: "alternative", Type: TypeText, Required: true, Description: "its name: Salad, Ravencoin mining, Ethereum validator"},
			{
				Name: "kind", Type: TypeText, Required: true, Allowed: []string{"gpu_market", "blockchain_node", "mining", "staking", "delegating", "other"},
				Description: "what it is",
			},
			{Name: "month_date", Type: TypeMonth, Required: true, Description: "the month, by its first day"},
			{Name: "machine", Type: TypeText, Description: "what earned it: RTX 4090; empty for what needs no machine"},
			{Name: "machine_count", Type: TypeInteger, Unit: "machines", Description: "how many earned it"},
			{Name: "income_usd", Type: TypeDecimal, Required: true, Unit: "US dollars in the month", Description: "income of all of them before costs"},
			{Name: "cost_usd", Type: TypeDecimal, Unit: "US dollars in the month", Description: "costs of all of them: power, hosting, fees"},
			{Name: "capital_usd", Type: TypeDecimal, Unit: "US dollars", Description: "money bound by all of them: purchase, stake"},
			{Name: "lock_days", Type: TypeInteger, Unit: "days", Description: "how long the money can't be taken out"},
			{Name: "evidence", Type: TypeText, Required: true, Allowed: evidences, Description: "how the income is known"},
			sourceURL(),
			{Name: "note", Type: TypeText, Description: "what a reader should know"},
		},
		Example: []string{
			"Salad", "gpu_market", "2026-10-01", "RTX 4090", "1", "96.40", "31.20", "1600", "0", "reported", "https://example.org/earnings", "payouts of one machine",
		},
	}
}

// Journal is journal.csv: one's own changes.
func Journal() Schema {
	return Schema{
		Name:        "journal.csv",
		Description: "Your own changes: what you changed on your node, when, and what it cost. They explain steps in your own figures.",
		Columns: []Column{
			{Name: "at", Type: TypeTime, Required: true, Description: "when it was done"},
			{
				Name: "kind", Type: TypeText, Required: true, Allowed: []string{"hardware", "model", "region", "price", "cut", "version"},
				Description: "what was changed",
			},
			{Name: "from", Type: TypeText, Description: "what it was"},
			{Name: "to", Type: TypeText, Description: "what it is since"},
			{Name: "downtime_minutes", Type: TypeDecimal, Unit: "minutes", Description: "how long nothing was served"},
			{Name: "cost_usd", Type: TypeDecimal, Unit: "US dollars", Description: "what the change cost once"},
			{Name: "note", Type: TypeText, Description: "why"},
			visibility(),
		},
		Example: []string{"2026-11-03T18:30:00Z", "hardware", "RTX 3090", "RTX 4090", "45", "1650", "a second card follows in spring", "private"},
	}
}
