package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// publishes is how often the reader trial publishes.
const publishes = 20

// readingPause is the time between two reads of all bytes.
const readingPause = 5 * time.Millisecond

func (b *bench) readerTrials() []trial {
	const name = "readers/publishes"
	return []trial{{name, func(ctx context.Context) (string, error) { return b.readWhilePublishing(ctx, name) }}}
}

// readWhilePublishing publishes again and again, while one reader opens the stable file with lakepeer and another reads
// its bytes.
func (b *bench) readWhilePublishing(ctx context.Context, name string) (string, error) {
	h, err := b.newHome(name, b.endpoint)
	if err != nil {
		return "", err
	}
	if err := b.reference.home.copyTo(h); err != nil {
		return "", err
	}
	r := readers{home: h, want: b.reference.content, seen: map[string]bool{}}
	reading, stop := context.WithCancel(ctx)
	defer stop()
	group, reading := errgroup.WithContext(reading)
	group.Go(func() error { return r.loop(reading, &r.queries, r.query) })
	group.Go(func() error { return r.loop(reading, &r.reads, r.readBytes) })
	times := b.count(publishes)
	published := map[string]bool{}
	err = r.note(published)
	for range times {
		if err != nil {
			break
		}
		if _, err = h.RunOK(ctx, "run", "--full"); err == nil {
			err = r.note(published)
		}
	}
	stop()
	err = errors.Join(err, group.Wait())
	note := fmt.Sprintf("%d publishes, %d queries and %d reads of all bytes meanwhile, %d publications seen", times, r.queries, r.reads, len(r.seen))
	if err != nil {
		return note, err
	}
	for hash := range r.seen {
		if !published[hash] {
			return note, fmt.Errorf("a reader saw a stable file of SHA-256 %s, which was never published", hash)
		}
	}
	return note, h.sound(ctx, b.reference.content)
}

// readers read a home that publishes.
type readers struct {
	home           home
	want           content
	queries, reads int
	// seen are the hashes of the stable file that the reader of bytes met; it alone writes them until both have ended.
	seen map[string]bool
}

// note adds the hash of the current publication, while nobody publishes.
func (r *readers) note(published map[string]bool) error {
	id, err := os.ReadFile(r.home.Path("publications", "CURRENT"))
	if err != nil {
		return err
	}
	hash, err := fileHash(r.home.Path("publications", strings.TrimSpace(string(id))+".duckdb"))
	published[hash] = true
	return err
}

// loop reads until the context ends, which is no error.
func (r *readers) loop(ctx context.Context, count *int, read func(context.Context) error) error {
	for ctx.Err() == nil {
		if err := read(ctx); err != nil && ctx.Err() == nil {
			return fmt.Errorf("a reader erred: %w", err)
		}
		*count++
	}
	return nil
}

// mixQuery tells whether the tables of the file belong together: there is one publication, and as many tables have the
// number of rows that meta.model says of them as are counted.
const mixQuery = `with
    counted as (
        select 'fct_fee_flow' as name, count(*) as n from main.fct_fee_flow
        union all select 'fct_reward_call', count(*) from main.fct_reward_call
        union all select 'fct_delegate_activity', count(*) from main.fct_delegate_activity
        union all select 'dim_orchestrator', count(*) from main.dim_orchestrator
        union all select 'dim_round', count(*) from main.dim_round
    )
select
    (select count(*) from meta.publication) as publications,
    (select count(*) from counted join meta.model as m on m.name = counted.name and m.schema = 'main' and m.rows = counted.n) as right_counts,
    (select count(*) from counted) as tables`

// query opens the stable file in a process of its own.
func (r *readers) query(ctx context.Context) error {
	outcome, err := r.home.RunOK(ctx, "query", "--json", mixQuery)
	if err != nil {
		return err
	}
	var row struct {
		Publications json.Number `json:"publications"`
		RightCounts  json.Number `json:"right_counts"`
		Tables       json.Number `json:"tables"`
	}
	if err := json.Unmarshal([]byte(outcome.Stdout), &row); err != nil {
		return fmt.Errorf("%w in %q", err, outcome.Stdout)
	}
	if row.Publications != "1" || row.RightCounts != row.Tables {
		return fmt.Errorf("it saw a mix: %+v", row)
	}
	has, err := r.home.content(ctx)
	if err != nil {
		return err
	}
	return has.equals(r.want)
}

// readBytes reads the whole stable file from one open handle.
func (r *readers) readBytes(ctx context.Context) error {
	hash, err := fileHash(r.home.Path("lakepeer.duckdb"))
	if err != nil {
		return err
	}
	r.seen[hash] = true
	select { // leave the processor to those who are watched
	case <-ctx.Done():
	case <-time.After(readingPause):
	}
	return nil
}
