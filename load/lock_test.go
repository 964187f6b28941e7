package load

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// lockHomeEnv makes the test binary a process that holds the lock of the home it names.
const lockHomeEnv = "LAKEPEER_TEST_LOCK_HOME"

func TestMain(m *testing.M) {
	if home := os.Getenv(lockHomeEnv); home != "" {
		os.Exit(holdLock(home))
	}
	os.Exit(m.Run())
}

// holdLock holds the lock until its input ends, or until the process is killed.
func holdLock(home string) int {
	since := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	unlock, err := Lock(home, Holder{PID: os.Getpid(), Command: "lakepeer run", RunID: "0190-aa", Since: since})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("locked")
	_, err = io.Copy(io.Discard, os.Stdin)
	if err := errors.Join(err, unlock()); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// other is another process that holds a home's lock.
type other struct {
	*exec.Cmd
	stdin io.Closer
}

func lockInOtherProcess(t *testing.T, home string) other {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), lockHomeEnv+"="+home)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || line != "locked\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	return other{cmd, stdin}
}

func TestLockBetweenProcesses(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	me := Holder{PID: os.Getpid(), Command: "lakepeer verify", Since: testInstant}
	tests := map[string]func(other) error{
		"ended": func(o other) error { return errors.Join(o.stdin.Close(), o.Wait()) },
		"killed": func(o other) error {
			if err := o.Process.Kill(); err != nil {
				return err
			}
			_, err := o.Process.Wait()
			return err
		},
	}
	for name, end := range tests {
		t.Run(name, func(t *testing.T) {
			process := lockInOtherProcess(t, home)
			_, err := Lock(home, me)
			var locked *LockedError
			if !errors.As(err, &locked) || locked.Holder.PID != process.Process.Pid {
				t.Fatalf("error %v", err)
			}
			want := fmt.Sprintf(`the home %q is in use by "lakepeer run" (process %d, run 0190-aa, since 2026-11-23 10:00:00 UTC): wait for it to end, or use another --home`, home, process.Process.Pid)
			if err.Error() != want {
				t.Errorf("the error says\n%s\nwant\n%s", err, want)
			}
			if err := end(process); err != nil {
				t.Fatal(err)
			}
			unlock, err := Lock(home, me)
			if err != nil {
				t.Fatalf("after it has %s: %v", name, err)
			}
			if got := readHolder(home); got.PID != me.PID {
				t.Errorf("the holder is %+v", got)
			}
			if err := unlock(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestLockWithinProcess(t *testing.T) {
	home := t.TempDir()
	unlock, err := Lock(home, Holder{PID: 1, Command: "lakepeer run", Since: testInstant})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(home, Holder{}); err == nil || strings.Contains(err.Error(), "run 0") {
		t.Errorf("error %v", err)
	}
	if err := os.Remove(filepath.Join(home, holderFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(home, Holder{}); err == nil || !strings.Contains(err.Error(), "in use by another process") {
		t.Errorf("error %v", err)
	}
	if err := unlock(); err != nil {
		t.Errorf("unlock: %v", err)
	}
}
