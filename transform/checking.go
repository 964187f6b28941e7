package transform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// sampleRows is how many failing rows a result keeps.
const sampleRows = 5

// CheckOptions say which file CheckFile checks by which project.
type CheckOptions struct {
	// Home is the home that the file is in; Path the DuckDB file of a candidate or a publication.
	Home, Path string
	// SQL holds the project's files.
	SQL fs.FS
	// AsOf is the manifest's, for checks that read it.
	AsOf time.Time
	// MemoryLimit bounds DuckDB's memory in bytes, Threads its threads; 0 gives duck.Open's defaults.
	MemoryLimit int64
	Threads     int
}

// CheckFile runs all checks on a file, which it only reads, and gives every result. If one of severity error fails, the
// error is a *CheckError beside them.
func CheckFile(ctx context.Context, opt CheckOptions) (_ []CheckResult, err error) {
	db, err := duck.Open(ctx, duck.Options{MemoryLimit: opt.MemoryLimit, Threads: opt.Threads, TempDir: filepath.Join(opt.Home, "tmp")})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	project, err := LoadProject(ctx, db, opt.SQL, nil)
	if err != nil {
		return nil, err
	}
	if err := project.createMacros(ctx, db); err != nil {
		return nil, err
	}
	for _, statement := range []string{
		fmt.Sprintf("attach %s as warehouse (read_only)", duck.Literal(opt.Path)),
		searchPath,
		setAsOf(opt.AsOf),
	} {
		if err := db.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("open %s to check it: %w", opt.Path, err)
		}
	}
	results, err := runChecks(ctx, db, project.AllChecks())
	if err != nil {
		return nil, err
	}
	return results, failed(results)
}

// searchPath makes unqualified functions the project's macros, which stay out of the warehouse.
const searchPath = "set search_path = 'warehouse.main,memory.main'"

// setAsOf gives the models' and checks' "now".
func setAsOf(at time.Time) string {
	return fmt.Sprintf("set variable as_of = timestamp '%s'", at.UTC().Format("2006-01-02 15:04:05.999999"))
}

// runChecks runs checks on the attached warehouse.
func runChecks(ctx context.Context, db *duck.DB, checks []Check) ([]CheckResult, error) {
	results := make([]CheckResult, len(checks))
	for i, c := range checks {
		result, err := runCheck(ctx, db, c)
		if err != nil {
			return nil, fmt.Errorf("run the check %q of sql/%s: %w", c.Name, c.File, err)
		}
		results[i] = result
	}
	return results, nil
}

func runCheck(ctx context.Context, db *duck.DB, c Check) (CheckResult, error) {
	result := CheckResult{Check: c}
	var err error
	if result.Failing, err = duck.Value[int64](ctx, db, "select count(*) from (\n"+c.SQL+"\n)"); err != nil || result.Failing == 0 {
		return result, err
	}
	sample, err := duck.Values[string](ctx, db, fmt.Sprintf(
		"select cast(to_json(t) as varchar) from (from (\n%s\n) order by all limit %d) as t", c.SQL, sampleRows))
	for _, row := range sample {
		result.Sample = append(result.Sample, json.RawMessage(row))
	}
	return result, err
}
