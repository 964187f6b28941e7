package transform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/lakepeer/lakepeer/internal/duck"
	"github.com/lakepeer/lakepeer/internal/durable"
	"github.com/lakepeer/lakepeer/transform/decode"
	"github.com/lakepeer/lakepeer/transform/ledger"
)

// build is one build in progress.
type build struct {
	opt     Options
	log     *slog.Logger
	db      *duck.DB
	project *Project
	inputs  *inputs
	// chains are what the decoded logs and the ledger are made of, while raw is prepared.
	chains   []*chainInput
	raw      map[string]*rawTable
	previous *Publication
	manifest Manifest
	dir      string
}

// Build builds the warehouse of a home as a candidate, and checks it.
//
// If nothing that the tables are a function of has changed since the present publication, nothing is built and the
// candidate is marked Unchanged. If a check of severity error fails the error is a *CheckError, and the candidate is
// given beside it: its tables can be looked at, but Publish refuses it. After any other error nothing is left. Candidates
// of earlier builds are removed first.
func Build(ctx context.Context, opt Options) (_ *Candidate, err error) {
	b := &build{opt: opt, log: opt.Log}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if b.previous, err = previous(opt.Home); err != nil {
		return nil, err
	}
	if err := removeCandidates(opt.Home); err != nil {
		return nil, err
	}
	b.db, err = duck.Open(ctx, duck.Options{
		MemoryLimit: opt.MemoryLimit, Threads: opt.Threads, Frugal: true, TempDir: filepath.Join(opt.Home, buildFolder, "tmp"),
	})
	if err != nil {
		return nil, err
	}
	defer func() {
		err = errors.Join(err, b.db.Close(), os.RemoveAll(filepath.Join(opt.Home, buildFolder, "tmp")))
	}()
	if err := b.plan(ctx); err != nil {
		return nil, err
	}
	if b.previous != nil && !opt.Full && b.previous.Manifest.Fingerprint == b.manifest.Fingerprint {
		b.log.Info("nothing has changed", "publication", b.previous.ID)
		return &Candidate{ID: b.previous.ID, Path: b.previous.Path, Manifest: b.previous.Manifest, Unchanged: true}, nil
	}
	return b.run(ctx)
}

// previous gives the publication that models may be copied from: the present one, if it is sound.
func previous(home string) (*Publication, error) {
	p, err := Current(home)
	var corrupt *CorruptError
	if errors.Is(err, ErrNoPublication) || errors.As(err, &corrupt) {
		return nil, nil
	}
	return p, err
}

// plan reads the project and the lake's listing and gives the candidate its name and fingerprint.
func (b *build) plan(ctx context.Context) (err error) {
	known := slices.Collect(maps.Keys(b.opt.Schemas))
	if b.project, err = LoadProject(ctx, b.db, b.opt.SQL, append(known, append(ledgerTables(), decodedTable, elsewhereTable, horizonTable)...)); err != nil {
		return err
	}
	var before Manifest
	if b.previous != nil {
		before = b.previous.Manifest
	}
	if b.inputs, err = readInputs(b.opt.Lake, b.project.rawTables(), b.opt.AsOf, before); err != nil {
		return err
	}
	created := now(b.opt.Clock)
	id, err := nextID(b.opt.Home, created)
	if err != nil {
		return err
	}
	b.manifest = Manifest{
		ID: id, Network: b.opt.Lake.Network(), RunID: b.opt.RunID, CreatedAt: created, AsOf: b.inputs.asOf, AsOfGiven: !b.opt.AsOf.IsZero(),
		Versions: Versions{Lakepeer: b.opt.Version, DuckDB: duck.Version, Decoder: decode.Version, Ledger: ledger.Version},
	}
	for _, s := range b.inputs.streams {
		b.manifest.Parts = append(b.manifest.Parts, s.parts...)
		b.manifest.Files = append(b.manifest.Files, s.states...)
	}
	b.manifest.Fingerprint = b.fingerprint()
	return nil
}

