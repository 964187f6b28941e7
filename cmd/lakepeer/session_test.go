package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// TestSession runs the sessions below testdata/session: what a person types, and exactly what comes back. Beside
// testscript's own commands they have:
//
//	serve CHAIN [option=value…]    serves a chain (see openChain) on loopback, writes lakepeer.yaml and network.yaml
//	                               for it, and sets $RPC to its address
//	reserve [option=value…]        goes on serving it at the same address with these options only
//	smalldisk DIR SIZE             mounts a file system of SIZE (bytes, k, m) at DIR
//	holdlock HOME                  holds the home's lock until the session ends
//
// With UPDATE_SESSIONS set, what comes back is written into the sessions in place of being compared: read the diff.
//
// An option is range=N, results=N, dialect=NAME, timestamps=NAME, or fault=KIND[:field=value…] with the fields at,
// every, times, block, status, after (Retry-After in seconds) and method.
func TestSession(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/session",
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = &server{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve": serve, "reserve": reserve, "smalldisk": smallDisk, "holdlock": holdLock,
		},
		Condition:     condition,
		UpdateScripts: os.Getenv("UPDATE_SESSIONS") != "",
	})
}

// condition knows [smalldisk]: this process may mount a file system.
func condition(name string) (bool, error) {
	if name != "smalldisk" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	dir, err := os.MkdirTemp("", "smalldisk")
	if err != nil {
		return false, err
	}
	defer os.Remove(dir)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		return false, nil
	}
	return true, syscall.Unmount(dir, syscall.MNT_DETACH)
}

type serverKey struct{}

// server is what a session's endpoint serves now.
type server struct {
	chain   jsonrpc.Chain
	handler http.Handler
}

func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: serve CHAIN [option=value…]")
	}
	s := ts.Value(serverKey{}).(*server)
	var network string
	var err error
	s.chain, network, err = openChain(args[0])
	ts.Check(err)
	reserve(ts, neg, args[1:])
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }))
	ts.Defer(listener.Close)
	ts.Setenv("RPC", listener.URL)
	ts.Check(os.WriteFile(ts.MkAbs("network.yaml"), []byte(network), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("lakepeer.yaml"), []byte(settingsText(listener.URL)), 0o600))
}

func reserve(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value(serverKey{}).(*server)
	options, err := serverOptions(args)
	ts.Check(err)
	s.handler = jsonrpc.NewServer(s.chain, options)
}

// serverOptions reads option=value words; see TestSession.
func serverOptions(args []string) (o jsonrpc.Options, err error) {
	for _, arg := range args {
		key, value, _ := strings.Cut(arg, "=")
		switch key {
		case "range":
			o.Limits.MaxRange, err = strconv.ParseInt(value, 10, 64)
		case "results":
			o.Limits.MaxResults, err = strconv.Atoi(value)
		case "dialect":
			o.Dialect = jsonrpc.Dialect(value)
		case "timestamps":
			o.Timestamps = jsonrpc.Timestamps(value)
		case "fault":
			var fault jsonrpc.Fault
			fault, err = parseFault(value)
			o.Faults = append(o.Faults, fault)
		default:
			err = fmt.Errorf("unknown option %q", arg)
		}
		if err != nil {
			return o, err
		}
	}
	return o, nil
}

func parseFault(text string) (jsonrpc.Fault, error) {
	words := strings.Split(text, ":")
	f := jsonrpc.Fault{Kind: jsonrpc.Kind(words[0])}
	for _, word := range words[1:] {
		key, value, _ := strings.Cut(word, "=")
		if key == "method" {
			f.Method = value
			continue
		}
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return f, fmt.Errorf("fault %q: %w", text, err)
		}
		switch key {
		case "at":
			f.At = int(n)
		case "every":
			f.Every = int(n)
		case "times":
			f.Times = int(n)
		case "block":
			f.Block = n
		case "status":
			f.Status = int(n)
		case "after":
			f.RetryAfter = time.Duration(n) * time.Second
		case "delay":
			f.Delay = time.Duration(n) * time.Millisecond
		default:
			return f, fmt.Errorf("fault %q: unknown field %q", text, key)
		}
	}
	return f, nil
}

func smallDisk(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: smalldisk DIR SIZE")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	ts.Check(syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+args[1]))
	ts.Defer(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

func holdLock(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: holdlock HOME")
	}
	unlock, err := load.Lock(ts.MkAbs(args[0]), load.Holder{
		PID: 4242, Command: "lakepeer run", RunID: "0190a000-0000-7000-8000-000000000000", Since: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC),
	})
	ts.Check(err)
	ts.Defer(func() { _ = unlock() })
}
