package explorer

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/lakepeer/lakepeer/load"
)

// want says which keys a lookup asks for.
type want interface {
	// possible tells whether a configuration has what names the keys.
	possible(Config) bool
	// parents gives the streams whose files name the keys; none where keys looks at the lake as a whole.
	parents(Config) []load.StreamID
	// keys gives those of a parent's file, or of the lake.
	keys(ctx context.Context, l *Lookup, file load.File) ([]key, error)
}

// ofTested wants the orchestrators of each snapshot of the scores, on the day of that snapshot.
type ofTested struct{}

func (ofTested) possible(c Config) bool { return c.Endpoint != "" }

func (ofTested) parents(c Config) []load.StreamID {
	return []load.StreamID{{Source: "explorer", Instance: c.Instance, Stream: "scores"}}
}

func (ofTested) keys(ctx context.Context, _ *Lookup, file load.File) (keys []key, err error) {
	day := date(file.Slice.Interval.From)
	err = scanTexts(ctx, file.Path, []string{"orchestrator"}, func(values []string) {
		keys = append(keys, key{subject: lower(values[0]), day: day})
	})
	return keys, err
}

// ofTests wants the single tests behind the results of the last days of each slice of a stream.
type ofTests struct{ stream string }

// testDays is how many of a slice's last days' single tests are wanted.
const testDays = 2

func (ofTests) possible(Config) bool { return true }

func (w ofTests) parents(c Config) []load.StreamID {
	return []load.StreamID{{Source: "explorer", Instance: c.Instance, Stream: w.stream}}
}

func (ofTests) keys(ctx context.Context, _ *Lookup, file load.File) ([]key, error) {
	wanted := map[key]bool{}
	err := scanTexts(ctx, file.Path, []string{"day", "orchestrator", "pipeline", "model"}, func(values []string) {
		day, err := strconv.ParseInt(values[0], 10, 64)
		if err == nil && day >= file.Slice.Interval.To-testDays*daySeconds {
			wanted[key{subject: lower(values[1]), day: date(day), pipeline: values[2], model: values[3]}] = true
		}
	})
	return slices.Collect(maps.Keys(wanted)), err
}

// ofVoters wants every vote on a treasury proposal once: what it counts is what was so at the proposal's snapshot.
type ofVoters struct{}

func (ofVoters) possible(c Config) bool { return c.Chain != "" || c.Subgraph != "" }

func (ofVoters) parents(c Config) []load.StreamID {
	if c.Chain != "" {
		return []load.StreamID{c.logs()}
	}
	return []load.StreamID{c.ofSubgraph("treasury_vote_events")}
}

func (ofVoters) keys(ctx context.Context, l *Lookup, file load.File) ([]key, error) {
	wanted := map[key]bool{}
	add := func(proposal, voter string) {
		if proposal != "" && isAddress(voter) {
			wanted[key{subject: proposal, voter: lower(voter)}] = true
		}
	}
	var err error
	if l.config.Chain != "" {
		err = scanLogs(ctx, file.Path, []string{"VoteCast", "VoteCastWithParams"}, func(topic1, data string) {
			add(numberIn(data), addressIn(topic1))
		})
	} else {
		err = scanTexts(ctx, file.Path, []string{"proposal_id", "voter_id"}, func(values []string) { add(values[0], values[1]) })
	}
	return slices.Collect(maps.Keys(wanted)), err
}

// ofOpenProposals wants today's state of every treasury proposal whose state can still change.
type ofOpenProposals struct{}

func (ofOpenProposals) possible(c Config) bool { return c.Chain != "" || c.Subgraph != "" }

func (ofOpenProposals) parents(Config) []load.StreamID { return nil }

// finalStates are those that a proposal doesn't leave.
var finalStates = []string{"Canceled", "Defeated", "Expired", "Executed"}

func (ofOpenProposals) keys(ctx context.Context, l *Lookup, _ load.File) ([]key, error) {
	proposals := map[string]bool{}
	add := func(id string) {
		if id != "" {
			proposals[id] = true
		}
	}
	var err error
	if l.config.Chain != "" {
		err = l.everyLog(ctx, []string{"ProposalCreated"}, func(_, data string) { add(numberIn(data)) })
	} else {
		err = l.everyRow(ctx, l.config.ofSubgraph("treasury_proposals"), []string{"id"}, func(values []string) { add(values[0]) })
	}
	if err != nil {
		return nil, err
	}
	today := date(l.config.Clock().Unix())
	err = l.everyRow(ctx, l.id, []string{"proposal_id", askedFor, "state"}, func(values []string) {
		if values[1] == today || slices.Contains(finalStates, values[2]) {
			delete(proposals, values[0])
		}
	})
	return dated(proposals, today), err
}

// ofOrchestrators wants, once a week, every address that is known to be an orchestrator's.
type ofOrchestrators struct{}

func (ofOrchestrators) possible(c Config) bool { return c.Endpoint != "" }

func (ofOrchestrators) parents(Config) []load.StreamID { return nil }

func (ofOrchestrators) keys(ctx context.Context, l *Lookup, _ load.File) ([]key, error) {
	addresses := map[string]bool{}
	add := func(address string) {
		if isAddress(address) && address != zeroAddress {
			addresses[lower(address)] = true
		}
	}
	first := func(values []string) { add(values[0]) }
	err := l.everyRow(ctx, ofTested{}.parents(l.config)[0], []string{"orchestrator"}, first)
	switch {
	case err != nil:
	case l.config.Chain != "":
		err = l.everyLog(ctx, []string{"TranscoderActivated"}, func(topic1, _ string) { add(addressIn(topic1)) })
	case l.config.Subgraph != "":
		err = l.everyRow(ctx, l.config.ofSubgraph("transcoders"), []string{"id"}, first)
	}
	if err != nil {
		return nil, err
	}
	week := monday(l.config.Clock())
	err = l.everyRow(ctx, l.id, []string{"address", askedFor}, func(values []string) {
		if values[1] == week {
			delete(addresses, values[0])
		}
	})
	return dated(addresses, week), err
}

// monday gives the date of the Monday at or before a moment, in UTC.
func monday(at time.Time) string {
	at = at.UTC()
	return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format(time.DateOnly)
}

func dated(subjects map[string]bool, day string) []key {
	keys := make([]key, 0, len(subjects))
	for subject := range subjects {
		keys = append(keys, key{subject: subject, day: day})
	}
	return keys
}
