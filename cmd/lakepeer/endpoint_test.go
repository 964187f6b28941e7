package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/transform"
)

// endpoint serves a chain on loopback at one address, whatever its server is told to do next.
type endpoint struct {
	*httptest.Server
	chain   jsonrpc.Chain
	network string
	server  atomic.Pointer[jsonrpc.Server]
	// before, if not nil, is called before each answer.
	before func(*http.Request)
}

// serveChain serves a chain of openChain until the test ends.
func serveChain(t testing.TB, name string, options jsonrpc.Options) *endpoint {
	t.Helper()
	chain, network, err := openChain(name)
	if err != nil {
		t.Fatal(err)
	}
	e := newEndpoint(chain, network, options)
	e.serve(t)
	return e
}

// newEndpoint makes an endpoint that doesn't serve yet.
func newEndpoint(chain jsonrpc.Chain, network string, options jsonrpc.Options) *endpoint {
	e := &endpoint{chain: chain, network: network}
	e.behave(options)
	return e
}

// serve begins to serve, until the test ends.
func (e *endpoint) serve(t testing.TB) {
	t.Helper()
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e.before != nil {
			e.before(r)
		}
		e.server.Load().ServeHTTP(w, r)
	}))
	t.Cleanup(e.Close)
}

// cancelAfter gives what calls cancel before the n-th request is answered.
func cancelAfter(n int64, cancel func()) func(*http.Request) {
	var requests atomic.Int64
	return func(*http.Request) {
		if requests.Add(1) == n {
			cancel()
		}
	}
}

// behave makes the endpoint answer as told from now on. Its counts begin anew.
func (e *endpoint) behave(options jsonrpc.Options) {
	e.server.Store(jsonrpc.NewServer(e.chain, options))
}

// calls counts the calls of a method since the endpoint was told how to behave.
func (e *endpoint) calls(method string) int { return e.server.Load().Calls(method) }

// site is a folder with lakepeer.yaml in it, and the home that it names.
type site struct {
	dir, home string
}

// newSite configures a new home for the endpoint.
func newSite(t testing.TB, e *endpoint) site {
	t.Helper()
	dir := t.TempDir()
	configured(t, dir, e.URL, e.network)
	return site{dir: dir, home: filepath.Join(dir, "home")}
}

// outcome is how a command ended.
type outcome struct {
	code           int
	stdout, stderr string
}

// lakepeer runs a command line on the site, in this process.
func (s site) lakepeer(ctx context.Context, args ...string) outcome {
	return s.lakepeerWith(ctx, nil, args...)
}

// lakepeerWith does so with an environment.
func (s site) lakepeerWith(ctx context.Context, environment map[string]string, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := execute(ctx, s.arguments(args), world{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		lookup: func(name string) (string, bool) {
			value, ok := environment[name]
			return value, ok
		},
		now: time.Now,
	})
	return outcome{code, stdout.String(), stderr.String()}
}

// arguments adds what every command on the site is told.
func (s site) arguments(args []string) []string {
	return append([]string{"--config", filepath.Join(s.dir, "lakepeer.yaml"), "--home", s.home, "--log-level", "error"}, args...)
}

// must runs a command line that ends with exit code 0 and gives its standard output.
func (s site) must(t testing.TB, args ...string) string {
	t.Helper()
	got := s.lakepeer(t.Context(), args...)
	if got.code != 0 {
		t.Fatalf("lakepeer %s: exit code %d\n%s%s", strings.Join(args, " "), got.code, got.stdout, got.stderr)
	}
	return got.stdout
}

// hashes gives the content hash of every staging and main table of what is published, by table.
func (s site) hashes(t testing.TB) map[string]string {
	t.Helper()
	current, err := transform.Current(s.home)
	if err != nil {
		t.Fatal(err)
	}
	return current.Manifest.ContentHashes()
}

