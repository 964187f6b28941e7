package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/devchain"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// smallWorld is the sandbox's world that most tests run on.
func smallWorld() (*sandbox.World, error) {
	return sandbox.NewWorld(context.Background(), sandbox.Config{Seed: 11, Rounds: 12, Orchestrators: 8, Delegators: 40, Gateways: 3})
}

// openChain gives a chain by name, and the text of a deployment file for it. It fails where a recorded data set isn't
// here.
func openChain(name string) (jsonrpc.Chain, string, error) {
	switch name {
	case "small":
		world, err := smallWorld()
		if err != nil {
			return nil, "", err
		}
		return world, deploymentText(world.Deployment()), nil
	case "devchain":
		dir := filepath.Join(sharedData, "devchain")
		deployment, err := devchainDeployment(dir)
		if err != nil {
			return nil, "", err
		}
		recording, err := devchain.Load(dir)
		if err != nil {
			return nil, "", err
		}
		return devchain.NewCaller(recording), deploymentText(deployment), nil
	case "reencoded":
		chain, err := jsonrpc.LoadReencoded(filepath.Join(sharedData, "reencoded-logs"))
		return chain, deploymentText(bondingManagerOnly()), err
	default:
		return nil, "", fmt.Errorf("no chain is called %q", name)
	}
}

// bondingManagerOnly is Arbitrum One as far as the re-encoded logs go.
func bondingManagerOnly() livepeer.Deployment {
	d := livepeer.ArbitrumOne()
	manager, _ := d.Contract(livepeer.BondingManager)
	controller, _ := d.Contract(livepeer.Controller)
	controller.FirstBlock = manager.FirstBlock
	d.Contracts = []livepeer.Contract{controller, manager}
	return d
}

// devchainDeployment reads where the recorded chain's contracts live.
func devchainDeployment(dir string) (livepeer.Deployment, error) {
	text, err := os.ReadFile(filepath.Join(dir, "answers.json"))
	if err != nil {
		return livepeer.Deployment{}, err
	}
	var answers struct {
		Contracts map[string]struct {
			Address    string
			StartBlock int64
		}
	}
	if err := json.Unmarshal(text, &answers); err != nil {
		return livepeer.Deployment{}, err
	}
	d := livepeer.Deployment{Name: "devchain", ChainID: 31337, Controller: answers.Contracts["Controller"].Address}
	for name, c := range answers.Contracts {
		d.Contracts = append(d.Contracts, livepeer.Contract{Name: name, Address: c.Address, FirstBlock: c.StartBlock})
	}
	sort.Slice(d.Contracts, func(i, j int) bool { return d.Contracts[i].Name < d.Contracts[j].Name })
	return d, nil
}

// deploymentText writes a deployment as the file that a person would.
func deploymentText(d livepeer.Deployment) string {
	var b strings.Builder
	fmt.Fprintf(&b, "name: %s\nchain_id: %d\ncontracts:\n", d.Name, d.ChainID)
	for _, c := range d.Contracts {
		fmt.Fprintf(&b, "  - {name: %s, address: %q, first_block: %d}\n", c.Name, c.Address, c.FirstBlock)
	}
	return b.String()
}

// settingsText writes a lakepeer.yaml for an endpoint, beside a network.yaml.
func settingsText(endpoint string) string {
	return "network: network.yaml\nhome: home\nsources:\n  chain:\n    - name: main\n      endpoint: " + endpoint + "\n"
}

// configured writes lakepeer.yaml and network.yaml into a folder.
func configured(t testing.TB, dir, endpoint, network string) {
	t.Helper()
	for name, text := range map[string]string{"lakepeer.yaml": settingsText(endpoint), "network.yaml": network} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// heldLogs counts the logs in the staging tables.
const heldLogs = "select sum(rows) from meta.model where schema = 'staging' and name like 'chain__%' and name not in ('chain__block', 'chain__receipt')"

// isAsked tells whether a contract's log is asked for: of the token's, only what is minted and burned, its roles, and
// transfers from and to some holders.
func isAsked(contract string, topics []string, holders ...string) bool {
	event := livepeer.EventOf(contract, topics[0])
	if contract != livepeer.LivepeerToken || event.Name == "Mint" || event.Name == "Burn" || strings.HasPrefix(event.Name, "Role") {
		return true
	}
	return event.Name == "Transfer" && slices.ContainsFunc(topics[1:], func(topic string) bool {
		return slices.Contains(holders, "0x"+topic[26:])
	})
}

// askedLogs counts the logs of a world before a block that are asked for.
func askedLogs(world *sandbox.World, before int64) (n int64) {
	names := map[string]string{}
	for _, c := range world.Deployment().Contracts {
		names[c.Address] = c.Name
	}
	treasury, _ := world.Deployment().Contract(livepeer.Treasury)
	minter, _ := world.Deployment().Contract(livepeer.Minter)
	for log := range world.Logs(0, before-1) {
		var topics []string
		for _, topic := range log.Topics {
			topics = append(topics, topic.Hex())
		}
		if isAsked(names[strings.ToLower(log.Address.Hex())], topics, treasury.Address, minter.Address) {
			n++
		}
	}
	return n
}
