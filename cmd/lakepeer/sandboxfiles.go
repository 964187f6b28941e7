package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/market"
)

// deploymentFile is the name of the deployment file beside the configuration.
const deploymentFile = "sandbox.yaml"

// siteFiles are what a folder needs for lakepeer run to read a served sandbox.
type siteFiles struct{ settings, deployment string }

// sandboxFiles makes the configuration that points at a sandbox's servers, and its deployment file.
func sandboxFiles(world *sandbox.World, servers *sandbox.Servers) siteFiles {
	settings := fmt.Sprintf(`network: ./%s
sources:
  chain:
    - name: main
      endpoint: %s
  subgraph:
    - name: main
      endpoint: %s
  explorer:
    - name: main
      endpoint: %s/api
      leaderboard: %s/api
      ai_leaderboard: %s/api
      price_list: %s
  prices:
    - name: main
      defillama: %s
      coingecko: %s
      chain: main
  vastai:
    - name: main
      endpoint: %s
      farm: %s
      grafana: %s
      grafana_datasource: %s
      history_days: 30
  gpu_prices:
    - name: main
      skypilot: %s
      clouds: [aws, gcp, lambda, vast, runpod]
`, deploymentFile, servers.URL("rpc"), servers.URL("subgraph"),
		servers.URL("explorer"), servers.URL("leaderboard"), servers.URL("aileaderboard"), servers.URL("pricelist"), servers.URL("llama"), servers.URL("gecko"), servers.URL("vast"), servers.URL("farm"),
		servers.URL("grafana"), market.GrafanaUID, servers.URL("skypilot"))

	var b strings.Builder
	d := world.Deployment()
	fmt.Fprintf(&b, "name: %s\nchain_id: %d\ncontracts:\n", d.Name, d.ChainID)
	for _, c := range d.Contracts {
		fmt.Fprintf(&b, "  - {name: %s, address: %q, first_block: %d}\n", c.Name, c.Address, c.FirstBlock)
	}
	fmt.Fprintf(&b, "price_feeds: {chainlink_eth_usd: %q, lpt_weth_pool: %q}\n", d.PriceFeeds.ChainlinkETHUSD, d.PriceFeeds.LPTWETHPool)
	return siteFiles{settings, b.String()}
}

// write puts the files into a folder, which is made if it isn't there; no folder, no files.
func (f siteFiles) write(folder string) error {
	if folder == "" {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return usageError{fmt.Errorf("--write: %w", err)}
	}
	for name, text := range map[string]string{config.DefaultFile: f.settings, deploymentFile: f.deployment} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return usageError{fmt.Errorf("--write: %w", err)}
		}
	}
	return nil
}
