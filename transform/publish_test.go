package transform_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/transform"
)

// killed is what the hook throws to end a run where a kill would.
type killed struct{ point string }

// runUntil runs until a named point and ends there, as a kill would: nothing after it happens.
func (w *world) runUntil(point string) {
	w.t.Helper()
	w.hook = func(at string) {
		if at == point {
			panic(killed{point})
		}
	}
	defer func() {
		w.hook = nil
		if p := recover(); p != (killed{point}) {
			w.t.Fatalf("the run wasn't ended at %s: %v", point, p)
		}
	}()
	_, err := w.run()
	w.t.Fatal("the run came to its end", err)
}

func TestAKillAtAnyPointIsMadeGoodByTheNextRun(t *testing.T) {
	for _, point := range []string{
		"transform.in-build", "publish.before-current", "publish.after-current", "publish.before-stable-rename", "publish.after-stable-rename",
	} {
		for _, first := range []bool{true, false} {
			name := point + ", a publication before"
			if first {
				name = point + ", the first publication"
			}
			t.Run(name, func(t *testing.T) {
				w := newWorld(t)
				w.commit(100, 150, some(100, 150))
				if !first {
					w.mustRun()
					w.commit(150, 200, some(150, 200))
				}
				w.tick()
				w.runUntil(point)
				if _, err := transform.Current(w.home); err != nil && !errors.Is(err, transform.ErrNoPublication) {
					t.Errorf("readers meet %v", err)
				}
				p := w.mustRun()
				w.full = true
				full := w.mustRun()
				if diff := cmp.Diff(full.Manifest.ContentHashes(), p.Manifest.ContentHashes()); diff != "" {
					t.Error(diff)
				}
				w.tidy()
			})
		}
	}
}

// tidy fails if the home holds anything but pairs, CURRENT, and a stable file that is CURRENT's.
func (w *world) tidy() {
	w.t.Helper()
	current, err := transform.Current(w.home)
	if err != nil {
		w.t.Fatal(err)
	}
	want, err := os.ReadFile(current.Path)
	if err != nil {
		w.t.Fatal(err)
	}
	got, err := os.ReadFile(transform.StablePath(w.home))
	if err != nil || !bytes.Equal(got, want) {
		w.t.Errorf("the stable file isn't the present publication (%v)", err)
	}
	info, err := os.Stat(transform.StablePath(w.home))
	if err != nil || info.Mode().Perm() != 0o444 {
		w.t.Errorf("the stable file has mode %v (%v)", info.Mode(), err)
	}
	kept, err := transform.Publications(w.home)
	if err != nil {
		w.t.Fatal(err)
	}
	if names := w.entries("publications"); len(names) != 2*len(kept)+1 {
		w.t.Errorf("publications holds %v, which aren't %d pairs and CURRENT", names, len(kept))
	}
	if names := w.entries("build"); names != nil {
		w.t.Errorf("build holds %v", names)
	}
	for _, name := range w.entries(".") {
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".wal") {
			w.t.Errorf("the home holds %s", name)
		}
	}
}

func TestStagesMeetInTheCandidate(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	if _, err := w.build(); err != nil {
		t.Fatal(err)
	}
	c, err := transform.PendingCandidate(w.home)
	if err != nil {
		t.Fatal(err)
	}
	p, err := transform.Publish(t.Context(), w.home, c, transform.PublishOptions{})
	if err != nil || p.ID != c.ID || p.Manifest.PublishedAt.IsZero() {
		t.Fatal(p, err)
	}
	if _, err := transform.PendingCandidate(w.home); !errors.Is(err, transform.ErrNoCandidate) {
		t.Errorf("the candidate is still there: %v", err)
	}
	w.tidy()
}

func TestADamagedCandidateIsRefused(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	c, err := w.build()
	if err != nil {
		t.Fatal(err)
	}
	damage(t, c.Path)
	if _, err := transform.Publish(t.Context(), w.home, c, transform.PublishOptions{}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v", err)
	}
	if _, err := transform.Current(w.home); !errors.Is(err, transform.ErrNoPublication) {
		t.Errorf("got %v", err)
	}
}

