package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Version is DuckDB's version, to which the driver is pinned. Content hashes and fingerprints hold within one version.
const Version = "1.5.6"

// Options are the settings of an instance. The zero value is ready for use.
type Options struct {
	// MemoryLimit bounds what DuckDB's buffers and operators take, in bytes. 0 is a quarter of the machine's (or
	// the container's) memory, at most 4 GB.
	MemoryLimit int64
	// Threads is how many threads run a query. 0 is one per core, but no more than have 256 MB of the limit each: a sort
	// or a join of wide rows takes about so much per thread, and fails on less.
	Threads int
	// Frugal begins with 136 MB of the limit for each thread, but no less than 256 MB, and takes all of the limit once a
	// statement fails on less: a sort that can be spilled doesn't fill whatever memory there is.
	Frugal bool
	// TempDir is where DuckDB spills what exceeds MemoryLimit; it is created when it is needed. "" is a new folder
	// below the system's, which Close removes.
	TempDir string
}

// DB is a private DuckDB instance, in memory, with one connection: settings, attached files and variables hold for
// everything that is run through it. It runs one statement at a time.
type DB struct {
	pool *sql.DB
	conn *sql.Conn
	temp string
	// reserve is the limit that is taken when a statement fails on the present one, in bytes; 0 if there is none.
	reserve int64
}

// frugalPerThread and frugalLeast are what a frugal instance begins with, in bytes.
const (
	frugalPerThread = 136e6
	frugalLeast     = 256e6
)

// memoryPerThread is what a thread should have of the memory limit, in bytes.
const memoryPerThread = 256e6

// maxDefaultMemory is the most that a connection takes without being told to, in bytes.
const maxDefaultMemory = 4 << 30

// Open starts an instance. The caller closes it.
func Open(ctx context.Context, opt Options) (_ *DB, err error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	db := &DB{pool: sql.OpenDB(connector)}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if db.conn, err = db.pool.Conn(ctx); err != nil {
		return nil, fmt.Errorf("open DuckDB: %w", err)
	}
	if err := db.configure(ctx, opt); err != nil {
		return nil, fmt.Errorf("configure DuckDB: %w", err)
	}
	return db, nil
}

func (db *DB) configure(ctx context.Context, opt Options) error {
	if opt.TempDir == "" {
		temp, err := os.MkdirTemp("", "lakepeer-duckdb-*")
		if err != nil {
			return err
		}
		db.temp, opt.TempDir = temp, temp
	}
	if opt.MemoryLimit == 0 {
		limit, err := db.defaultMemory(ctx)
		if err != nil {
			return err
		}
		opt.MemoryLimit = limit
	}
	if opt.Threads == 0 {
		opt.Threads = int(max(1, min(int64(runtime.NumCPU()), opt.MemoryLimit/memoryPerThread)))
	}
	if frugal := max(frugalPerThread*int64(opt.Threads), frugalLeast); opt.Frugal && frugal < opt.MemoryLimit {
		db.reserve, opt.MemoryLimit = opt.MemoryLimit, frugal
	}
	settings := []string{
		"set autoinstall_known_extensions = false",
		"set autoload_known_extensions = false",
		"set allow_community_extensions = false",
		"set TimeZone = 'UTC'",
		"set enable_progress_bar = false",
		"set temp_directory = " + Literal(opt.TempDir),
		fmt.Sprintf("set memory_limit = '%dB'", opt.MemoryLimit),
		fmt.Sprintf("set threads = %d", opt.Threads),
	}
	for _, setting := range settings {
		if err := db.Exec(ctx, setting); err != nil {
			return err
		}
	}
	return nil
}

// defaultMemory takes what DuckDB sees of the machine's or the container's memory: its own default is 80 % of it.
func (db *DB) defaultMemory(ctx context.Context) (int64, error) {
	limit, err := db.MemoryLimit(ctx)
	return min(limit*5/16, maxDefaultMemory), err
}

// MemoryLimit gives the limit in force, in bytes, to the three digits that DuckDB tells.
func (db *DB) MemoryLimit(ctx context.Context) (int64, error) {
	text, err := Value[string](ctx, db, "select current_setting('memory_limit')")
	if err != nil {
		return 0, err
	}
	return parseBytes(text)
}

// parseBytes reads a size as DuckDB writes it: "18.8 GiB".
func parseBytes(text string) (int64, error) {
	number, unit, _ := strings.Cut(text, " ")
	size, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, fmt.Errorf("memory size %q: %w", text, err)
	}
	power := strings.Index("KMGTPE", strings.TrimSuffix(unit, "iB")) + 1
	if unit == "bytes" {
		power = 0
	}
	for range power {
		size *= 1024
	}
	return int64(size), nil
}

// Close ends the instance and removes a temporary folder that Open made.
func (db *DB) Close() error {
	var err error
	if db.conn != nil {
		err = db.conn.Close()
	}
	err = errors.Join(err, db.pool.Close())
	if db.temp != "" {
		err = errors.Join(err, os.RemoveAll(db.temp))
	}
	return err
}

// Exec runs statements that give no rows. Several may stand in one text.
func (db *DB) Exec(ctx context.Context, text string, args ...any) error {
	_, err := patiently(ctx, db, func() (sql.Result, error) { return db.conn.ExecContext(ctx, text, args...) })
	return err
}

// patiently tries again with all of the memory limit what has failed on a part of it.
func patiently[T any](ctx context.Context, db *DB, try func() (T, error)) (T, error) {
	result, err := try()
	if db.reserve == 0 || !IsOutOfMemory(err) {
		return result, err
	}
	limit := db.reserve
	db.reserve = 0
	if _, raised := db.conn.ExecContext(ctx, fmt.Sprintf("set memory_limit = '%dB'", limit)); raised != nil {
		return result, errors.Join(err, raised)
	}
	return try()
}

// IsOutOfMemory tells whether an error says that the memory limit was too low.
func IsOutOfMemory(err error) bool {
	return err != nil && strings.Contains(err.Error(), "Out of Memory Error")
}

// Query runs one statement and gives its rows, which the caller closes before the next statement.
func (db *DB) Query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	return patiently(ctx, db, func() (*sql.Rows, error) { return db.conn.QueryContext(ctx, text, args...) })
}

// Value runs a query of one column and one row and gives its value, the zero value for NULL. Where there is no row
// the error is sql.ErrNoRows.
func Value[T any](ctx context.Context, db *DB, text string, args ...any) (T, error) {
	var value sql.Null[T]
	err := db.conn.QueryRowContext(ctx, text, args...).Scan(&value)
	return value.V, err
}

// Values runs a query of one column without NULLs and gives its values in order.
func Values[T any](ctx context.Context, db *DB, text string, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []T
	for rows.Next() {
		var value T
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}

// Literal quotes text as an SQL string.
func Literal(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// Literals quotes texts as an SQL list of strings.
func Literals(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = Literal(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Ident quotes a name for SQL.
func Ident(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
