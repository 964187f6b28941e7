package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// start starts a command line on the site as a process of its own, with variables (NAME=value) added to its environment.
func (s site) start(t testing.TB, variables []string, args ...string) *exec.Cmd {
	t.Helper()
	command := exec.Command("lakepeer", s.arguments(args)...)
	command.Env = append(os.Environ(), variables...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command
}

// TestKillAtFailpoint kills a run at each failpoint. The next run repairs what is left and ends as if nothing had been.
func TestKillAtFailpoint(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	for _, point := range []string{
		"load.before-temp-write", "load.after-fsync:2", "load.after-rename:3", "load.between-rejected-and-slice", "transform.in-build",
		"publish.before-current", "publish.after-current", "publish.before-stable-rename", "publish.after-stable-rename",
	} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			e := serveChain(t, "small", jsonrpc.Options{})
			if point == "load.between-rejected-and-slice" {
				e.behave(jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: jsonrpc.LogShortData, Block: middleBlock(e.chain)}}})
			}
			s := newSite(t, e)
			killed := s.start(t, []string{failpointVariable + "=" + point}, "run")
			if err := killed.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
				t.Fatalf("the run wasn't killed: %v", err)
			}
			e.behave(jsonrpc.Options{})
			s.recovers(t, e, want)
		})
	}
}

// TestKillAtAnyInstant kills runs at instants that a seed chooses.
func TestKillAtAnyInstant(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			e := serveChain(t, "small", jsonrpc.Options{})
			s := newSite(t, e)
			instant := time.Duration(rand.New(rand.NewPCG(seed, 0)).Int64N(int64(3 * time.Second)))
			process := s.start(t, nil, "run")
			timer := time.AfterFunc(instant, func() { _ = process.Process.Kill() })
			err := process.Wait()
			timer.Stop()
			t.Logf("killed after %v: %v", instant, err)
			s.recovers(t, e, want)
		})
	}
}

// recovers runs the site again, compares what it holds, and checks that a further run asks for no logs.
func (s site) recovers(t *testing.T, e *endpoint, want content) {
	t.Helper()
	s.must(t, "run")
	if got := s.rows(t); got != want.rows {
		t.Errorf("the lake holds %s in place of %s", got, want.rows)
	}
	sameTables(t, s.hashes(t), want.hashes)
	e.behave(jsonrpc.Options{})
	if printed := s.must(t, "run"); !strings.Contains(printed, "nothing new") {
		t.Errorf("a run with nothing to do says\n%s", printed)
	}
	if n := e.calls("eth_getLogs"); n != 0 {
		t.Errorf("a run with nothing to do asks %d times for logs", n)
	}
	s.must(t, "verify", "--lake")
}

// TestDeletedIntervals deletes each file of the lake in turn: the next extraction brings its rows back.
func TestDeletedIntervals(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	s := newSite(t, serveChain(t, "small", jsonrpc.Options{}))
	s.must(t, "run")
	_, files := s.files(t)
	for _, file := range files {
		if err := os.Remove(file.Path); err != nil {
			t.Fatal(err)
		}
		s.must(t, "extract")
		if got := s.rows(t); got != want.rows {
			t.Errorf("without %s the lake holds %s in place of %s", file.Slice.Name(), got, want.rows)
		}
	}
	s.must(t, "run", "--full")
	sameTables(t, s.hashes(t), want.hashes)
}

// TestInterrupt stops a run as Ctrl-C does, in the middle of extraction: it ends at once and says so, what was complete
// stays in the lake, and the next run goes on from there.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	chain, network, err := openChain("small")
	if err != nil {
		t.Fatal(err)
	}
	e := newEndpoint(chain, network, jsonrpc.Options{Limits: jsonrpc.Limits{MaxRange: 250_000}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	e.before = cancelAfter(20, cancel)
	e.serve(t)
	s := newSite(t, e)
	got := s.lakepeer(ctx, "run")
	if want := "lakepeer: interrupted: what was complete is in the lake, nothing new is published; run again to go on\n"; got.code != 1 || got.stderr != want || got.stdout != "" {
		t.Errorf("exit code %d, standard error %q, standard output %q", got.code, got.stderr, got.stdout)
	}
	_, complete := s.files(t)
	if len(complete) == 0 {
		t.Error("nothing complete is in the lake")
	}
	s.must(t, "extract")
	if got, want := s.rows(t), undisturbed(t).rows; got != want {
		t.Errorf("the lake holds %s in place of %s", got, want)
	}
	_, all := s.files(t)
	if len(all) <= len(complete) {
		t.Errorf("all %d files were there after the interrupt", len(all))
	}
}
