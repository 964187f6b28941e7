package load

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=512k"); err != nil {
		t.Skipf("mounting a small disk isn't permitted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	f := &fixture{TB: t, home: filepath.Join(disk, "home"), part: testPart("deployment", AxisBlock, 0)}
	f.open(nil)
	f.must(f.lake.AddPart(f.part))
	f.commit(blocks(0, 100), rowsOf(0, 5))

	w := f.writer(f.part, testInstant)
	f.append(w, rowsOf(100, 100_000))
	_, committed, err := w.Commit(t.Context(), blocks(100, 100_000), nil)
	if committed || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("committed %v, error %v", committed, err)
	}
	for _, want := range []string{"commit slice 000000000100-000000100000.parquet of part chain/main/logs/deployment", "make room on the disk", f.home} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q doesn't say %q", err, want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(f.home, tempFolder, "*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
	if got := f.files(ListOptions{}); len(got) != 1 {
		t.Errorf("files: %v", got)
	}
	f.verify()
}

func TestAdviceOnFolderThatCantBeWritten(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	home := t.TempDir()
	if err := os.Chmod(home, 0o555); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(home, testNetwork, Options{}); !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), "--home") {
		t.Errorf("error %v", err)
	}
}