// damage changes a byte in the middle of a file.
func damage(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 0xff
	if err := errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, content, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedPublicationIsToldAndBuiltAnew(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	first := w.mustRun()
	damages := []struct {
		name string
		do   func(path string)
		says string
	}{
		{"changed", func(path string) { damage(t, path) }, "its content has changed since it was published"},
		{"cut", func(path string) { _ = os.Truncate(path, 100) }, "it has 100 bytes instead of "},
		{"missing", func(path string) { _ = os.Remove(path) }, "it is missing"},
		{"without manifest", func(path string) { _ = os.Remove(strings.TrimSuffix(path, ".duckdb") + ".json") }, "no such file"},
	}
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			current, err := transform.Current(w.home)
			if err != nil {
				t.Fatal(err)
			}
			d.do(current.Path)
			_, err = transform.Current(w.home)
			var corrupt *transform.CorruptError
			if !errors.As(err, &corrupt) || corrupt.ID != current.ID || !strings.Contains(err.Error(), d.says) || !strings.Contains(err.Error(), "lakepeer rollback") {
				t.Errorf("got %v, want a CorruptError that says %q", err, d.says)
			}
			done, err := transform.Repair(t.Context(), w.home)
			if err != nil || len(done) == 0 || !strings.Contains(done[len(done)-1], "is built anew") {
				t.Errorf("repair did %v (%v)", done, err)
			}
			again := w.mustRun()
			if again.ID == current.ID {
				t.Error("nothing was built")
			}
			if diff := cmp.Diff(first.Manifest.ContentHashes(), again.Manifest.ContentHashes()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRepairPutsTheStableFileBack(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.mustRun()
	stable := transform.StablePath(w.home)
	for name, do := range map[string]func(){
		"changed":         func() { damage(t, stable) },
		"missing":         func() { _ = os.Remove(stable) },
		"a stranger's":    func() { _ = os.Remove(stable); _ = os.WriteFile(stable, []byte("x"), 0o600) },
		"with a log":      func() { _ = os.WriteFile(stable+".wal", []byte("stale"), 0o600) },
		"nothing is done": nil,
	} {
		t.Run(name, func(t *testing.T) {
			if do != nil {
				do()
			}
			done, err := transform.Repair(t.Context(), w.home)
			if err != nil || len(done) == 0 != (do == nil) {
				t.Errorf("did %v (%v)", done, err)
			}
			w.tidy()
		})
	}
}

func TestRepairRemovesWhatIsNoPair(t *testing.T) {
	w := newWorld(t)
	w.commit(100, 150, some(100, 150))
	w.mustRun()
	for _, name := range []string{"publications/000009-x.duckdb", "publications/000008-x.json", "publications/.lakepeer-1", ".lakepeer-2"} {
		if err := os.WriteFile(filepath.Join(w.home, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	done, err := transform.Repair(t.Context(), w.home)
	if err != nil || len(done) != 4 {
		t.Errorf("did %v (%v)", done, err)
	}
	w.tidy()
}

func TestOldPublicationsAreRemoved(t *testing.T) {
	w := newWorld(t)
	w.full = true
	w.commit(100, 150, some(100, 150))
	var ids []string
	for range 9 {
		ids = append(ids, w.mustRun().ID)
	}
	kept, err := transform.Publications(w.home)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range kept {
		got = append(got, p.ID)
		if p.IsCurrent != (p.ID == ids[8]) {
			t.Errorf("%s is current: %v", p.ID, p.IsCurrent)
		}
	}
	if diff := cmp.Diff(ids[2:], got); diff != "" {
		t.Error(diff)
	}
	w.tidy()
}

func TestRollback(t *testing.T) {
	w := newWorld(t)
	w.full = true
	var unknown *transform.UnknownPublicationError
	if _, err := transform.Rollback(t.Context(), w.home, "", nil); !errors.As(err, &unknown) {
		t.Errorf("of nothing: %v", err)
	}
	w.commit(100, 150, some(100, 150))
	first := w.mustRun()
	if _, err := transform.Rollback(t.Context(), w.home, "", nil); !errors.As(err, &unknown) {
		t.Errorf("of the first: %v", err)
	}
	second, third := w.mustRun(), w.mustRun()
	steps := []struct{ id, want string }{{"", second.ID}, {"", first.ID}, {third.ID, third.ID}, {first.ID, first.ID}}
	for _, step := range steps {
		p, err := transform.Rollback(t.Context(), w.home, step.id, nil)
		if err != nil || p.ID != step.want {
			t.Fatalf("rollback to %q gives %v (%v), want %s", step.id, p, err, step.want)
		}
		if diff := cmp.Diff([]string{step.want}, query(t, transform.StablePath(w.home), "select publication from meta.publication")); diff != "" {
			t.Error(diff)
		}
		w.tidy()
	}
	_, err := transform.Rollback(t.Context(), w.home, "nothing", nil)
	if want := `there is no publication "nothing": kept are ` + first.ID + ", " + second.ID + ", " + third.ID; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	damage(t, second.Path)
	var corrupt *transform.CorruptError
	if _, err := transform.Rollback(t.Context(), w.home, second.ID, nil); !errors.As(err, &corrupt) {
		t.Errorf("to a damaged one: %v", err)
	}
	w.full = false
	if p := w.mustRun(); p.ID == first.ID && p.Manifest.Fingerprint != third.Manifest.Fingerprint {
		t.Error("the run after a rollback didn't build what the lake holds")
	}
}

func TestReadersInAnotherProcessNeverSeeAMix(t *testing.T) {
	w := newWorld(t)
	w.full = true
	w.commit(100, 110, some(100, 110))
	w.mustRun()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	reader := exec.CommandContext(t.Context(), executable, "-test.run=^TestReaderProcess$", "-test.v")
	reader.Env = append(os.Environ(), "LAKEPEER_TEST_READ="+w.home)
	input, err := reader.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var output bytes.Buffer
	reader.Stdout, reader.Stderr = &output, &output
	if err := reader.Start(); err != nil {
		t.Fatal(err)
	}
	for i := range int64(20) {
		w.tick()
		w.commit(110+10*i, 120+10*i, some(110+10*i, 120+10*i))
		w.mustRun()
	}
	if err := errors.Join(input.Close(), reader.Wait()); err != nil {
		t.Fatalf("%v\n%s", err, output.String())
	}
	if !strings.Contains(output.String(), "publications seen") {
		t.Fatalf("the reader read nothing:\n%s", output.String())
	}
	t.Log(output.String())
}
