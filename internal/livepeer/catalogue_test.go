package livepeer

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTopicsAreTheHashesOfTheSignatures(t *testing.T) {
	want := maps.Clone(topics)
	maps.Copy(want, bridgeTopics)
	for _, e := range Events() {
		if want[e.Signature] != e.Topic0.Hex() {
			t.Errorf("%s has topic %s, want %q", e.Signature, e.Topic0.Hex(), want[e.Signature])
		}
		delete(want, e.Signature)
	}
	if len(want) > 0 {
		t.Errorf("the catalogue has no %v", slices.Sorted(maps.Keys(want)))
	}
}

// The sheet of facts misprints one topic: the logs of the real contracts have …694e5d56e4….
const misprinted = "0xfa044b7b93a40365dc68049797c2eb06918523d694d5e56e406cac3eb35578e5"

func TestEveryTopicOfTheSheetIsKnown(t *testing.T) {
	sheet := shared(t, "sources", "onchain.md")
	content, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(content), "\n## B.")
	section, _, _ = strings.Cut(section, "\n## C.")
	known := map[string]bool{misprinted: true}
	for _, e := range Events() {
		known[e.Topic0.Hex()] = true
	}
	found := regexp.MustCompile(`0x[0-9a-f]{64}`).FindAllString(section, -1)
	if len(found) < 70 {
		t.Fatalf("the sheet's section B has only %d topics", len(found))
	}
	for _, topic := range found {
		if !known[topic] {
			t.Errorf("the catalogue has no event of topic %s", topic)
		}
	}
}

func TestControllerIDs(t *testing.T) {
	names := ControllerIDs()
	for name, id := range controllerIDs {
		if got := ControllerID(name); got != id {
			t.Errorf("ControllerID(%s) = %s, want %s", name, got, id)
		}
		if names[id] != name {
			t.Errorf("id %s has name %q, want %q", id, names[id], name)
		}
	}
}

func TestColumnsHaveOneKind(t *testing.T) {
	kinds := map[string]Kind{}
	for _, e := range Events() {
		inEvent := map[string]bool{}
		for _, a := range e.Args {
			if kind, ok := kinds[a.Column]; ok && kind != a.Kind {
				t.Errorf("%s.%s: column %s is %s here and %s elsewhere", e.Name, a.Name, a.Column, a.Kind, kind)
			}
			kinds[a.Column] = a.Kind
			if inEvent[a.Column] {
				t.Errorf("%s has column %s twice", e.Name, a.Column)
			}
			inEvent[a.Column] = true
		}
	}
}

func TestEventsAreFullyDescribed(t *testing.T) {
	names, tables := map[string]bool{}, map[string]bool{}
	snakeCase := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	for _, e := range Events() {
		if names[e.Name] || tables[e.Table] {
			t.Errorf("%s (%s) is in the catalogue twice", e.Name, e.Table)
		}
		names[e.Name], tables[e.Table] = true, true
		if !snakeCase.MatchString(e.Table) || !sentence(e.Description) {
			t.Errorf("%s: table %q, description %q", e.Name, e.Table, e.Description)
		}
		if len(e.Contracts) == 0 {
			t.Errorf("nobody emits %s", e.Name)
		}
		for _, c := range e.Contracts {
			if err := checkContractName(c); err != nil {
				t.Errorf("%s: %v", e.Name, err)
			}
		}
		for _, a := range e.Args {
			if !snakeCase.MatchString(a.Column) || !sentence(a.Description) {
				t.Errorf("%s.%s: column %q, description %q", e.Name, a.Name, a.Column, a.Description)
			}
			if (a.Kind == Wei) != (a.Unit == UnitLPT || a.Unit == UnitETH) {
				t.Errorf("%s.%s: a %s has unit %q", e.Name, a.Name, a.Kind, a.Unit)
			}
		}
		if e.broken != nil {
			t.Errorf("%s: %v", e.Name, e.broken)
		}
	}
}

func sentence(text string) bool {
	return strings.HasSuffix(text, ".") && !strings.Contains(text, "*/")
}

func TestEventOfGoesByContractAndTopic(t *testing.T) {
	transfer := EventNamed("Transfer").Topic0.Hex()
	if EventOf(LivepeerToken, transfer) != EventNamed("Transfer") {
		t.Error("LivepeerToken's Transfer isn't found")
	}
	if e := EventOf(BondingManager, transfer); e != nil {
		t.Errorf("BondingManager emits no Transfer, found %s", e.Signature)
	}
	if e := EventOf("", transfer); e != nil {
		t.Errorf("an unknown contract emits nothing, found %s", e.Signature)
	}
	if EventNamed("Treasury") != nil {
		t.Error("there is no event Treasury")
	}
	if !EventNamed("ParameterUpdate").EmittedBy(Minter) || EventNamed("Mint").EmittedBy(Minter) {
		t.Error("EmittedBy doesn't tell who emits")
	}
}

func TestContractNamesAreSorted(t *testing.T) {
	if names := ContractNames(); !slices.IsSorted(names) {
		t.Errorf("names are not sorted: %v", names)
	}
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"newDelegate": "new_delegate", "unbondingLockId": "unbonding_lock_id", "choiceID": "choice_id",
		"ServiceURIUpdate": "service_uri_update", "serviceURI": "service_uri", "_l2ToL1Id": "l2_to_l1_id",
		"L1MigratorUpdate": "l1_migrator_update", "l1Addr": "l1_addr", "_l1LPTDataCache": "l1_lpt_data_cache", "Bond": "bond",
	} {
		if got := Snake(name); got != want {
			t.Errorf("Snake(%s) = %s, want %s", name, got, want)
		}
	}
}

// shared gives the path of recorded material beside the module, or skips the test where there is none.
func shared(t testing.TB, elements ...string) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("no go.mod above the test")
		}
		folder = filepath.Dir(folder)
	}
	path := filepath.Join(append([]string{filepath.Dir(folder), "shared"}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recorded material is absent: %s", filepath.Join(append([]string{"../shared"}, elements...)...))
	}
	return path
}
