package transform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/lakepeer/lakepeer/internal/durable"
)

// PublishOptions say how a candidate is published. The zero value is ready for use.
type PublishOptions struct {
	// Keep is how many publications are kept, the present one included; 0 is 7.
	Keep int
	// Clock gives the manifest's time of publication; nil is the system's.
	Clock func() time.Time
	// Hook, if not nil, is called at "publish.before-current", "publish.after-current", "publish.before-stable-rename" and
	// "publish.after-stable-rename", so that a test can end the process there.
	Hook func(point string)
}

// keepByDefault is how many publications are kept.
const keepByDefault = 7

// Publish makes a checked candidate the present publication, whole or not at all:
//
//  1. A candidate with a failed check of severity error is refused with a *CheckError.
//  2. The file and its manifest move to <home>/publications/<id>.duckdb and <id>.json, where they never change.
//  3. publications/CURRENT names the id. With this rename it is published; a process that ends before leaves the last
//     publication standing, one that ends after leaves the rest to Repair.
//  4. The stable file is replaced by a copy. Who has the old one open keeps reading it.
//
// Publications beyond those to keep are removed at the end. An unchanged candidate is published already.
func Publish(ctx context.Context, home string, c *Candidate, opt PublishOptions) (*Publication, error) {
	if c.Unchanged {
		return Current(home)
	}
	if err := failed(c.Manifest.Checks); err != nil {
		return nil, err
	}
	hook := opt.Hook
	if hook == nil {
		hook = func(string) {}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.Manifest.PublishedAt = now(opt.Clock)
	p, err := place(home, c)
	if err != nil {
		return nil, fmt.Errorf("publish %s: %w", c.ID, advise(err, home))
	}
	if err := makeCurrent(home, p, hook); err != nil {
		return nil, fmt.Errorf("publish %s: %w", c.ID, advise(err, home))
	}
	keep := opt.Keep
	if keep == 0 {
		keep = keepByDefault
	}
	if err := prune(home, keep); err != nil {
		return p, fmt.Errorf("remove old publications: %w", advise(err, home))
	}
	return p, nil
}

// now reads a clock, the system's for nil, in UTC.
func now(clock func() time.Time) time.Time {
	if clock == nil {
		clock = time.Now
	}
	return clock().UTC()
}

// place moves a candidate's files to where publications lie.
func place(home string, c *Candidate) (*Publication, error) {
	problem, err := c.Manifest.Warehouse.differs(c.Path)
	if err != nil {
		return nil, err
	}
	if problem != "" {
		return nil, fmt.Errorf("the candidate %s is damaged: %s: build it again with `lakepeer transform`", c.Path, problem)
	}
	if err := durable.MakeFolder(filepath.Join(home, publicationsFolder)); err != nil {
		return nil, err
	}
	if c.Manifest.Previous, err = currentID(home); err != nil {
		c.Manifest.Previous = ""
	}
	p := &Publication{ID: c.ID, Path: publicationPath(home, c.ID+databaseSuffix), Manifest: c.Manifest, IsCurrent: true}
	if err := os.Chmod(c.Path, 0o444); err != nil {
		return nil, err
	}
	if err := durable.Rename(c.Path, p.Path); err != nil {
		return nil, err
	}
	if err := writeManifest(publicationPath(home, c.ID+manifestSuffix), p.Manifest); err != nil {
		return nil, err
	}
	return p, os.RemoveAll(c.Dir)
}

// makeCurrent names a publication in CURRENT and replaces the stable file.
func makeCurrent(home string, p *Publication, hook func(string)) error {
	hook("publish.before-current")
	if err := replaceFile(publicationPath(home, currentFile), []byte(p.ID+"\n")); err != nil {
		return err
	}
	hook("publish.after-current")
	return replaceStable(home, p, hook)
}

// replaceStable puts a copy of a publication's file under the stable name. Where the file system can, the copy shares the
// publication's blocks.
func replaceStable(home string, p *Publication, hook func(string)) error {
	stable := StablePath(home)
	opt := durable.Options{Prefix: tempPrefix, Mode: 0o444, BeforeRename: func() error {
		hook("publish.before-stable-rename")
		// A write-ahead log that a stranger left beside the name would be replayed into the new file.
		return durable.Remove(stable + ".wal")
	}}
	err := durable.Replace(stable, opt, func(out io.Writer) error {
		in, err := os.Open(p.Path)
		if err != nil {
			return err
		}
		_, err = io.Copy(out, in)
		return errors.Join(err, in.Close())
	})
	if err != nil {
		return fmt.Errorf("replace %s: %w", stable, err)
	}
	hook("publish.after-stable-rename")
	// The publication's own time makes the copy known without reading it.
	return os.Chtimes(stable, p.Manifest.Warehouse.ModifiedAt, p.Manifest.Warehouse.ModifiedAt)
}

// prune removes the oldest publications beyond those to keep; never the present one, nor the one before it.
func prune(home string, keep int) error {
	kept, err := Publications(home)
	if err != nil {
		return err
	}
	previous := ""
	for _, p := range kept {
		if p.IsCurrent {
			previous = p.Manifest.Previous
		}
	}
	surplus := len(kept) - max(keep, 1)
	for _, p := range kept {
		if surplus <= 0 {
			break
		}
		if p.IsCurrent || p.ID == previous && keep > 1 {
			continue
		}
		if err := removePublication(home, p.ID); err != nil {
			return err
		}
		surplus--
	}
	return nil
}

// removePublication removes the manifest first: without it the rest is no publication.
func removePublication(home, id string) error {
	return errors.Join(durable.Remove(publicationPath(home, id+manifestSuffix)), durable.Remove(publicationPath(home, id+databaseSuffix)))
}
