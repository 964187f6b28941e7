package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox"
)

// TestSandboxServeWritesAWorkingConfiguration serves a world and reads what it writes back.
func TestSandboxServeWritesAWorkingConfiguration(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "try")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &announcement{said: make(chan struct{})}
	ended := make(chan int, 1)
	go func() {
		ended <- execute(ctx, []string{"sandbox", "serve", "--rounds", "2", "--orchestrators", "3", "--delegators", "4", "--gateways", "1", "--faults", "light", "--write", folder}, world{
			stdin: strings.NewReader(""), stdout: out, stderr: out, lookup: func(string) (string, bool) { return "", false }, now: time.Now,
		})
	}()
	<-out.said
	// The configuration is written after the announcement's first line, and complete when the command answers.
	cancel()
	if code := <-ended; code != 0 {
		t.Fatalf("exit code %d: %s", code, out.text.String())
	}
	c, err := config.Load(filepath.Join(folder, config.DefaultFile), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	d, err := livepeer.LoadDeployment(c.Network)
	if err != nil || d.Name != sandbox.NetworkName || d.PriceFeeds.LPTWETHPool == "" {
		t.Errorf("the deployment is %+v: %v", d, err)
	}
	if endpoint := c.Sources.Chain[0].Endpoint; !strings.HasSuffix(endpoint, "/rpc") || len(c.Sources.VastAI) != 1 {
		t.Errorf("the chain is at %s", endpoint)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.Sources.Chain[0].Endpoint, nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := http.DefaultClient.Do(request); err == nil {
		_ = response.Body.Close()
		t.Error("the servers answer after the end")
	}
}

// announcement collects what is printed, and says when something was.
type announcement struct {
	text bytes.Buffer
	said chan struct{}
}

func (a *announcement) Write(p []byte) (int, error) {
	if a.text.Len() == 0 {
		close(a.said)
	}
	return a.text.Write(p)
}

func TestSandboxTruth(t *testing.T) {
	ask := func(args ...string) (int, string) {
		var stdout, stderr bytes.Buffer
		code := execute(t.Context(), append([]string{"sandbox", "truth", "--rounds", "3", "--orchestrators", "3", "--delegators", "4"}, args...), world{
			stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, lookup: func(string) (string, bool) { return "", false }, now: time.Now,
		})
		return code, stdout.String() + stderr.String()
	}
	if code, text := ask(); code != 0 || strings.Count(text, "0x") != 3 || !strings.Contains(text, "rewards ") {
		t.Errorf("%d: %s", code, text)
	}
	code, text := ask("--json")
	var truth struct {
		Orchestrators []struct {
			Commission string `json:"reward_commission_lpt_wei"`
		}
	}
	if err := json.Unmarshal([]byte(text), &truth); code != 0 || err != nil || len(truth.Orchestrators) != 3 || truth.Orchestrators[0].Commission == "" {
		t.Errorf("%d: %v: %s", code, err, text)
	}
	if code, text := ask("--rounds", "-2"); code != 2 || !strings.Contains(text, "rounds") {
		t.Errorf("%d: %s", code, text)
	}
}
