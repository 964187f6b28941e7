package duck_test

import (
	"os"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/internal/duck"
)

func TestOpenSetsWhatTheProjectReliesOn(t *testing.T) {
	db := open(t)
	for setting, want := range map[string]string{
		"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "allow_community_extensions": "false",
		"TimeZone": "UTC", "memory_limit": "256.0 MiB", "threads": "2",
	} {
		got, err := duck.Value[string](t.Context(), db, "select current_setting('"+setting+"')::varchar")
		if err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", setting, got, want, err)
		}
	}
	version, err := duck.Value[string](t.Context(), db, "select version()")
	if err != nil || version != "v"+duck.Version {
		t.Errorf("DuckDB is %s (%v), want v%s: content hashes of kept publications hold within one version", version, err, duck.Version)
	}
}

func TestDefaultsAreModestAndLeaveNothing(t *testing.T) {
	db, err := duck.Open(t.Context(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	temp, err := duck.Value[string](t.Context(), db, "select current_setting('temp_directory')")
	if err != nil {
		t.Fatal(err)
	}
	if limit, err := db.MemoryLimit(t.Context()); err != nil || limit < 1<<20 || limit > 4<<30 {
		t.Errorf("memory limit is %d bytes (%v), want at most 4 GB", limit, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(temp); !os.IsNotExist(err) {
		t.Errorf("%s stayed: %v", temp, err)
	}
}

func TestQuoting(t *testing.T) {
	db := open(t)
	got, err := duck.Value[string](t.Context(), db, "select list_aggregate("+duck.Literals([]string{"it's", `a"b`})+", 'string_agg', ',') as "+duck.Ident(`x"y`))
	if err != nil || got != `it's,a"b` {
		t.Errorf("got %q (%v)", got, err)
	}
}

// A frugal instance takes the rest of its limit when a statement needs it, and not before.
func TestFrugalInstanceTakesWhatItNeeds(t *testing.T) {
	db, err := duck.Open(t.Context(), duck.Options{MemoryLimit: 1e9, Threads: 1, Frugal: true, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	limit := func() int64 {
		bytes, err := db.MemoryLimit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	if err := db.Exec(t.Context(), "create table small as select range as n from range(1000)"); err != nil || limit() > 300e6 {
		t.Errorf("a small statement leaves a limit of %d bytes: %v", limit(), err)
	}
	// What a list gathers can't be spilled.
	if err := db.Exec(t.Context(), "create table large as select list(range) as numbers from range(40000000)"); err != nil || limit() < 900e6 {
		t.Errorf("a large statement leaves a limit of %d bytes: %v", limit(), err)
	}
}

func TestKeepFreed(t *testing.T) {
	if err := duck.KeepFreed(time.Second); err != nil {
		t.Error(err)
	}
	if err := duck.KeepFreed(0); err != nil {
		t.Error(err)
	}
}
