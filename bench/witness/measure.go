package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// size is what was measured of one world.
type size struct {
	population
	logs int
	// first is the landing of the whole history but its last day, night that of the day, idle one with nothing new.
	first, night, idle landed
}

// aDay is the time between two extractions: more than a round takes, so that one round has begun in it.
const aDay = 24 * time.Hour

// measure serves a world and lands it, as of the day before its end and then as of its end.
func measure(ctx context.Context, home string, p population) (s size, err error) {
	server, err := startServer(ctx, p)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, server.stop(), os.RemoveAll(home)) }()
	s = size{population: p, logs: server.Logs}
	for _, step := range []struct {
		name string
		at   time.Time
		into *landed
	}{
		{"the history", server.End.Add(-aDay), &s.first},
		{"a night", server.End, &s.night},
		{"nothing new", server.End, &s.idle},
	} {
		if err := server.moveTo(step.at); err != nil {
			return s, fmt.Errorf("move the clock: %w", err)
		}
		*step.into, err = extract(ctx, order{Home: home, Endpoint: server.Endpoint, Deployment: server.Deployment, At: step.at})
		if err != nil {
			return s, fmt.Errorf("land %s: %w", step.name, err)
		}
	}
	return s, nil
}