// files gives the current files of the lake.
func (s site) files(t testing.TB) (lake *load.Lake, files []load.File) {
	t.Helper()
	lake, err := load.OpenExisting(s.home, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	streams, err := lake.Streams()
	if err != nil {
		t.Fatal(err)
	}
	for _, stream := range streams {
		parts, err := lake.Parts(stream)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			found, err := lake.Files(part, load.ListOptions{})
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, found...)
		}
	}
	return lake, files
}

// logFiles gives those of them that hold logs.
func (s site) logFiles(t testing.TB) (lake *load.Lake, files []load.File) {
	t.Helper()
	lake, all := s.files(t)
	for _, file := range all {
		if stream := file.Part.Stream.Stream; stream == "logs" || stream == "lpt_transfers" {
			files = append(files, file)
		}
	}
	return lake, files
}

// rows gives the number of logs in the lake and a hash of what the endpoint said in them: equal for equal content,
// however it is divided into files.
func (s site) rows(t testing.TB) string {
	t.Helper()
	_, files := s.logFiles(t)
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = file.Path
	}
	db, err := duck.Open(t.Context(), duck.Options{TempDir: t.TempDir(), Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	text, err := duck.Value[string](t.Context(), db, `
		select count(*) || ' rows, ' || bit_xor(hash(block_number, log_index, block_hash, transaction_hash, transaction_index, address,
			topic0, topic1, topic2, topic3, data, block_timestamp))
		from read_parquet(`+duck.Literals(paths)+", union_by_name = true)")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// content is what a home holds.
type content struct {
	// rows is what site.rows gives, hashes what site.hashes gives.
	rows   string
	hashes map[string]string
}

// undisturbed gives what a home of the small world holds after a run that nothing disturbed.
func undisturbed(t testing.TB) content {
	t.Helper()
	undisturbedOnce.Do(func() {
		s := newSite(t, serveChain(t, "small", jsonrpc.Options{}))
		s.must(t, "run")
		undisturbedContent = content{s.rows(t), s.hashes(t)}
	})
	if undisturbedContent.rows == "" {
		t.Fatal("the undisturbed run failed in another test")
	}
	return undisturbedContent
}

// The undisturbed run is made once for all tests, because a build takes seconds.
var (
	undisturbedOnce    sync.Once
	undisturbedContent content
)

// sameTables fails the test if the published tables aren't those of another home.
func sameTables(t testing.TB, got, want map[string]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d tables are published in place of %d", len(got), len(want))
	}
	for table, hash := range want {
		if got[table] != hash {
			t.Errorf("%s has other content than after an undisturbed run", table)
		}
	}
}

// answer is what a query gives: rows of exact text, NULL as "NULL".
type answer [][]string

// published is what the stable file answers.
type published struct{ reader *duck.Reader }

// published opens the stable file for questions until the test ends.
func (s site) published(t testing.TB) published {
	t.Helper()
	reader, err := duck.OpenReader(t.Context(), duck.ReaderOptions{File: transform.StablePath(s.home), TempDir: t.TempDir(), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	return published{reader}
}

// ask runs one SELECT, one at a time.
func (p published) ask(t testing.TB, sql string) answer {
	t.Helper()
	rows, err := ask(t.Context(), p.reader, sql)
	if err != nil {
		t.Fatalf("%s\n%v", sql, err)
	}
	return rows
}

// ask runs one SELECT.
func ask(ctx context.Context, reader *duck.Reader, sql string) (answer, error) {
	result, err := reader.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	var rows answer
	for result.Next() {
		cells := make([]string, len(result.Columns))
		for i, cell := range result.Row() {
			if cells[i] = cell.Text; cell.Null {
				cells[i] = "NULL"
			}
		}
		rows = append(rows, cells)
	}
	return rows, result.Err()
}

// String writes a row per line, its cells divided by a space, as tests write what they expect.
func (a answer) String() string {
	lines := make([]string, len(a))
	for i, row := range a {
		lines[i] = strings.Join(row, " ")
	}
	return strings.Join(lines, "\n")
}
