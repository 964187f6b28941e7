package livepeer

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

func TestArbitrumOne(t *testing.T) {
	d, ok := Preset("arbitrum-one")
	if !ok || d.Name != PresetNames()[0] {
		t.Fatal("arbitrum-one isn't built in")
	}
	if d.FirstBlock() != 5_856_156 {
		t.Errorf("first block %d", d.FirstBlock())
	}
	if c, ok := d.Contract(Controller); !ok || c.Address != d.Controller {
		t.Errorf("Controller %+v", c)
	}
	if c, ok := d.Contract(Minter); !ok || c.Address != "0xc20de37170b45774e6cd3d2304017fc962f27252" {
		t.Errorf("present Minter %+v", c)
	}
	if _, err := NewDecoder(d.Contracts); err != nil {
		t.Error(err)
	}
	for _, name := range ContractNames() {
		_, ok := d.Contract(name)
		if found := name == Poll || name == DelegatorPool; ok == found {
			t.Errorf("%s is listed: %t", name, ok)
		}
	}
	for _, target := range d.Targets {
		if _, err := ParseAddress(target.Address); err != nil || target.CreatedBlock < d.FirstBlock() {
			t.Errorf("target %+v: %v", target, err)
		}
	}
	for _, u := range d.Unasked {
		if _, err := ParseAddress(u.Address); err != nil || u.Reason == "" {
			t.Errorf("unasked %+v: %v", u, err)
		}
	}
	if _, ok := Preset("mainnet"); ok {
		t.Error("there is no preset mainnet")
	}
}

// A preset has every address of its section of the sheet of facts, and no other.
func TestPresetsAreTheSheets(t *testing.T) {
	t.Run("arbitrum-one", func(t *testing.T) { comparePreset(t, ArbitrumOne(), "### A1.", "The deployment records read here") })
	t.Run("ethereum-legacy", func(t *testing.T) { comparePreset(t, EthereumLegacy(), "### A2.", "Deprecated L1 event shapes") })
}

