package transform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
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
	byModel := map[string][]int{} // the checks of single rows
	for i, c := range checks {
		results[i].Check = c
		if c.condition != "" {
			byModel[c.Model] = append(byModel[c.Model], i)
		}
	}
	for i := range results {
		r := &results[i]
		if c := r.Check; c.condition == "" {
			count, err := duck.Value[int64](ctx, db, "select count(*) from (\n"+c.SQL+"\n)")
			if err != nil {
				return nil, fmt.Errorf("run the check %q of sql/%s: %w", c.Name, c.File, err)
			}
			r.Failing = count
		} else if places := byModel[c.Model]; places[0] == i {
			if err := countRows(ctx, db, results, places); err != nil {
				return nil, fmt.Errorf("run the checks of the rows of sql/%s: %w", c.File, err)
			}
		}
		if err := r.takeSample(ctx, db); err != nil {
			return nil, fmt.Errorf("look at what the check %q of sql/%s found: %w", r.Name, r.File, err)
		}
	}
	return results, nil
}

// countRows counts what fails the checks of single rows of a model, at these places, by reading it once.
func countRows(ctx context.Context, db *duck.DB, results []CheckResult, places []int) error {
	counts := make([]string, len(places))
	for i, place := range places {
		counts[i] = "count(*) filter (where " + results[place].condition + ")"
	}
	found, err := duck.Values[int64](ctx, db, fmt.Sprintf("select unnest([%s]) from %s", strings.Join(counts, ", "), results[places[0]].table))
	if err == nil && len(found) != len(places) {
		err = fmt.Errorf("%d counts for %d checks", len(found), len(places))
	}
	if err != nil {
		return err
	}
	for i, place := range places {
		results[place].Failing = found[i]
	}
	return nil
}

// takeSample keeps some of the rows that the check returned.
func (r *CheckResult) takeSample(ctx context.Context, db *duck.DB) error {
	if r.Failing == 0 {
		return nil
	}
	sample, err := duck.Values[string](ctx, db, fmt.Sprintf(
		"select cast(to_json(t) as varchar) from (from (\n%s\n) order by all limit %d) as t", r.SQL, sampleRows))
	for _, row := range sample {
		r.Sample = append(r.Sample, json.RawMessage(row))
	}
	return err
}
