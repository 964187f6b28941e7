package load

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHomeKeepsToOneNetwork(t *testing.T) {
	f := newFixture(t)
	if got := f.lake.Network(); got != testNetwork {
		t.Errorf("network %v", got)
	}
	_, err := Open(f.home, otherNetwork, Options{})
	var network *NetworkError
	if !errors.As(err, &network) || network.Has != testNetwork || network.Wants != otherNetwork {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{f.home, "testnet", "othernet", "--home"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q doesn't say %q", err, want)
		}
	}
	l, err := OpenExisting(f.home, Options{})
	f.must(err)
	if l.Network() != testNetwork || l.Dir() != filepath.Join(f.home, "lake") {
		t.Errorf("opened %v in %s", l.Network(), l.Dir())
	}
}

func TestOpenExistingWithoutLake(t *testing.T) {
	for name, home := range map[string]string{"no home": filepath.Join(t.TempDir(), "none"), "empty home": t.TempDir()} {
		if _, err := OpenExisting(home, Options{}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestNetworkIsRestoredFromFiles(t *testing.T) {
	f := newFixture(t)
	f.commit(blocks(0, 100), rowsOf(0, 3))
	path := filepath.Join(f.lake.Dir(), networkFile)
	f.must(os.Remove(path))

	if _, err := Open(f.home, otherNetwork, Options{}); err == nil {
		t.Error("opened for another network")
	}
	l, err := OpenExisting(f.home, Options{})
	f.must(err)
	if l.Network() != testNetwork {
		t.Errorf("network %v", l.Network())
	}
	f.open(nil)
	if _, err := os.Stat(path); err != nil {
		t.Errorf("Open hasn't restored it: %v", err)
	}
	f.must(os.WriteFile(path, []byte("{"), 0o644))
	if _, err := OpenExisting(f.home, Options{}); err == nil || !strings.Contains(err.Error(), "delete that file") {
		t.Errorf("error %v", err)
	}
}

func TestPartsAreWrittenOnce(t *testing.T) {
	f := newFixture(t)
	p := f.part
	p.Asks = json.RawMessage("{ \"of\" :\n\"deployment\"}")
	f.must(f.lake.AddPart(p))
	changes := map[string]func(*Part){
		"asks": func(p *Part) { p.Asks = json.RawMessage(`{"of":"more"}`) },
		"from": func(p *Part) { p.From = 7 },
		"axis": func(p *Part) { p.Axis = AxisTime },
	}
	for name, change := range changes {
		p := f.part
		change(&p)
		if err := f.lake.AddPart(p); err == nil || !strings.Contains(err.Error(), "never changes") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	f.must(f.lake.AddPart(testPart("z", AxisBlock, 0)))
	f.must(f.lake.AddPart(testPart("b", AxisBlock, 5)))
	f.must(f.lake.AddPart(testPart("a", AxisBlock, 5)))
	parts, err := f.lake.Parts(testStream)
	f.must(err)
	var names []string
	for _, p := range parts {
		names = append(names, p.Name)
	}
	if diff := cmp.Diff([]string{"deployment", "z", "a", "b"}, names); diff != "" {
		t.Error(diff)
	}
	if !parts[0].same(f.part) {
		t.Errorf("read back %+v", parts[0])
	}
}

func TestAddPartRefusesBadDefinitions(t *testing.T) {
	f := newFixture(t)
	changes := map[string]func(*Part){
		"no name":         func(p *Part) { p.Name = "" },
		"parent folder":   func(p *Part) { p.Name = ".." },
		"sub-folder":      func(p *Part) { p.Name = "a/b" },
		"reserved name":   func(p *Part) { p.Stream.Source = "_rejected" },
		"unknown axis":    func(p *Part) { p.Axis = "weight" },
		"instant, begins": func(p *Part) { p.Axis, p.From = AxisInstant, 5 },
		"no JSON":         func(p *Part) { p.Asks = json.RawMessage("{") },
	}
	for name, change := range changes {
		p := testPart("new", AxisBlock, 0)
		change(&p)
		if err := f.lake.AddPart(p); err == nil {
			t.Errorf("%s: added", name)
		}
	}
	parts, err := f.lake.Parts(testStream)
	f.must(err)
	if len(parts) != 1 {
		t.Errorf("the lake has %v", parts)
	}
}

func TestStreamsAreListed(t *testing.T) {
	f := newFixture(t)
	for _, id := range []StreamID{
		{Source: "vastai", Instance: "main", Stream: "offers"},
		{Source: "chain", Instance: "main", Stream: "blocks"},
		{Source: "chain", Instance: "fork", Stream: "logs"},
	} {
		p := f.part
		p.Stream = id
		f.must(f.lake.AddPart(p))
	}
	f.commit(blocks(0, 10), nil, RejectedRow{Reason: "bad"})
	ids, err := f.lake.Streams()
	f.must(err)
	var got []string
	for _, id := range ids {
		got = append(got, id.String())
	}
	if diff := cmp.Diff([]string{"chain/fork/logs", "chain/main/blocks", "chain/main/logs", "vastai/main/offers"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStreamTable(t *testing.T) {
	if got := (StreamID{Source: "vastai", Instance: "main", Stream: "gpu-offers"}).Table(); got != "vastai__gpu_offers" {
		t.Error(got)
	}
}
