package transform_test

import (
	"testing"

	"github.com/lakepeer/lakepeer/internal/duck"
	sqlfiles "github.com/lakepeer/lakepeer/sql"
	"github.com/lakepeer/lakepeer/transform"
)

func TestTheProjectsSQLKeepsTheRules(t *testing.T) {
	db, err := duck.Open(t.Context(), duck.Options{TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p, err := transform.LoadProject(t.Context(), db, sqlfiles.Files, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range transform.Lint(p) {
		t.Error(finding)
	}
}