// fingerprint hashes what all tables together, those of meta included, are a function of, the run itself apart.
func (b *build) fingerprint() string {
	sum, m := sha256.New(), b.manifest
	fmt.Fprintln(sum, m.Network, m.Versions, m.AsOf.UnixMicro(), m.AsOfGiven, b.project.Fingerprint)
	for _, p := range m.Parts {
		fmt.Fprintln(sum, p.StreamID, p.Part, p.Horizon, p.IsComplete, p.Rejected)
	}
	for _, f := range m.Files {
		fmt.Fprintln(sum, f.Path, f.Checksum, f.ExtractedAt.UnixMicro())
	}
	for _, name := range slices.Sorted(maps.Keys(b.opt.Schemas)) {
		fmt.Fprintln(sum, name, b.opt.Schemas[name])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// run builds the candidate in a folder of its own.
func (b *build) run(ctx context.Context) (_ *Candidate, err error) {
	b.dir = filepath.Join(b.opt.Home, buildFolder, b.manifest.ID)
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return nil, advise(err, b.opt.Home)
	}
	path := filepath.Join(b.dir, warehouseFile)
	if err := b.fill(ctx, path); err != nil {
		return nil, removeDir(b.dir, advise(err, b.opt.Home))
	}
	if err := b.seal(path); err != nil {
		return nil, removeDir(b.dir, advise(err, b.opt.Home))
	}
	b.log.Info("built", "candidate", b.manifest.ID, "tables", len(b.manifest.Models))
	c := &Candidate{ID: b.manifest.ID, Dir: b.dir, Path: path, Manifest: b.manifest}
	return c, failed(c.Manifest.Checks)
}

// fill makes the warehouse file: tables, checks, meta.
func (b *build) fill(ctx context.Context, path string) error {
	if err := b.keepFreed(); err != nil {
		return err
	}
	if err := b.prepareRaw(ctx); err != nil {
		return err
	}
	b.refreshParts()
	if err := b.attach(ctx, path); err != nil {
		return err
	}
	if err := b.buildModels(ctx); err != nil {
		return err
	}
	if err := b.writeMetaTable(ctx, ledgerTable, []metaRow{b.manifest.Ledger.row()}); err != nil {
		return fmt.Errorf("meta.%s: %w", ledgerTable.name, err)
	}
	b.say("check", 0, 0)
	results, err := runChecks(ctx, b.db, b.project.AllChecks())
	if err != nil {
		return err
	}
	b.manifest.Checks = results
	if err := b.currentRound(ctx); err != nil {
		return fmt.Errorf("read the current round: %w", err)
	}
	if err := b.transaction(ctx, func() error { return b.writeMeta(ctx) }); err != nil {
		return fmt.Errorf("write the tables of meta: %w", err)
	}
	for _, statement := range []string{"checkpoint warehouse", "use memory", "detach warehouse", "detach raw"} {
		if err := b.db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("close the warehouse: %w", err)
		}
	}
	return nil
}

// smallBuild is how many rows of the lake a build reads at most whose memory needn't be bounded tightly.
const smallBuild = 200_000

// keepFreed lets DuckDB keep freed memory for a second in a small build, and not at all in a large one.
func (b *build) keepFreed() error {
	var rows int64
	for _, p := range b.manifest.Parts {
		rows += p.Rows
	}
	if rows > smallBuild {
		return duck.KeepFreed(0)
	}
	return duck.KeepFreed(time.Second)
}

// refreshParts takes over horizons that fell while logs were decoded.
func (b *build) refreshParts() {
	b.manifest.Parts = nil
	for _, s := range b.inputs.streams {
		b.manifest.Parts = append(b.manifest.Parts, s.parts...)
	}
}

// attach opens the files of the build: the warehouse, a private one for raw, and the publication to copy from.
func (b *build) attach(ctx context.Context, path string) error {
	statements := []string{
		// Every file is read once; what is kept of it isn't counted in the memory limit.
		"set enable_external_file_cache = false",
		fmt.Sprintf("attach %s as raw", duck.Literal(filepath.Join(b.dir, "raw.duckdb"))),
		fmt.Sprintf("attach %s as warehouse (storage_version 'v1.0.0')", duck.Literal(path)),
	}
	if b.previous != nil {
		statements = append(statements, fmt.Sprintf("attach %s as previous (read_only)", duck.Literal(b.previous.Path)))
	}
	for _, statement := range statements {
		if err := b.db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("prepare the build: %w", err)
		}
	}
	if err := b.project.createMacros(ctx, b.db); err != nil {
		return err
	}
	for _, statement := range []string{
		searchPath,
		// Keeping the order in which rows are met takes several row groups of all columns per thread. Only an ORDER BY
		// gives rows an order here, and that is kept in any case.
		"set preserve_insertion_order = false",
		"create schema reference",
		"create schema staging",
		"create schema meta",
		setAsOf(b.manifest.AsOf),
	} {
		if err := b.db.Exec(ctx, statement); err != nil {
			return fmt.Errorf("prepare the build: %w", err)
		}
	}
	return nil
}

// seal makes the closed file durable, forgets raw, and writes the manifest beside it, which completes the candidate.
func (b *build) seal(path string) error {
	for _, name := range []string{"raw.duckdb", "raw.duckdb.wal", mergedFile} {
		if err := durable.Remove(filepath.Join(b.dir, name)); err != nil {
			return err
		}
	}
	if _, err := os.Stat(path + ".wal"); err == nil {
		return fmt.Errorf("close the warehouse: DuckDB left %s.wal", path)
	}
	if err := durable.SyncFile(path); err != nil {
		return err
	}
	state, err := stateOf(path)
	if err != nil {
		return err
	}
	b.manifest.Warehouse = state
	return writeManifest(filepath.Join(b.dir, manifestFile), b.manifest)
}

func (b *build) say(step string, done, total int) {
	b.log.Debug(step)
	if b.opt.Progress != nil {
		b.opt.Progress(Progress{Step: step, Done: done, Total: total})
	}
}
