package subject

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Outcome is how a process ended and what it took.
type Outcome struct {
	// Code is the exit code, -1 if a signal ended the process.
	Code int
	// Killed says that SIGKILL ended it.
	Killed bool
	// Stdout and Stderr are what it wrote.
	Stdout, Stderr string
	// Took is the time from its start to its end.
	Took time.Duration
	// PeakBytes is the most memory that was resident: the greater of what the kernel reports of the ended process and
	// the high-water mark read while it ran.
	PeakBytes int64
}

// Run runs lakepeer with the home's configuration and waits for its end, which the context brings about by SIGKILL.
// env is added to the environment. The error says only that the process couldn't be started; how it ended is the
// Outcome's.
func (h Home) Run(ctx context.Context, env []string, args ...string) (Outcome, error) {
	cmd := exec.CommandContext(ctx, h.binary, append([]string{"--config", "lakepeer.yaml", "--no-progress"}, args...)...)
	cmd.Dir = h.Dir
	cmd.Env = append(os.Environ(), env...)
	return Observe(cmd)
}

// RunOK is Run where only exit code 0 will do; the error carries what the process wrote.
func (h Home) RunOK(ctx context.Context, args ...string) (Outcome, error) {
	outcome, err := h.Run(ctx, nil, args...)
	if err == nil {
		err = outcome.Err()
	}
	if err != nil {
		return outcome, fmt.Errorf("lakepeer %s in %s: %w", strings.Join(args, " "), h.Dir, err)
	}
	return outcome, nil
}

// Err gives an error unless the process exited with code 0.
func (o Outcome) Err() error {
	switch {
	case o.Code == 0:
		return nil
	case o.Killed:
		return errors.New("killed")
	default:
		return fmt.Errorf("exit code %d: %s", o.Code, strings.TrimSpace(tail(o.Stderr, 2000)))
	}
}

func tail(text string, length int) string {
	return text[max(len(text)-length, 0):]
}

// sampling is the time between two looks at a process's memory.
const sampling = 20 * time.Millisecond

// Observe starts a command and waits for its end. Stdout and Stderr of the command are the Outcome's.
func Observe(cmd *exec.Cmd) (Outcome, error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	if err := cmd.Start(); err != nil {
		return Outcome{}, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	ended, sampled := make(chan struct{}), make(chan int64)
	go func() { sampled <- highWater(cmd.Process.Pid, ended) }()
	err := cmd.Wait()
	took := time.Since(started)
	close(ended)
	peak := <-sampled
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && cmd.ProcessState == nil {
		return Outcome{}, fmt.Errorf("wait for %s: %w", cmd.Path, err)
	}
	state := cmd.ProcessState
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		peak = max(peak, usage.Maxrss<<10) // Linux counts in KiB
	}
	status, ok := state.Sys().(syscall.WaitStatus)
	return Outcome{
		Code: state.ExitCode(), Killed: ok && status.Signaled() && status.Signal() == syscall.SIGKILL,
		Stdout: stdout.String(), Stderr: stderr.String(), Took: took, PeakBytes: peak,
	}, nil
}

// highWater reads a process's resident high-water mark, in bytes, until it has ended.
func highWater(pid int, ended <-chan struct{}) (peak int64) {
	ticker := time.NewTicker(sampling)
	defer ticker.Stop()
	for {
		select {
		case <-ended:
			return peak
		case <-ticker.C:
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			if err == nil {
				peak = max(peak, parseHighWater(string(status)))
			}
		}
	}
}

// parseHighWater finds VmHWM in the text of /proc/<pid>/status and gives it in bytes, 0 if it isn't there.
func parseHighWater(status string) int64 {
	_, rest, ok := strings.Cut(status, "VmHWM:")
	if !ok {
		return 0
	}
	line, _, _ := strings.Cut(rest, "\n")
	kilobytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line), "kB")), 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}
