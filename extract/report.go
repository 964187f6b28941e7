package extract

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/load"
)

// Report says what a run extracted and what it could not. As JSON it is a contract: fields are only added.
type Report struct {
	RunID     string         `json:"run_id"`
	StartedAt time.Time      `json:"started_at"`
	EndedAt   time.Time      `json:"ended_at"`
	Streams   []StreamReport `json:"streams"`
}

// StreamReport is what became of one stream.
type StreamReport struct {
	Stream load.StreamID `json:"stream"`
	// Endpoint is where the rows come from, redacted.
	Endpoint string `json:"endpoint"`
	// SettledUntil is the end (exclusive) of what was asked for.
	SettledUntil int64 `json:"settled_until"`
	// Requests and Bytes are what it took: attempts made, bytes of bodies received. 0 if the stream doesn't count.
	Requests int64 `json:"requests"`
	Bytes    int64 `json:"bytes"`
	// NewFields are the fields that the schema doesn't know, kept in _extra.
	NewFields []string `json:"new_fields,omitempty"`
	// RemovedFields are the fields that the schema has a column for and the source has no more.
	RemovedFields []string     `json:"removed_fields,omitempty"`
	Parts         []PartReport `json:"parts"`
	// Error is why the stream as a whole could not be read, "" if it could.
	Error string `json:"error,omitempty"`

	// Err is the same, for errors.As.
	Err error `json:"-"`
}

// PartReport is what became of one part.
type PartReport struct {
	Part string `json:"part"`
	// Skipped is how many committed slices were left as they are.
	Skipped int `json:"skipped"`
	// Files is how many slices this run committed, Revisions how many of them replace an earlier one.
	Files     int `json:"files"`
	Revisions int `json:"revisions"`
	// Rows is how many rows those files hold.
	Rows int64 `json:"rows"`
	// Requests and Bytes are this part's own share of what the stream took.
	Requests int64 `json:"requests"`
	Bytes    int64 `json:"bytes"`
	// Rejected counts the malformed rows of this run's reading. Slices with such rows are read again by every
	// run, so it is 0 only when the part has none.
	Rejected int64 `json:"rejected"`
	// FirstRejected says where the first of them stands, and what is wrong with it.
	FirstRejected *Rejection `json:"first_rejected,omitempty"`
	// Gaps are the settled intervals that no slice covers after the run.
	Gaps []load.Interval `json:"gaps,omitempty"`
	// Error is why the part could not be read to its end, "" if it could.
	Error string `json:"error,omitempty"`

	// Err is the same, for errors.As.
	Err error `json:"-"`
}

// Rejection is where a malformed row stands (the begin of its slice, if the row doesn't say; -1 where the stream has no
// positions) and what is wrong with it.
type Rejection struct {
	Position int64  `json:"position"`
	Reason   string `json:"reason"`
}

// Complete tells whether everything that is settled is in the lake, without a malformed row.
func (r Report) Complete() bool { return len(r.Missing()) == 0 }

// Missing names what could not be had, one sentence for each part. What keeps several streams of an instance from being
// read is one sentence.
func (r Report) Missing() []string {
	var missing []string
	for i, s := range r.Streams {
		if s.Error != "" && !isOptional(s.Err) && !slices.ContainsFunc(r.Streams[:i], s.failsAs) {
			missing = append(missing, r.whole(i))
		}
		for _, p := range s.Parts {
			name := fmt.Sprintf("%s/%s", s.Stream, p.Part)
			switch {
			case isOptional(p.Err):
			case p.Error != "" && len(p.Gaps) > 0:
				missing = append(missing, fmt.Sprintf("%s lacks positions from %d: %s", name, p.Gaps[0].From, p.Error))
			case p.Error != "":
				missing = append(missing, fmt.Sprintf("%s: %s", name, p.Error))
			case len(p.Gaps) > 0:
				missing = append(missing, fmt.Sprintf("%s lacks positions from %d", name, p.Gaps[0].From))
			}
			if first := p.FirstRejected; first != nil {
				at := ""
				if first.Position >= 0 {
					at = fmt.Sprintf(" at %d", first.Position)
				}
				missing = append(missing, fmt.Sprintf("%s has %d rejected rows, the first%s: %s", name, p.Rejected, at, first.Reason))
			}
		}
	}
	return missing
}

