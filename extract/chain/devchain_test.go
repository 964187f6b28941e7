package chain

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestRealContracts reads the recorded logs of the real contracts, in the texts of a strict provider.
func TestRealContracts(t *testing.T) {
	dir := sharedData(t, "devchain")
	chain, err := jsonrpc.LoadDevchain(dir)
	if err != nil {
		t.Fatal(err)
	}
	var answers struct {
		Contracts map[string]struct{ Address string }
		Logs      []json.RawMessage
	}
	read(t, filepath.Join(dir, "answers.json"), &answers)
	read(t, filepath.Join(dir, "logs.json"), &answers.Logs)
	s := newSite(t)
	server := jsonrpc.NewServer(chain, jsonrpc.Options{Dialect: jsonrpc.Reth, Limits: jsonrpc.Limits{MaxRange: 700, MaxResults: 300}, ShuffleSeed: 1})
	c := Config{Instance: "main", Endpoint: serve(t, server), Client: s.client, Deployment: livepeer.Deployment{Name: "devchain", ChainID: chain.ID()}}
	for name, contract := range answers.Contracts {
		c.Deployment.Contracts = append(c.Deployment.Contracts, livepeer.Contract{Name: name, Address: strings.ToLower(contract.Address)})
	}
	report := s.mustRun(c)
	if got := s.landed(); got != int64(len(answers.Logs)) {
		t.Errorf("%d of %d logs landed: %+v", got, len(answers.Logs), report.Streams[0].Parts)
	}
	if again := s.mustRun(c); again.Files() != 0 {
		t.Errorf("another run made %d files", again.Files())
	}
}

// sharedData finds the recorded data beside the project.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && filepath.Dir(dir) != dir {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	found := filepath.Join(filepath.Dir(dir), "shared", "data", name)
	if _, err := os.Stat(found); err != nil {
		t.Skipf("the recorded data %s is not beside the project", name)
	}
	return found
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}
