// Command lakepeer extracts what the Livepeer network states about itself into a lake of Parquet files, builds tested
// fact tables from it, and publishes them as one DuckDB file.
//
// Each command is one small file here: flags in, a call of internal/pipeline, a rendering out.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

// goMemory is what Go's own heap is kept near, in bytes: it holds the rows of one slice of each stream being read, and
// twice that without this limit. DuckDB's memory is bounded by itself. GOMEMLIMIT in the environment takes precedence.
const goMemory = 200 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(goMemory)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:], world{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		lookup: os.LookupEnv, now: time.Now, kill: killSelf,
	})
	stop()
	os.Exit(code)
}

// killSelf ends the process as a power cut would: nothing is cleaned up.
func killSelf() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // until the signal arrives
}
