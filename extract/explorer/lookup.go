package explorer

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Lookup is a stream of what a route says of one address or proposal after the other, a request each.
type Lookup struct {
	common
	kind lookupKind
	lake *load.Lake // as Parts had it last
}

var (
	_ extract.LookupStream = (*Lookup)(nil)
	_ extract.Metered      = (*Lookup)(nil)
	_ extract.Estimator    = (*Lookup)(nil)
)

func newLookup(c Config, k lookupKind, t *table) *Lookup {
	return &Lookup{common: newCommon(c, t, c.address(k.service), load.AxisKeys), kind: k}
}

// Estimate gives a request a key.
func (l *Lookup) Estimate(keys int64) int64 { return keys }

// Parts gives the one part.
func (l *Lookup) Parts(_ context.Context, lake *load.Lake) ([]load.Part, error) {
	l.lake = lake
	part, err := l.part("all", 0, map[string]string{"path": l.kind.route})
	return []load.Part{part}, err
}

// Parents gives the streams whose rows say what is wanted; none where that depends on the day and on what is known already.
func (l *Lookup) Parents() []load.StreamID { return l.kind.wants.parents(l.config) }

// Wanted gives the keys of a parent's file, or those that the lake as a whole leaves open. A file that is older than the route's
// patience wants nothing any more: what was looked up for it stays as it is, and what wasn't can't be had again.
func (l *Lookup) Wanted(ctx context.Context, file load.File) ([]string, error) {
	if l.tooLate(file) {
		return nil, nil
	}
	keys, err := l.kind.wants.keys(ctx, l, file)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(keys))
	for i, k := range keys {
		texts[i] = k.String()
	}
	slices.Sort(texts)
	return slices.Compact(texts), nil
}

// Lookup asks for one key after the other. A key that the route can't do, and says so, is rejected alone, unless it is so for all
// of them.
func (l *Lookup) Lookup(ctx context.Context, _ load.Part, keys []string, sink extract.Sink) error {
	refusals := newSheet(l.table)
	var failed error
	for _, text := range keys {
		k, err := parseKey(text)
		if err != nil {
			return err
		}
		rows := newSheet(l.table)
		refused, err := l.ask(ctx, k, rows)
		if refused != nil {
			failed = err
			refusals.reject(-1, text+": "+refused.says, refused.body)
			continue
		}
		if err == nil {
			err = rows.deliver(sink)
		}
		if err != nil {
			return err
		}
	}
	if n := len(refusals.rejects); n > 0 && n == len(keys) {
		return failed
	}
	return refusals.deliver(sink)
}

// tooLate tells whether a parent's file is from too long ago to be asked about.
func (l *Lookup) tooLate(file load.File) bool {
	if l.kind.patience == 0 || file.Path == "" {
		return false
	}
	return l.config.Clock().Unix()-file.Slice.Interval.To > int64(l.kind.patience.Seconds())
}

// ask adds the rows of a key. Where the route refuses this key, and would another time, the refusal is there with the error.
func (l *Lookup) ask(ctx context.Context, k key, rows *sheet) (*refusalError, error) {
	op := fmt.Sprintf("read %s of %s", l.kind.what, k.subject)
	path := l.kind.path(k)
	reply, err := l.host.get(ctx, op, path)
	if refused := refusalOf(err); refused != nil && isOfKey(refused) {
		if l.kind.refused == nil || refused.code != "VALIDATION_ERROR" {
			return refused, err
		}
		rows.add(-1, refused.body, nil, l.kind.refused(k, refused.says))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := l.kind.decode(rows, k, reply); err != nil {
		rows.reject(-1, fmt.Sprintf("%s: %v", k, err), json.RawMessage(reply.body))
	}
	return nil, nil
}

// isOfKey tells whether a refusal is about what was asked for, and not about the service as a whole.
func isOfKey(refused *refusalError) bool {
	return slices.Contains([]string{"INTERNAL_ERROR", "VALIDATION_ERROR", "NOT_FOUND"}, refused.code)
}
