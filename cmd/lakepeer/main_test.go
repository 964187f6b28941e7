package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the test binary answer as lakepeer itself when a session or a test starts it under that name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lakepeer": main})
}

// sharedData is where recorded data are kept, outside the project.
const sharedData = "../../../shared/data"

// recorded gives the folder of a recorded data set, and skips the test where it is absent.
func recorded(t testing.TB, name string) string {
	t.Helper()
	dir := sharedData + "/" + name
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the recorded data set %s is not here: %v", name, err)
	}
	return dir
}
