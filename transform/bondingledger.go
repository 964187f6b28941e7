package transform

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/transform/ledger"
)

// isLedger tells whether a raw table is one that package ledger gives.
func isLedger(table string) bool { return strings.HasPrefix(table, ledger.Prefix) }

// ledgerTables names them.
func ledgerTables() []string {
	var names []string
	for _, t := range ledger.Tables() {
		names = append(names, t.Name)
	}
	return names
}

// LedgerState says what the bonding ledger of a build is.
type LedgerState struct {
	// Instance is that of the chain; "" if none is read.
	Instance string `json:"instance,omitempty"`
	// IsBuilt says that the ledger's tables hold the whole history up to the horizon. Reason says why they are empty.
	IsBuilt bool   `json:"is_built"`
	Reason  string `json:"reason,omitempty"`
	// IsRefused says that a log doesn't follow from those before it: the build isn't published.
	IsRefused bool `json:"is_refused,omitempty"`
	// Round is the last round initialised, Block the last block with a log that the ledger read, Logs how many it read.
	Round int64 `json:"round"`
	Block int64 `json:"block"`
	Logs  int64 `json:"logs"`
	// Version is the replay's.
	Version string `json:"version"`
}

// prepareLedger replays the bonding ledger if there is the history that it takes, and makes its raw tables: empty ones
// otherwise.
func (b *build) prepareLedger(ctx context.Context) error {
	result, err := b.replay(ctx)
	if err != nil {
		return err
	}
	files := map[string]ledger.File{}
	for _, f := range result.Files {
		files[f.Table] = f
	}
	for _, t := range ledger.Tables() {
		columns, err := duckColumns(t.Schema)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		columns = append([]duck.Column{{Name: "_instance", Type: "VARCHAR"}}, columns...)
		raw := &rawTable{RawTable: duck.RawTable{Name: t.Name, Columns: columns}, identity: ledger.Version}
		if path, ok := result.Paths[t.Name]; ok {
			raw.Files = []string{path}
			// The content, so that what reads a table that hasn't changed needn't be built again.
			raw.identity = fmt.Sprint(ledger.Version, b.manifest.Ledger.Instance, files[t.Name].SHA256)
		}
		b.raw[t.Name] = raw
	}
	return nil
}

// replay gives the ledger's files, none if there is no ledger, and says in the manifest what became of it.
func (b *build) replay(ctx context.Context) (ledger.Result, error) {
	state := &b.manifest.Ledger
	*state = LedgerState{Version: ledger.Version}
	c, in, err := b.ledgerInput()
	if err != nil {
		return ledger.Result{}, err
	}
	if c != nil {
		state.Instance = c.instance
	}
	if in.reason != "" {
		state.Reason = in.reason
		return ledger.Result{}, nil
	}
	b.say("replay the bonding ledger", 0, 0)
	cache := ledger.Cache{Dir: filepath.Join(b.opt.Home, "cache", "ledger")}
	result, err := cache.Ensure(ctx, in.Input)
	if err != nil {
		return ledger.Result{}, advise(err, b.opt.Home)
	}
	debug.FreeOSMemory() // before DuckDB takes its own
	state.Logs, state.Round, state.Block = int64(result.Logs), int64(result.Round), int64(result.Block)
	switch {
	case result.Refused != "":
		state.IsRefused, state.Reason = true, result.Refused
	case result.Round == 0:
		state.Reason = fmt.Sprintf("no round begins before block %d: there is no NewRound of the RoundsManager", in.Horizon)
	default:
		state.IsBuilt = true
	}
	b.log.Info("replayed the bonding ledger", "logs", result.Logs, "round", result.Round, "reason", state.Reason)
	return result, nil
}

// viewLedger makes a raw table of the ledger: a view over its file, which the models read once or twice.
func (b *build) viewLedger(ctx context.Context, name string, t *rawTable) error {
	rows := duck.RawTable{Columns: t.Columns}.Select()
	if len(t.Files) > 0 {
		rows = fmt.Sprintf("select %s as _instance, * from read_parquet(%s)", duck.Literal(b.manifest.Ledger.Instance), duck.Literal(t.Files[0]))
	}
	return b.db.Exec(ctx, fmt.Sprintf("create view raw.main.%s as %s", duck.Ident(name), rows))
}

// ledgerTable is meta.ledger. It is written before the checks, one of which reads it.
var ledgerTable = metaTable{
	"ledger", "One row: whether the bonding ledger is built, and if not, why.",
	[]Column{
		{"instance", "VARCHAR", "none", "Instance of the chain; NULL if none is read"},
		{"is_built", "BOOLEAN", "none", "The ledger holds the whole history up to the horizon"},
		{"is_refused", "BOOLEAN", "none", "A log doesn't follow from those before it; such a build isn't published"},
		{"reason", "VARCHAR", "none", "Why it isn't built; NULL if it is"},
		{"round", "BIGINT", "round", "Last round initialised; NULL if there is none"},
		{"block_number", "BIGINT", "block", "Last block with a log that it read; NULL if there is none"},
		{"log_count", "BIGINT", "none", "Logs that it read"},
		{"version", "VARCHAR", "none", "Version of the replay"},
	},
	nil,
}

// row is the row of meta.ledger.
func (s LedgerState) row() metaRow {
	row := metaRow{
		"instance": nil, "is_built": s.IsBuilt, "is_refused": s.IsRefused, "reason": nil, "round": nil, "block_number": nil,
		"log_count": s.Logs, "version": s.Version,
	}
	if s.Instance != "" {
		row["instance"] = s.Instance
	}
	if s.Reason != "" {
		row["reason"] = s.Reason
	}
	if s.Round > 0 {
		row["round"], row["block_number"] = s.Round, s.Block
	}
	return row
}
