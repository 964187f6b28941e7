package main

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/transform"
)

// canary is a key that must not be seen anywhere but in requests to the endpoint.
const canary = "Zk7QcanaryP4w9hJx2Lm"

// TestSecretStaysSecret puts a key into the endpoint's address by a variable, and looks for it in all that a run prints
// and leaves, when it goes well and when it fails in ways that make servers and libraries repeat the address.
func TestSecretStaysSecret(t *testing.T) {
	t.Parallel()
	chain, network, err := openChain("small")
	if err != nil {
		t.Fatal(err)
	}
	well := jsonrpc.NewServer(chain, jsonrpc.Options{})
	repeating := func(status int, contentType string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`<html>{"error":"no such path ` + r.URL.Path + `"}</html>`))
		}
	}
	refusing := httptest.NewServer(well)
	refusing.Close()
	for _, test := range []struct {
		name    string
		handler http.Handler
		code    int
	}{
		{"well", well, 0},
		{"poisoned", jsonrpc.NewServer(chain, jsonrpc.Options{Faults: []jsonrpc.Fault{{Kind: jsonrpc.LogShortData, Block: middleBlock(chain)}}}), 3},
		{"wrong path", repeating(http.StatusNotFound, "text/plain"), 1},
		{"refused key", repeating(http.StatusUnauthorized, "application/json"), 1},
		{"web page", repeating(http.StatusOK, "text/html"), 1},
		{"JSON-RPC error", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(`{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"key ` + canary + ` of ` + r.URL.Path + ` is not valid"}}`))
		}), 1},
		{"redirect", http.RedirectHandler("https://other.invalid/"+canary, http.StatusFound), 1},
		{"refused connection", nil, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			address := refusing.URL
			if test.handler != nil {
				server := httptest.NewServer(test.handler)
				t.Cleanup(server.Close)
				address = server.URL
			}
			s := site{dir: t.TempDir()}
			s.home = filepath.Join(s.dir, "home")
			configured(t, s.dir, address+"/v2/${CHAIN_KEY}?token=${CHAIN_KEY}", network)
			environment := map[string]string{"CHAIN_KEY": canary}
			got := s.lakepeerWith(t.Context(), environment, "run", "--log-level", "debug")
			if got.code != test.code {
				t.Errorf("exit code %d\n%s", got.code, got.stderr)
			}
			printed := got.stdout + got.stderr
			commands := [][]string{{"sources"}, {"sources", "--json"}, {"status"}, {"status", "--json"}, {"doctor"}, {"doctor", "--json"}}
			if test.code != 1 { // a run that fails waits for the server again
				commands = append(commands, []string{"run", "--json"})
			}
			for _, args := range commands {
				got := s.lakepeerWith(t.Context(), environment, args...)
				printed += got.stdout + got.stderr
			}
			if strings.Contains(printed, canary) {
				t.Errorf("the key is printed:\n%s", printed)
			}
			s.lacksCanary(t)
		})
	}
}

// lacksCanary looks for the key in the bytes of every file of the home, and in the values of those that are compressed.
func (s site) lacksCanary(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(s.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(canary)) {
			t.Errorf("the key is in %s", path)
		}
		if filepath.Ext(path) == ".parquet" {
			parquetLacksCanary(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(transform.StablePath(s.home)); err == nil {
		file := s.published(t)
		for _, table := range file.ask(t, "select schema_name, table_name from duckdb_tables()") {
			found := file.ask(t, "select count(*) from "+duck.Ident(table[0])+"."+duck.Ident(table[1])+" as t where contains(t::varchar, '"+canary+"')")
			if found.String() != "0" {
				t.Errorf("the key is in %v", table)
			}
		}
	}
}

func parquetLacksCanary(t *testing.T, path string) {
	t.Helper()
	db, err := duck.Open(t.Context(), duck.Options{TempDir: t.TempDir(), Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, source := range []string{"read_parquet", "parquet_kv_metadata"} {
		found, err := duck.Value[int64](t.Context(), db, "select count(*) from "+source+"("+duck.Literal(path)+") as t where contains(t::varchar, '"+canary+"')")
		if err != nil {
			t.Fatal(err)
		}
		if found != 0 {
			t.Errorf("the key is in %s (%s)", path, source)
		}
	}
}
