package config_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/config"
)

func noVariables(string) (string, bool) { return "", false }

func TestTheTemplateIsTheDefault(t *testing.T) {
	got, err := config.Parse("lakepeer.yaml", []byte(config.Template()), noVariables)
	if err != nil {
		t.Fatal(err)
	}
	got.File = ""
	if diff := cmp.Diff(config.Default(), got); diff != "" {
		t.Error(diff)
	}
}

func TestNothingButCommentsIsTheDefault(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "sources:\n", "network: arbitrum-one\n"} {
		got, err := config.Parse("", []byte(text), noVariables)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(config.Default(), got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestOnlyWhatSourcesListsIsRead(t *testing.T) {
	got := parse(t, "sources: {vastai: [{name: market, endpoint: ''}]}")
	want := config.Sources{VastAI: []config.VastAI{config.Default().Sources.VastAI[0]}}
	want.VastAI[0].Name, want.VastAI[0].Endpoint = "market", ""
	if diff := cmp.Diff(want, got.Sources); diff != "" {
		t.Error(diff)
	}
}

func TestAKeyThatIsLeftOutTakesItsDefault(t *testing.T) {
	got := parse(t, `
sources:
  chain:
    - {endpoint: "http://127.0.0.1:1", confirmations: 5, timeout: 2m, lpt_transfers_all: true}
    - {name: old, network: ethereum-legacy, endpoint: "http://127.0.0.1:2"}
  prices: [{requests_per_second: 2, coingecko: ""}, {name: llama, chain: ""}]
  gpu_prices: [{clouds: [], folder: ""}]
`)
	d := config.Default().Sources
	want := config.Sources{Chain: []config.Chain{d.Chain[0], {Name: "old", Network: "ethereum-legacy", Endpoint: "http://127.0.0.1:2"}}}
	five := int64(5)
	want.Chain[0].Endpoint, want.Chain[0].Confirmations = "http://127.0.0.1:1", &five
	want.Chain[0].Timeout, want.Chain[0].TransfersOfAll = "2m", true
	want.Prices = []config.Prices{d.Prices[0], d.Prices[0]}
	want.Prices[0].RequestsPerSecond, want.Prices[0].CoinGecko = 2, ""
	want.Prices[1].Name, want.Prices[1].Chain = "llama", ""
	want.GPUPrices = []config.GPUPrices{d.GPUPrices[0]}
	want.GPUPrices[0].Clouds, want.GPUPrices[0].Folder = []string{}, ""
	if diff := cmp.Diff(want, got.Sources); diff != "" {
		t.Error(diff)
	}
	if wait := got.Sources.Chain[0].Wait(); wait != 2*time.Minute {
		t.Errorf("the timeout is %s", wait)
	}
}

func TestFoldersCountFromTheFile(t *testing.T) {
	dir := t.TempDir()
	file := writeConfig(t, dir, config.Template()+"\n")
	got, err := config.Load(file, noVariables)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "inputs"); got.Inputs != want {
		t.Errorf("inputs %q, want %q", got.Inputs, want)
	}
	if want := filepath.Join(dir, "inputs", "gpu_prices"); got.Sources.GPUPrices[0].Folder != want {
		t.Errorf("folder %q, want %q", got.Sources.GPUPrices[0].Folder, want)
	}
}

func TestMistakesOfSources(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"source", "sources:\n  vastia: []\n", `f.yaml:2: unknown key "vastia": did you mean "vastai"?`},
		{"nearest in an instance", "sources:\n  prices:\n    - name: main\n      coingeko: http://x\n", `f.yaml:4: unknown key "coingeko": did you mean "coingecko"?`},
		{"nearest of the limits", "sources:\n  chain:\n    - request_per_second: 3\n", `f.yaml:3: unknown key "request_per_second": did you mean "requests_per_second"?`},
		{"duration", "sources:\n  chain:\n    - name: main\n      timeout: 90\n", `f.yaml:4: sources.chain: timeout "90" is no duration: write a number and s, m or h, like 90s or 2m`},
		{"negative duration", "sources: {vastai: [{timeout: -3s}]}\n", `f.yaml:1: sources.vastai: timeout "-3s" is no duration: write a number and s, m or h, like 90s or 2m`},
		{"network", "network: arbitrum-oen\n", `f.yaml:1: network: "arbitrum-oen" is neither a preset (arbitrum-one, ethereum-legacy) nor the path of a deployment file: did you mean "arbitrum-one"?`},
		{"network of a chain", "sources:\n  chain:\n    - endpoint: http://x\n      network: ethereum\n", `f.yaml:4: sources.chain: network: "ethereum" is neither a preset (arbitrum-one, ethereum-legacy) nor the path of a deployment file`},
		{"chain of prices", "sources:\n  chain: [{name: arbitrum}]\n  prices:\n    - chain: arbitrun\n", `f.yaml:4: sources.prices: no instance of chain is called "arbitrun": did you mean "arbitrum"?`},
		{"no chain for prices", "sources:\n  prices:\n    - chain: main\n", `f.yaml:3: sources.prices: no instance of chain is called "main"`},
		{"same name", "sources:\n  vastai:\n    - name: a\n    - name: a\n", `f.yaml:4: sources.vastai: the name "a" is used twice`},
		{"same default name", "sources:\n  gpu_prices:\n    - folder: a\n    - folder: b\n", `f.yaml:4: sources.gpu_prices: the name "main" is used twice`},
		{"key in the file", "sources:\n  vastai:\n    - key: abc\n", `f.yaml:3: "key" looks like a secret written in the file (its name says so): put it in an environment variable and write ${NAME} in its place`},
		{"key of CoinGecko", "sources:\n  prices:\n    - coingecko_key: CG-abc\n", `f.yaml:3: "coingecko_key" looks like a secret written in the file (its name says so): put it in an environment variable and write ${NAME} in its place`},
		{"address", "sources:\n  vastai:\n    - farm: 500.farm\n", `f.yaml:3: sources.vastai: the farm of "main" must be an http or https address`},
		{"history", "sources:\n  vastai:\n    - history_days: -1\n", `f.yaml:3: sources.vastai: history_days can't be negative`},
		{"data source", "sources:\n  vastai:\n    - grafana_datasource: ''\n", `f.yaml:3: sources.vastai: grafana needs the uid of its data source: name grafana_datasource, or empty grafana`},
		{"cloud", "sources:\n  gpu_prices:\n    - clouds: [aws, ../etc]\n", `f.yaml:3: sources.gpu_prices: the cloud "../etc" must be a folder's name of the catalogue, like aws`},
		{"cloud twice", "sources:\n  gpu_prices:\n    - clouds: [aws, aws]\n", `f.yaml:3: sources.gpu_prices: the cloud "aws" is listed twice`},
		{"nothing listed", "sources: {}\n", "f.yaml:1: sources lists no instance: add one, or take the key out for the public defaults"},
		{"endpoint of another chain", "sources:\n  chain:\n    - network: ethereum-legacy\n", `f.yaml:3: sources.chain: the endpoint of "main" must be an http or https address`},
		{"chain of the subgraph", "sources:\n  subgraph:\n    - {endpoint: 'http://x', chain: main}\n", `f.yaml:3: sources.subgraph: no instance of chain is called "main"`},
		{"subgraph's id", "sources:\n  subgraph:\n    - subgraph_id: a/b\n", `f.yaml:3: sources.subgraph: the subgraph_id "a/b" must be letters and digits`},
		{"subgraph's key", "sources:\n  subgraph:\n    - key: abc\n", `f.yaml:3: "key" looks like a secret written in the file (its name says so): put it in an environment variable and write ${NAME} in its place`},
		{"key in the subgraph's address", "sources:\n  subgraph:\n    - endpoint: https://gateway.thegraph.com/api/0123456789abcdef0123456789abcdef\n", `f.yaml:3: "endpoint" looks like a secret written in the file (a long random part of the address): put it in an environment variable and write ${NAME} in its place`},
		{"history of the leaderboards", "sources:\n  explorer:\n    - history_days: -1\n", `f.yaml:3: sources.explorer: history_days can't be negative`},
		{"price list", "sources:\n  explorer:\n    - price_list: nyc\n", `f.yaml:3: sources.explorer: the price_list of "main" must be an http or https address`},
		{"no endpoint", "sources:\n  chain:\n    - endpoint: ''\n", `f.yaml:3: sources.chain: the endpoint of "main" must be an http or https address`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := config.Parse("f.yaml", []byte(tt.text), environment)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func parse(t *testing.T, text string) config.Config {
	t.Helper()
	got, err := config.Parse("f.yaml", []byte(text), environment)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func writeConfig(t *testing.T, dir, text string) string {
	t.Helper()
	file := filepath.Join(dir, "lakepeer.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWhereTheSubgraphIsAsked(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing said", "{}", "https://gateway.thegraph.com/api/subgraphs/id/FE63YgkzcpVocxdCEyEYbvjYqEf2kb1A6daMYRxmejYC"},
		{"a deployment", "{deployment: Qm1}", "https://gateway.thegraph.com/api/deployments/id/Qm1"},
		{"a node of one's own", "{endpoint: 'http://127.0.0.1:8000/subgraphs/name/livepeer/'}", "http://127.0.0.1:8000/subgraphs/name/livepeer"},
		{"another gateway", "{endpoint: 'http://127.0.0.1:1', subgraph_id: abc}", "http://127.0.0.1:1/api/subgraphs/id/abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := parse(t, "sources: {subgraph: ["+tt.text+"]}").Sources.Subgraph[0].Address(); got != tt.want {
				t.Errorf("it is asked at %s, want %s", got, tt.want)
			}
		})
	}
}