func comparePreset(t *testing.T, d Deployment, from, to string) {
	content, err := os.ReadFile(shared(t, "sources", "onchain.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(content), from)
	section, _, _ = strings.Cut(section, to)
	section = strings.ToLower(section)
	count := len(d.Contracts) + len(d.Targets) + len(d.Unasked)
	for _, c := range d.Contracts {
		if !strings.Contains(section, c.Address) {
			t.Errorf("the sheet has no %s at %s", c.Name, c.Address)
		}
	}
	for _, target := range d.Targets {
		if !strings.Contains(section, target.Address) {
			t.Errorf("the sheet has no target of %s at %s", target.Contract, target.Address)
		}
	}
	if n := strings.Count(section, "0x"); n != count {
		t.Errorf("the sheet has %d addresses, the preset %d", n, count)
	}
}

// The contracts on Ethereum are landed and not decoded.
func TestEthereumLegacyHasNoEvents(t *testing.T) {
	d, ok := Preset("ethereum-legacy")
	if !ok || d.ChainID != 1 || d.FirstBlock() != 5_533_890 {
		t.Fatalf("ethereum-legacy is %+v", d)
	}
	decoder, err := NewDecoder(d.Contracts)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range d.Contracts {
		for _, event := range Events() {
			got, err := decoder.Decode(Log{Address: c.Address, Topics: []string{event.Topic0.Hex()}, Data: "0x"}, nil)
			if err != nil || got.Contract != c.Name || got.Event != nil {
				t.Fatalf("%s of %s: %+v, %v", event.Name, c.Name, got, err)
			}
		}
	}
}

const devchain = `name: devchain
chain_id: 31337
contracts:
  - {name: Controller, address: "0x5FbDB2315678afecb367f032d93F642f64180aa3", first_block: 1}
  - name: Minter
    address: 0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9
    first_block: 4
    former: true
    note: the first one
  - {name: Minter, address: "0xdc64a140aa3e981100a9beca4e685f962f0cf6c9", first_block: 90}
targets:
  - {contract: BondingManager, version: v1, address: "0xb7f8bc63bbcad18155201308c8f3540b07f84f5e", created_block: 13}
price_feeds:
  chainlink_eth_usd: "0x639Fe6ab55C921f74e7fac1ee960C0B6293ba612"
`

func TestLoadDeployment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "devchain.yaml")
	if err := os.WriteFile(path, []byte(devchain), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := LoadDeployment(path)
	if err != nil {
		t.Fatal(err)
	}
	want := Deployment{
		Name: "devchain", ChainID: 31337, Controller: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
		Contracts: []Contract{
			{Name: Controller, Address: "0x5fbdb2315678afecb367f032d93f642f64180aa3", FirstBlock: 1},
			{Name: Minter, Address: "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9", FirstBlock: 4, Former: true, Note: "the first one"},
			{Name: Minter, Address: "0xdc64a140aa3e981100a9beca4e685f962f0cf6c9", FirstBlock: 90},
		},
		Targets: []TargetVersion{
			{Contract: BondingManager, Version: "v1", Address: "0xb7f8bc63bbcad18155201308c8f3540b07f84f5e", CreatedBlock: 13},
		},
		PriceFeeds: PriceFeeds{ChainlinkETHUSD: "0x639fe6ab55c921f74e7fac1ee960c0b6293ba612"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("deployment (-want +got):\n%s", diff)
	}
	if _, err := LoadDeployment(filepath.Join(t.TempDir(), "absent.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want one about the absent file", err)
	}
}

func TestParseDeploymentNamesLineAndWayOut(t *testing.T) {
	for _, test := range []struct{ name, from, to, want string }{
		{"unknown key", "first_block: 4", "frist_block: 4", `d.yaml:7: unknown key "frist_block": did you mean "first_block"?`},
		{"unknown contract", "name: Minter\n", "name: Mintre\n", `d.yaml:5: no contract of Livepeer is called "Mintre": did you mean Minter?`},
		{"strange contract", "name: Minter\n", "name: Vault\n", `d.yaml:5: no contract of Livepeer is called "Vault": the names are AIServiceRegistry,`},
		{"bad address", "0xcf7ed3acca5a467e", "0xcf7ed3acca5a467", `d.yaml:5: contract Minter: "0xcf7ed3acca5a4679e704c703e8d87f634fb0fc9" is not an address: write 0x and 40 hex digits`},
		{"address twice", "0xdc64a140aa3e981100a9beca4e685f962f0cf6c9", "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9", "d.yaml:10: contract Minter has the address of Minter: list an address once"},
		{"two present ones", "    former: true\n", "", "d.yaml:9: Minter is listed twice: mark the earlier one with former: true"},
		{"negative block", "first_block: 4", "first_block: -4", "d.yaml:5: contract Minter: first_block -4 is below 0"},
		{"no Controller", "name: Controller", "name: Treasury", "d.yaml:1: contracts has no present Controller: its address identifies the deployment"},
		{"no name", "name: devchain\n", "", "d.yaml:1: name is missing: give the network a short name"},
		{"no chain id", "chain_id: 31337\n", "", "d.yaml:1: chain_id is missing: give the EVM chain id"},
		{"bad target", "contract: BondingManager", "contract: BondingManagerTarget", `d.yaml:12: no contract of Livepeer is called "BondingManagerTarget": did you mean BondingManager?`},
		{"bad feed", "0x639Fe6ab", "639Fe6ab", `d.yaml:14: price feed chainlink_eth_usd: "639Fe6ab`},
		{"unknown feed", "chainlink_eth_usd", "chainlink_lpt_usd", `d.yaml:14: unknown key "chainlink_lpt_usd"`},
		{"bad target address", `"0xb7f8`, `"b7f8`, `d.yaml:12: target v1 of BondingManager: "b7f8`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseDeployment("d.yaml", []byte(strings.Replace(devchain, test.from, test.to, 1)))
			var located *strictyaml.Error
			if !errors.As(err, &located) || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v\nwant  %s", err, test.want)
			}
		})
	}
	if _, err := ParseDeployment("d.yaml", nil); err == nil || err.Error() != "d.yaml: name is missing: give the network a short name" {
		t.Errorf("an empty file: %v", err)
	}
}

func TestContractsAreAPartsAsks(t *testing.T) {
	text, err := json.Marshal(Contract{Name: Minter, Address: orchestrator, FirstBlock: 7, Former: true, Note: "n"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"name":"Minter","address":"` + orchestrator + `","from_block":7}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

func TestParseHex(t *testing.T) {
	if got, err := ParseAddress("0xDA43D85B8D419A9C51BBF0089C9BD5169C23F2F9"); err != nil || got != gateway {
		t.Errorf("address %s, %v", got, err)
	}
	for _, s := range []string{"", "0x", gateway[2:], gateway + "00", gateway[:41] + "g", "0X" + gateway[2:]} {
		if _, err := ParseAddress(s); err == nil {
			t.Errorf("%q passes as an address", s)
		}
	}
	hash := "0x" + strings.Repeat("Ab", 32)
	if got, err := ParseHash(hash); err != nil || got != strings.ToLower(hash) {
		t.Errorf("hash %s, %v", got, err)
	}
	if _, err := ParseHash(gateway); err == nil {
		t.Error("an address passes as a hash")
	}
}

func FuzzParseDeployment(f *testing.F) {
	f.Add([]byte(devchain))
	f.Add([]byte("name: [a]\ncontracts: {name: x}\n"))
	f.Add([]byte("&a name: *a"))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := ParseDeployment("d.yaml", content)
		if err != nil {
			return
		}
		if _, err := NewDecoder(d.Contracts); err != nil {
			t.Errorf("a deployment that can't be decoded: %v", err)
		}
	})
}
