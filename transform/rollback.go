package transform

import (
	"context"
	"fmt"
	"slices"
)

// Rollback makes a kept publication the present one again: the one with the id, or for "" the one that was present before
// the present one. Nothing is removed, and going forward again is a rollback to the later id. The next run builds on what
// the lake holds, as always. The error is a *UnknownPublicationError if the home doesn't keep it, and a *CorruptError if
// its file is damaged.
func Rollback(ctx context.Context, home, id string, hook func(point string)) (*Publication, error) {
	kept, err := Publications(home)
	if err != nil {
		return nil, err
	}
	if id == "" {
		id = before(home, kept)
	}
	if !slices.Contains(idsOf(kept), id) {
		return nil, &UnknownPublicationError{ID: id, Kept: idsOf(kept)}
	}
	p, err := openPublication(home, id)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if hook == nil {
		hook = func(string) {}
	}
	if err := makeCurrent(home, p, hook); err != nil {
		return nil, fmt.Errorf("go back to publication %s: %w", id, advise(err, home))
	}
	return p, nil
}

// before gives the publication that the present one replaced. Where the present one is damaged beyond reading, it is the
// newest kept one that isn't it.
func before(home string, kept []Publication) string {
	for _, p := range kept {
		if p.IsCurrent {
			return p.Manifest.Previous
		}
	}
	current, _ := currentID(home) // a CURRENT that can't be read names none of those kept
	for _, p := range slices.Backward(kept) {
		if p.ID != current {
			return p.ID
		}
	}
	return ""
}
