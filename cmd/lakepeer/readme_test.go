package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// readmeQuestion is a question of the README with its answer, up to the end of its block.
var readmeQuestion = regexp.MustCompile("(?s)```\n\\$ lakepeer query --sandbox \"([^\n]*)\"\n(.*?)```")

// TestReadmeTellsWhatHappens runs what the README shows, and compares the numbers that it tells.
func TestReadmeTellsWhatHappens(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(t.TempDir(), "home")
	published := sandboxed(t, "run", "--sandbox", "--home", home, "--log-level", "error")
	told, _, _ := strings.Cut(published, "Try:")
	_, told, _ = strings.Cut(told, "\n\n")
	if !strings.Contains(string(text), strings.TrimRight(told, "\n")) {
		t.Errorf("the README doesn't tell what a run says:\n%s", told)
	}
	questions := readmeQuestion.FindAllStringSubmatch(string(text), -1)
	if len(questions) == 0 {
		t.Fatal("the README asks nothing")
	}
	for _, q := range questions {
		answer := sandboxed(t, "query", "--home", home, q[1])
		var lines []string
		for line := range strings.Lines(answer) {
			lines = append(lines, strings.TrimRight(line, " \n"))
		}
		if got := strings.Join(lines, "\n") + "\n"; strings.TrimSpace(got) != strings.TrimSpace(q[2]) {
			t.Errorf("%s\nanswers\n%s\nthe README says\n%s", q[1], got, q[2])
		}
	}
}

// sandboxed runs a command line in this process and gives what it prints.
func sandboxed(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), args, world{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: time.Now,
		lookup: func(string) (string, bool) { return "", false },
	})
	if code != 0 {
		t.Fatalf("lakepeer %s: exit %d: %s", strings.Join(args, " "), code, &stderr)
	}
	return stdout.String()
}
