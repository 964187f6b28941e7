package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox"
	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

// served is what a serving process says about itself, as one line of JSON on its standard output.
type served struct {
	Endpoint   string              `json:"endpoint"`
	Logs       int                 `json:"logs"`
	Rounds     int                 `json:"rounds"`
	Deployment livepeer.Deployment `json:"deployment"`
}

// probeRounds is the length of the first world that is tried.
const probeRounds = 100

// grow makes a world of at least so many logs, and hardly more. A round has fewer logs as the world grows older.
func grow(ctx context.Context, logs int) (*sandbox.World, error) {
	rounds := probeRounds
	for {
		world, err := sandbox.NewWorld(ctx, sandbox.Config{Rounds: rounds})
		if err != nil || world.LogCount() >= logs {
			return world, err
		}
		rounds = int(float64(rounds)*float64(logs)/float64(world.LogCount())) + rounds/50 + 1
	}
}

// serve serves a world of so many logs until standard input ends, which is when the process that started it does.
func serve(ctx context.Context, logs int, stdin io.Reader, stdout io.Writer) error {
	world, err := grow(ctx, logs)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve the world: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		cancel()
	}()
	line := served{
		Endpoint: "http://" + listener.Addr().String(), Logs: world.LogCount(), Rounds: world.Config().Rounds, Deployment: world.Deployment(),
	}
	if err := json.NewEncoder(stdout).Encode(line); err != nil {
		return errors.Join(err, listener.Close())
	}
	return jsonrpc.NewServer(world, jsonrpc.Options{}).Serve(ctx, listener)
}

// startServer starts this program again as a server. stop ends it.
func startServer(ctx context.Context, logs int) (s served, stop func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return served{}, nil, err
	}
	cmd := exec.CommandContext(ctx, self, serveStage, strconv.Itoa(logs))
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return served{}, nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return served{}, nil, err
	}
	if err := cmd.Start(); err != nil {
		return served{}, nil, fmt.Errorf("start the server: %w", err)
	}
	stop = func() error { return errors.Join(stdin.Close(), cmd.Wait()) }
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &s)
	}
	if err != nil {
		return served{}, nil, fmt.Errorf("start the server: its first line: %w", errors.Join(err, stop()))
	}
	return s, stop, nil
}
