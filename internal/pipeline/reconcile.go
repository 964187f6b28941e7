package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/transform"
)

// The verdicts of main.fct_reconciliation.
const (
	verdictAgrees    = "agrees"
	verdictExplained = "explained"
	verdictDiffers   = "differs"
	verdictMissing   = "missing"
)

// Reconciliation is what the witnesses of a publication say beside each other. As JSON it is a contract: fields are only
// added.
type Reconciliation struct {
	// Publication is the one that was asked.
	Publication string `json:"publication"`
	// Facts are what was compared, by name and witnesses.
	Facts []ReconciledFact `json:"facts"`
	// Compared counts the values that two witnesses have, Differs those of them that differ for no known reason.
	Compared int64 `json:"compared"`
	Differs  int64 `json:"differs"`
}

// ReconciledFact counts what two witnesses say of one fact.
type ReconciledFact struct {
	// Fact is its name, WitnessA and WitnessB are who is compared.
	Fact     string `json:"fact"`
	WitnessA string `json:"witness_a"`
	WitnessB string `json:"witness_b"`
	// Compared counts the values that both have: Agreed, Explained and Differs together. Missing counts those that one of
	// them lacks.
	Compared  int64 `json:"compared"`
	Agreed    int64 `json:"agreed"`
	Explained int64 `json:"explained"`
	Differs   int64 `json:"differs"`
	Missing   int64 `json:"missing"`
	// Differences are the differences by what explains them, the unexplained ones first.
	Differences []ReconciledDifference `json:"differences"`
}

// ReconciledDifference is all differences of a fact that one defect explains, or none.
type ReconciledDifference struct {
	// Explanation is the defect of reference.witness_defect; "" if none explains them.
	Explanation string `json:"explanation"`
	// Count is how many values differ so.
	Count int64 `json:"count"`
	// Key, Round and Date say which is the first of them; Round and Date are "" where the fact has none.
	Key   string `json:"key"`
	Round string `json:"round"`
	Date  string `json:"date"`
	// ValueA, ValueB and Difference are its values, exact, in Unit.
	ValueA     string `json:"value_a"`
	ValueB     string `json:"value_b"`
	Difference string `json:"difference"`
	Unit       string `json:"unit"`
}

// reconciledSQL gives the counts of each fact by verdict and explanation, and the first row of each.
const reconciledSQL = `select fact, witness_a, witness_b, verdict, explanation, row_count, key, round, date, value_a, value_b, difference, unit
	from (
		select *,
			count(*) over (partition by fact, witness_a, witness_b, verdict, explanation) as row_count,
			row_number() over (
				partition by fact, witness_a, witness_b, verdict, explanation order by round nulls last, date nulls last, key
			) as place
		from main.fct_reconciliation
	)
	where place = 1
	order by fact, witness_a, witness_b, explanation nulls first, verdict`

// Reconcile reads what main.fct_reconciliation of the current publication says of a fact, or of all with fact "". A fact that
// it doesn't have is a *ConfigError. Differences are no error.
func (p *Pipeline) Reconcile(ctx context.Context, fact string) (found Reconciliation, err error) {
	current, err := transform.Current(p.Config.Home)
	if err != nil {
		return found, err
	}
	published, err := p.openPublication(ctx, current, nil)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, published.Close()) }()
	found.Publication, found.Facts = current.ID, []ReconciledFact{}
	if err := found.read(ctx, published); err != nil {
		return found, fmt.Errorf("reconcile publication %s: read main.fct_reconciliation: %w", current.ID, err)
	}
	if err := found.keep(fact); err != nil {
		return found, err
	}
	for _, f := range found.Facts {
		found.Compared += f.Compared
		found.Differs += f.Differs
	}
	return found, nil
}

// read reads all facts.
func (r *Reconciliation) read(ctx context.Context, published *duck.Reader) (err error) {
	result, err := published.Query(ctx, reconciledSQL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, result.Close()) }()
	for result.Next() {
		var cells []string
		for _, cell := range result.Row() {
			if cell.Null {
				cell.Text = ""
			}
			cells = append(cells, cell.Text)
		}
		if err := r.add(cells); err != nil {
			return err
		}
	}
	return result.Err()
}

// add takes a row of reconciledSQL.
func (r *Reconciliation) add(cells []string) error {
	count, err := strconv.ParseInt(cells[5], 10, 64)
	if err != nil {
		return fmt.Errorf("count the rows of %s: %w", cells[0], err)
	}
	of := ReconciledFact{Fact: cells[0], WitnessA: cells[1], WitnessB: cells[2], Differences: []ReconciledDifference{}}
	last := len(r.Facts) - 1
	if last < 0 || r.Facts[last].Fact != of.Fact || r.Facts[last].WitnessA != of.WitnessA || r.Facts[last].WitnessB != of.WitnessB {
		r.Facts = append(r.Facts, of)
		last++
	}
	f := &r.Facts[last]
	switch verdict := cells[3]; verdict {
	case verdictMissing:
		f.Missing += count
		return nil
	case verdictAgrees:
		f.Agreed += count
	case verdictExplained, verdictDiffers:
		if verdict == verdictDiffers {
			f.Differs += count
		} else {
			f.Explained += count
		}
		f.Differences = append(f.Differences, ReconciledDifference{
			Explanation: cells[4], Count: count, Key: cells[6], Round: cells[7], Date: cells[8],
			ValueA: cells[9], ValueB: cells[10], Difference: cells[11], Unit: cells[12],
		})
	}
	f.Compared += count
	return nil
}

// keep leaves one fact; "" leaves all.
func (r *Reconciliation) keep(fact string) error {
	if fact == "" {
		return nil
	}
	var names []string
	for _, f := range r.Facts {
		names = append(names, f.Fact)
	}
	r.Facts = slices.DeleteFunc(r.Facts, func(f ReconciledFact) bool { return f.Fact != fact })
	if len(r.Facts) == 0 {
		known := "nothing was compared yet"
		if len(names) > 0 {
			known = "write one of " + strings.Join(slices.Compact(names), ", ")
		}
		return &ConfigError{fmt.Sprintf("publication %s compares no fact %q: %s", r.Publication, fact, known)}
	}
	return nil
}
