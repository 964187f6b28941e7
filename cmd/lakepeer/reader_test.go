package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
	"github.com/lakepeer/lakepeer/transform"
)

// readerVariable names the file that TestReaderProcess reads. Without it that test does nothing.
const readerVariable = "LAKEPEER_TEST_READ"

// replacements is how often the stable file is replaced under its reader.
const replacements = 20

// TestReaderDuringPublication replaces the published file again and again, by new publications and by going back to
// older ones, while another process reads it: the reader never errs, and never sees tables of two publications at once.
// At last the stable file is, byte by byte, the publication that was gone back to.
func TestReaderDuringPublication(t *testing.T) {
	t.Parallel()
	e := serveChain(t, "small", jsonrpc.Options{HeadLag: 700_000})
	s := newSite(t, e)
	s.must(t, "run")
	older := s.current(t)
	e.behave(jsonrpc.Options{})
	s.must(t, "run")
	newer := s.current(t)

	reader := startReader(t, transform.StablePath(s.home))
	for i := range replacements {
		switch {
		case i == replacements/2:
			s.must(t, "run", "--full")
		case i%2 == 0:
			s.must(t, "rollback", newer)
		default:
			s.must(t, "rollback", older)
		}
		if got, want := reader.next(t), s.current(t); got != want {
			t.Errorf("after replacement %d the reader sees %s in place of %s", i+1, got, want)
		}
	}
	reader.stop(t)

	s.must(t, "rollback", older)
	stable, err := os.ReadFile(transform.StablePath(s.home))
	if err != nil {
		t.Fatal(err)
	}
	current, err := transform.Current(s.home)
	if err != nil {
		t.Fatal(err)
	}
	published, err := os.ReadFile(current.Path)
	if err != nil {
		t.Fatal(err)
	}
	if current.ID != older || !bytes.Equal(stable, published) {
		t.Errorf("after the rollback to %s the stable file isn't that publication", older)
	}
}

// current gives the id of what is published.
func (s site) current(t testing.TB) string {
	t.Helper()
	current, err := transform.Current(s.home)
	if err != nil {
		t.Fatal(err)
	}
	return current.ID
}

// readerProcess is another process that reads a published file without pause.
type readerProcess struct {
	command *exec.Cmd
	stderr  bytes.Buffer
	end     func() error
	// answers carries the ids read while somebody waits for one; it is closed when the process ends.
	answers chan string
}

func startReader(t *testing.T, file string) *readerProcess {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	r := &readerProcess{command: exec.CommandContext(ctx, os.Args[0], "-test.run=^TestReaderProcess$"), answers: make(chan string)}
	r.command.Env = append(os.Environ(), readerVariable+"="+file)
	r.command.Stderr = &r.stderr
	input, err := r.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := r.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.end = input.Close
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.answers)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if id, ok := strings.CutPrefix(lines.Text(), "read "); ok {
				select {
				case r.answers <- id:
				default:
				}
			}
		}
	}()
	return r
}

// next gives the publication of a reading that began after the call.
func (r *readerProcess) next(t *testing.T) (id string) {
	t.Helper()
	for range 2 { // the first one may have begun before
		var ok bool
		if id, ok = <-r.answers; !ok {
			t.Fatalf("the reader ended: %v\n%s", r.command.Wait(), &r.stderr)
		}
	}
	return id
}

// stop ends the process, which must have been well until then.
func (r *readerProcess) stop(t *testing.T) {
	t.Helper()
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
	for range r.answers { // until it has ended
	}
	if err := r.command.Wait(); err != nil {
		t.Errorf("the reader failed: %v\n%s", err, &r.stderr)
	}
}

// TestReaderProcess is the other process: it opens the published file, reads it, reads it again through the same handle
// and prints which publication it was, until its standard input ends.
func TestReaderProcess(t *testing.T) {
	file := os.Getenv(readerVariable)
	if file == "" {
		t.Skip("TestReaderDuringPublication starts it")
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = os.Stdin.Read(make([]byte, 1))
	}()
	temp := t.TempDir()
	for {
		id, err := readTwice(t.Context(), file, temp)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			t.Fatal(err)
		}
		fmt.Println("read", id)
		select {
		case <-ended:
			return
		default:
		}
	}
}

// readTwice reads a published file twice through one handle.
func readTwice(ctx context.Context, file, temp string) (id string, err error) {
	reader, err := duck.OpenReader(ctx, duck.ReaderOptions{File: file, TempDir: temp, Threads: 1})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	first, err := readOnce(ctx, reader)
	if err != nil {
		return "", err
	}
	second, err := readOnce(ctx, reader)
	if err == nil && first != second {
		err = fmt.Errorf("one handle shows %s, then %s", first, second)
	}
	return first, err
}

// readOnce gives the publication's id, and an error if a table isn't what the publication says of it.
func readOnce(ctx context.Context, reader *duck.Reader) (string, error) {
	rows, err := ask(ctx, reader, `
		with
			counts as (
				select 'fct_delegate_activity' as name, count(*) as rows from fct_delegate_activity
				union all select 'fct_orchestrator_income', count(*) from fct_orchestrator_income
				union all select 'fct_reward_call', count(*) from fct_reward_call
				union all select 'chain__transfer', count(*) from staging.chain__transfer
				union all select 'chain__reward', count(*) from staging.chain__reward
			)
		select
			publication,
			(select count(*) from counts inner join meta.model using (name) where counts.rows = model.rows),
			horizon_block > (select max(block_number) from staging.chain__transfer),
		from meta.publication`)
	if err != nil {
		return "", err
	}
	if len(rows) != 1 || rows[0][1] != "5" || rows[0][2] != "true" {
		return "", fmt.Errorf("the file is a mix: %v", rows)
	}
	return rows[0][0], nil
}
