package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/sandbox"
)

// population is the size of a world.
type population struct {
	Rounds        int `json:"rounds"`
	Orchestrators int `json:"orchestrators"`
	Delegators    int `json:"delegators"`
}

// served is what a serving process says about itself.
type served struct {
	Endpoint   string              `json:"endpoint"`
	Deployment livepeer.Deployment `json:"deployment"`
	// End is the end of the history, at which the server's clock stands first.
	End time.Time `json:"end"`
	// Logs is the number of logs in the history.
	Logs int `json:"logs"`
}

// serve makes the world that the first line asks for and serves it. Each line after it is a time to which the server's clock is
// put, and is answered with itself; the end of the input ends it.
func serve(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	lines, answers := json.NewDecoder(in), json.NewEncoder(out)
	var p population
	if err := lines.Decode(&p); err != nil {
		return fmt.Errorf("which world: %w", err)
	}
	world, err := sandbox.NewWorld(ctx, sandbox.Config{Rounds: p.Rounds, Orchestrators: p.Orchestrators, Delegators: p.Delegators})
	if err != nil {
		return err
	}
	servers, err := sandbox.Serve(ctx, world, sandbox.ServeOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, servers.Close()) }()
	s := served{Endpoint: servers.URL("subgraph"), Deployment: world.Deployment(), End: world.Now(), Logs: world.LogCount()}
	if err := answers.Encode(s); err != nil {
		return err
	}
	for {
		var at time.Time
		if err := lines.Decode(&at); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("which time: %w", err)
		}
		servers.Clock.Set(at)
		if err := answers.Encode(at); err != nil {
			return err
		}
	}
}

// server is a serving process.
type server struct {
	served
	cmd     *exec.Cmd
	lines   *json.Encoder
	answers *json.Decoder
	stdin   io.Closer
}

// startServer starts this program again as a server of a world.
func startServer(ctx context.Context, p population) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, serveStage)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	s := &server{cmd: cmd, stdin: stdin, lines: json.NewEncoder(stdin), answers: json.NewDecoder(bufio.NewReader(stdout))}
	err = s.lines.Encode(p)
	if err == nil {
		err = s.answers.Decode(&s.served)
	}
	if err != nil {
		return nil, fmt.Errorf("start the server: %w", errors.Join(err, s.stop()))
	}
	return s, nil
}

// moveTo puts the server's clock to a time.
func (s *server) moveTo(at time.Time) error {
	if err := s.lines.Encode(at); err != nil {
		return err
	}
	return s.answers.Decode(&at)
}

// stop ends the server and waits for that.
func (s *server) stop() error { return errors.Join(s.stdin.Close(), s.cmd.Wait()) }
