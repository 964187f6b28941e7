package livepeer

import (
	"errors"
	"fmt"
	"os"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// deploymentFile is the form of a deployment file, which describes Livepeer on a chain that isn't built in:
//
//	name: devchain
//	chain_id: 31337
//	contracts:
//	  - {name: Controller, address: "0x5fbdb2315678afecb367f032d93f642f64180aa3", first_block: 1}
//	  - {name: Minter, address: "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9", first_block: 4, former: true}
//	  - {name: Minter, address: "0xdc64a140aa3e981100a9beca4e685f962f0cf6c9", first_block: 90, note: the second one}
//	targets:
//	  - {contract: BondingManager, version: v1, address: "0xb7f8bc63bbcad18155201308c8f3540b07f84f5e", created_block: 13}
//	deployed_at: 2022-02-11
//	price_feeds: {chainlink_eth_usd: "0x639fe6ab55c921f74e7fac1ee960c0b6293ba612"}
//
// Names are those of ContractNames. The Controller must be among them. Of several contracts of one name all but one
// are former, except for polls and delegator pools. Targets, notes, the day deployed_at, and the price feeds
// chainlink_eth_usd and lpt_weth_pool are optional.
type deploymentFile struct {
	Name       string         `yaml:"name"`
	ChainID    uint64         `yaml:"chain_id"`
	Contracts  []contractItem `yaml:"contracts"`
	Targets    []targetItem   `yaml:"targets"`
	PriceFeeds feedsItem      `yaml:"price_feeds"`
	DeployedAt yaml.Node      `yaml:"deployed_at"`
}

// contractItem and targetItem keep the nodes of what is checked further, so that errors can name their lines.
type contractItem struct {
	Name       yaml.Node `yaml:"name"`
	Address    yaml.Node `yaml:"address"`
	FirstBlock int64     `yaml:"first_block"`
	Former     bool      `yaml:"former"`
	Note       string    `yaml:"note"`
}

type targetItem struct {
	Contract     yaml.Node `yaml:"contract"`
	Version      string    `yaml:"version"`
	Address      yaml.Node `yaml:"address"`
	CreatedBlock int64     `yaml:"created_block"`
	Note         string    `yaml:"note"`
}

type feedsItem struct {
	ChainlinkETHUSD yaml.Node `yaml:"chainlink_eth_usd"`
	LPTWETHPool     yaml.Node `yaml:"lpt_weth_pool"`
}

// LoadDeployment reads a deployment file: YAML with name, chain_id, contracts (name, address, first_block and,
// optionally, former and note) and, optionally, targets (contract, version, address, created_block, note) and
// price_feeds (chainlink_eth_usd, lpt_weth_pool). What is wrong in it is a *strictyaml.Error with file and line;
// unknown keys are errors.
func LoadDeployment(path string) (Deployment, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Deployment{}, fmt.Errorf("read deployment file: %w", err)
	}
	return ParseDeployment(path, content)
}

// ParseDeployment reads the content of a deployment file; file is the name that errors carry. Addresses may be
// written in any case and come out in lower case. See LoadDeployment.
func ParseDeployment(file string, content []byte) (Deployment, error) {
	doc, err := strictyaml.Parse(file, content)
	if err != nil {
		return Deployment{}, err
	}
	var f deploymentFile
	if err := doc.Decode(&f); err != nil {
		return Deployment{}, err
	}
	d := Deployment{Name: f.Name, ChainID: f.ChainID}
	for i := range f.Contracts {
		if err := d.addContract(f.Contracts[i]); err != nil {
			return Deployment{}, doc.Errorf(&f.Contracts[i].Name, "%v", err)
		}
	}
	for i := range f.Targets {
		if err := d.addTarget(f.Targets[i]); err != nil {
			return Deployment{}, doc.Errorf(&f.Targets[i].Contract, "%v", err)
		}
	}
	if d.PriceFeeds, err = f.PriceFeeds.feeds(doc); err != nil {
		return Deployment{}, err
	}
	if day := f.DeployedAt.Value; day != "" {
		if d.DeployedAt, err = time.Parse(time.DateOnly, day); err != nil {
			return Deployment{}, doc.Errorf(&f.DeployedAt, "deployed_at %q is no day: write it like 2022-02-11", day)
		}
	}
	if err := d.complete(); err != nil {
		return Deployment{}, doc.Errorf(doc.Root, "%v", err)
	}
	return d, nil
}

func (d *Deployment) addContract(item contractItem) error {
	name := item.Name.Value
	if err := checkContractName(name); err != nil {
		return err
	}
	address, err := ParseAddress(item.Address.Value)
	if err != nil {
		return fmt.Errorf("contract %s: %w", name, err)
	}
	if item.FirstBlock < 0 {
		return fmt.Errorf("contract %s: first_block %d is below 0", name, item.FirstBlock)
	}
	for _, other := range d.Contracts {
		if other.Address == address {
			return fmt.Errorf("contract %s has the address of %s: list an address once", name, other.Name)
		}
	}
	if _, ok := d.Contract(name); ok && !item.Former && name != Poll && name != DelegatorPool {
		return fmt.Errorf("%s is listed twice: mark the earlier one with former: true", name)
	}
	d.Contracts = append(d.Contracts, Contract{
		Name: name, Address: address, FirstBlock: item.FirstBlock, Former: item.Former, Note: item.Note,
	})
	return nil
}

func (d *Deployment) addTarget(item targetItem) error {
	name := item.Contract.Value
	if err := checkContractName(name); err != nil {
		return err
	}
	address, err := ParseAddress(item.Address.Value)
	if err != nil {
		return fmt.Errorf("target %s of %s: %w", item.Version, name, err)
	}
	d.Targets = append(d.Targets, TargetVersion{
		Contract: name, Version: item.Version, Address: address, CreatedBlock: item.CreatedBlock, Note: item.Note,
	})
	return nil
}

// feeds reads the addresses; one that isn't given stays empty.
func (item *feedsItem) feeds(doc *strictyaml.Document) (feeds PriceFeeds, err error) {
	for _, feed := range []struct {
		name string
		node *yaml.Node
		into *string
	}{
		{"chainlink_eth_usd", &item.ChainlinkETHUSD, &feeds.ChainlinkETHUSD},
		{"lpt_weth_pool", &item.LPTWETHPool, &feeds.LPTWETHPool},
	} {
		if feed.node.IsZero() {
			continue
		}
		if *feed.into, err = ParseAddress(feed.node.Value); err != nil {
			return PriceFeeds{}, doc.Errorf(feed.node, "price feed %s: %v", feed.name, err)
		}
	}
	return feeds, nil
}

// complete checks what a deployment can't be without, and takes the Controller from the contracts.
func (d *Deployment) complete() error {
	if d.Name == "" {
		return errors.New("name is missing: give the network a short name")
	}
	if d.ChainID == 0 {
		return errors.New("chain_id is missing: give the EVM chain id")
	}
	controller, ok := d.Contract(Controller)
	if !ok {
		return errors.New("contracts has no present Controller: its address identifies the deployment")
	}
	d.Controller = controller.Address
	return nil
}