// Unavailable names what hosts don't serve without a key that isn't configured, one sentence for each part.
func (r Report) Unavailable() []string {
	var unavailable []string
	for _, s := range r.Streams {
		for _, p := range s.Parts {
			if isOptional(p.Err) {
				unavailable = append(unavailable, fmt.Sprintf("%s/%s: %s", s.Stream, p.Part, p.Error))
			}
		}
	}
	return unavailable
}

func isOptional(err error) bool {
	var unavailable *UnavailableError
	return errors.As(err, &unavailable) && unavailable.Optional
}

// Add adds what another report of the same run says, stream by stream and part by part.
func (r *Report) Add(other Report) {
	for _, s := range other.Streams {
		i := slices.IndexFunc(r.Streams, func(has StreamReport) bool { return has.Stream == s.Stream })
		if i < 0 {
			r.Streams = append(r.Streams, s)
			continue
		}
		r.Streams[i].add(s)
	}
	r.RunID = cmp.Or(r.RunID, other.RunID)
	if r.StartedAt.IsZero() || !other.StartedAt.IsZero() && other.StartedAt.Before(r.StartedAt) {
		r.StartedAt = other.StartedAt
	}
	if other.EndedAt.After(r.EndedAt) {
		r.EndedAt = other.EndedAt
	}
}

// union gives the names of both, sorted.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

func (s *StreamReport) add(other StreamReport) {
	s.SettledUntil = max(s.SettledUntil, other.SettledUntil)
	s.Requests, s.Bytes = max(s.Requests, other.Requests), max(s.Bytes, other.Bytes) // they count up
	s.NewFields, s.RemovedFields = union(s.NewFields, other.NewFields), union(s.RemovedFields, other.RemovedFields)
	if s.Err == nil {
		s.Error, s.Err = other.Error, other.Err
	}
	for _, p := range other.Parts {
		i := slices.IndexFunc(s.Parts, func(has PartReport) bool { return has.Part == p.Part })
		if i < 0 {
			s.Parts = append(s.Parts, p)
			continue
		}
		s.Parts[i].add(p)
	}
}

func (p *PartReport) add(other PartReport) {
	p.Skipped = min(p.Skipped, other.Skipped)
	p.Files += other.Files
	p.Revisions += other.Revisions
	p.Rows += other.Rows
	p.Requests += other.Requests
	p.Bytes += other.Bytes
	p.Rejected += other.Rejected
	if p.FirstRejected == nil {
		p.FirstRejected = other.FirstRejected
	}
	if p.Err == nil {
		p.Error, p.Err = other.Error, other.Err
	}
}

// failsAs tells whether another stream of the instance can't be read for the same reason.
func (s StreamReport) failsAs(other StreamReport) bool {
	return s.Stream.Source == other.Stream.Source && s.Stream.Instance == other.Stream.Instance && s.Error == other.Error
}

// whole says why a stream, and all that fail as it does, can't be read: "chain/main (logs, blocks): …".
func (r Report) whole(i int) string {
	s := r.Streams[i]
	var names []string
	for _, other := range r.Streams {
		if s.failsAs(other) {
			names = append(names, other.Stream.Stream)
		}
	}
	if len(names) == 1 {
		return fmt.Sprintf("%s: %s", s.Stream, s.Error)
	}
	return fmt.Sprintf("%s/%s (%s): %s", s.Stream.Source, s.Stream.Instance, strings.Join(names, ", "), s.Error)
}

// Files is how many slices the run committed.
func (r Report) Files() int {
	n := 0
	for _, s := range r.Streams {
		for _, p := range s.Parts {
			n += p.Files
		}
	}
	return n
}
