package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// Bounds of what is well.
const (
	// maxSkew is how far the machine's clock may be from those of the servers.
	maxSkew = 30 * time.Second
	// freeWell and freeLeast are free bytes on the home's disk: below the first it is warned of, below the second a
	// run can't be expected to end.
	freeWell, freeLeast = 5 << 30, 500 << 20
)

// serverClock compares the machine's clock with what servers say. It is safe for concurrent use.
type serverClock struct {
	now     func() time.Time
	mu      sync.Mutex
	isKnown bool
	// skew is how far the machine's clock is ahead of the server's whose is nearest.
	skew time.Duration
}

// take reads the headers of a reply that has just come. A reply from a cache says how old it is.
func (c *serverClock) take(header http.Header) {
	said, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	if age, err := strconv.ParseUint(header.Get("Age"), 10, 31); err == nil {
		said = said.Add(time.Duration(age) * time.Second)
	}
	skew := c.now().Sub(said)
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.isKnown || skew.Abs() < c.skew.Abs() {
		c.isKnown, c.skew = true, skew
	}
}

func (c *serverClock) finding() Finding {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := Finding{Check: "clock", Subject: "this machine", Level: LevelOK, Text: "it agrees with the servers'"}
	switch {
	case !c.isKnown:
		f.Level, f.Text = LevelWarn, "no server said what time it is, so that it could not be compared"
		f.WayOut = "make one of the endpoints answer"
	case c.skew.Abs() > maxSkew:
		direction := "ahead of"
		if c.skew < 0 {
			direction = "behind"
		}
		f.Level, f.Text = LevelWarn, fmt.Sprintf("it is %s %s every server's: snapshots would carry wrong times", c.skew.Abs().Round(time.Second), direction)
		f.WayOut = "set the clock, or let a time service do so (NTP)"
	}
	return f
}

// examineDisk looks at the home's disk: the home itself, or what of its path is there.
func (d *doctor) examineDisk() {
	home := d.Config.Home
	if home == "" {
		return
	}
	folder := existing(home)
	if err := writeProbe(folder); err != nil {
		d.found(Finding{"disk", home, LevelFail, "nothing can be written durably in " + folder + ": " + err.Error(), "make the folder writable, or use another --home"})
		return
	}
	f := Finding{Check: "disk", Subject: home, Level: LevelOK}
	free, err := freeBytes(folder)
	if err != nil {
		f.Level, f.Text, f.WayOut = LevelWarn, "its free space isn't known: "+err.Error(), "see that there are some GB"
		d.found(f)
		return
	}
	f.Text = fmt.Sprintf("it can be written to, and %.1f GB are free", float64(free)/1e9)
	switch {
	case free < freeLeast:
		f.Level, f.WayOut = LevelFail, "make room, or use another --home"
	case free < freeWell:
		f.Level, f.WayOut = LevelWarn, "a long history, its publications and a build may need more: make room, or lower publications.keep"
	}
	d.found(f)
}

// existing gives the folder itself, or the nearest one above it that is there.
func existing(folder string) string {
	for {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			return folder
		}
		folder = above
	}
}

// writeProbe writes, syncs and removes a small file.
func writeProbe(folder string) (err error) {
	file, err := os.CreateTemp(folder, ".lakepeer-probe-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if _, err := file.Write(make([]byte, 4096)); err != nil {
		return err
	}
	return file.Sync()
}

// freeBytes gives what a user may still write to the disk of a folder.
func freeBytes(folder string) (uint64, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(folder, &stat); err != nil {
		return 0, err
	}
	return stat.Bavail * uint64(stat.Bsize), nil
}

// examineHome looks at whose the lake is, and who holds its lock.
func (d *doctor) examineHome() {
	home := d.Config.Home
	if home == "" {
		return
	}
	if _, err := os.Stat(home); errors.Is(err, fs.ErrNotExist) {
		d.found(Finding{Check: "home", Subject: home, Level: LevelOK, Text: "it isn't there yet: a run makes it"})
		return
	}
	d.found(d.lakeFinding(home), d.lockFinding(home))
}

func (d *doctor) lakeFinding(home string) Finding {
	f := Finding{Check: "home", Subject: home, Level: LevelOK}
	lake, err := load.OpenExisting(home, load.Options{})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.Text = "it holds no lake yet: a run begins one"
		return f
	case err != nil:
		f.Level, f.Text, f.WayOut = LevelFail, err.Error(), "lakepeer verify --lake says what is damaged"
		return f
	}
	held := lake.Network()
	f.Text = "its lake is about " + held.String()
	wanted := load.Network{Name: d.deployment.Name, ChainID: d.deployment.ChainID, Controller: d.deployment.Controller}
	if d.hasNetwork && held != wanted {
		f.Level, f.Text = LevelFail, fmt.Sprintf("%s, but the configuration about %s", f.Text, wanted)
		f.WayOut = "a home keeps to one network: use another --home"
	}
	return f
}

func (d *doctor) lockFinding(home string) Finding {
	f := Finding{Check: "lock", Subject: home, Level: LevelOK, Text: "nobody holds it"}
	unlock, err := load.Lock(home, load.Holder{PID: os.Getpid(), Command: "lakepeer doctor", Since: d.Clock().UTC()})
	if err == nil {
		err = unlock()
	}
	var locked *load.LockedError
	switch {
	case errors.As(err, &locked):
		f.Level, f.Text, f.WayOut = LevelWarn, err.Error(), "a second run would end with exit code 5: wait for the first one"
	case err != nil:
		f.Level, f.Text, f.WayOut = LevelFail, err.Error(), "make the home writable, or use another --home"
	}
	return f
}

func (d *doctor) examineVersions() {
	d.found(Finding{
		Check: "versions", Subject: "this program", Level: LevelOK,
		Text: fmt.Sprintf("lakepeer %s, DuckDB %s, %s on %s/%s", d.Version, DuckDBVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH),
	})
	if d.Config.Home == "" {
		return
	}
	current, err := transform.Current(d.Config.Home)
	switch {
	case errors.Is(err, transform.ErrNoPublication):
		return
	case err != nil:
		d.found(Finding{"versions", "what is published", LevelFail, err.Error(), "lakepeer run repairs it, lakepeer rollback takes an earlier one"})
		return
	}
	made := current.Manifest.Versions
	text := fmt.Sprintf("publication %s was made by lakepeer %s, DuckDB %s", current.ID, made.Lakepeer, made.DuckDB)
	if made.DuckDB != DuckDBVersion {
		text += "; the next build makes every table anew"
	}
	d.found(Finding{Check: "versions", Subject: "what is published", Level: LevelOK, Text: text})
}
