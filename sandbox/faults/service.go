package faults

// Service is what a fault needs to know of a service's answers.
type Service struct {
	// Name is the service's: "vast".
	Name string
	// CSV says that answers are CSV with a header; otherwise they are JSON.
	CSV bool
	// Lists are the paths of the lists of rows in a JSON answer: "offers", "coins.*.prices", where * is every member
	// of an object or a list; "" is the answer itself. A path that an answer lacks is passed over.
	Lists []string
	// Required are the members of a row that every client must insist on; for a row that is a list, positions. A
	// row that has none of them is left alone.
	Required []string
	// Empties is what a list that is empty without reason looks like: members beside the empty lists. Nil means that
	// the service never has one: an empty list of it would be taken for true.
	Empties map[string]any
	// Once says that rows are numbered by the client, so that a duplicated page would be new data.
	Once bool
	// RateBody is the service's body of 429.
	RateBody string
}

// Services lists the services with their required fields.
func Services() []Service {
	return []Service{
		Llama(), Gecko(), Vast(), Farm(), Grafana(), SkyPilot(),
		Explorer(), Leaderboard("leaderboard"), Leaderboard("aileaderboard"), PriceList(), Subgraph(),
	}
}

// Llama is DefiLlama: a point's price is required.
func Llama() Service {
	return Service{Name: "llama", Lists: []string{"coins.*.prices"}, Required: []string{"price"}, RateBody: `{"message":"Too Many Requests"}`}
}

// Gecko is CoinGecko: a price point's second number is required.
func Gecko() Service {
	return Service{
		Name: "gecko", Lists: []string{"prices", "market_caps", "total_volumes"}, Required: []string{"1"},
		RateBody: `{"status":{"error_code":429,"error_message":"You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing"}}`,
	}
}

// Vast is Vast.AI's search: an offer's machine_id is required. Its empty list says needs_machine.
func Vast() Service {
	return Service{
		Name: "vast", Lists: []string{"offers"}, Required: []string{"machine_id"}, RateBody: "API requests too frequent: endpoint threshold=3.0",
		Empties: map[string]any{"success": true, "needs_machine": true},
	}
}

// Farm is 500.farm: the machine_id of offers and machines, a host's host_id and a GPU model's name are required. Its
// lists are empty while the exporter starts.
func Farm() Service {
	return Service{
		Name: "farm", Lists: []string{"offers", "hosts", "models"}, Required: []string{"machine_id", "host_id", "name"},
		RateBody: `{"error":"rate limited"}`, Empties: map[string]any{"count": 0},
	}
}

// Grafana is 500.farm's history: a sample's value is required.
func Grafana() Service {
	return Service{Name: "grafana", Lists: []string{"data.result.*.values"}, Required: []string{"1"}, RateBody: `{"message":"Too many requests"}`}
}

// SkyPilot is the catalogue: every cell of a row is required.
func SkyPilot() Service {
	return Service{Name: "skypilot", CSV: true, Once: true, RateBody: "429: Too Many Requests"}
}

// Explorer is Livepeer's Explorer: a day's dateS, and the id of a pipeline or a region, are required.
func Explorer() Service {
	return Service{
		Name: "explorer", Lists: []string{"dayData", "weeklyData", "pipelines", "regions"}, Required: []string{"dateS", "id"}, Once: true,
		RateBody: `{"error":{"code":"429","message":"Too Many Requests"}}`,
	}
}

// Leaderboard is a leaderboard server of that name: the id of a pipeline or a region is required.
func Leaderboard(name string) Service {
	return Service{
		Name: name, Lists: []string{"pipelines", "regions"}, Required: []string{"id"}, Once: true,
		RateBody: `{"error":{"code":"429","message":"Too Many Requests"}}`,
	}
}

// PriceList is the list of transcoding prices: a price is required.
func PriceList() Service {
	return Service{Name: "pricelist", Lists: []string{""}, Required: []string{"PricePerPixel"}, Once: true, RateBody: "Too Many Requests\n"}
}

// Subgraph is Livepeer's subgraph behind the gateway: the id of every entity is required.
func Subgraph() Service {
	return Service{Name: "subgraph", Lists: []string{"data.*"}, Required: []string{"id"}, RateBody: "<html><body>Too Many Requests</body></html>"}
}
