package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

// Selection narrows what is extracted. The zero value narrows nothing.
type Selection struct {
	// Sources names sources ("vastai") or instances ("vastai/main"); empty: all.
	Sources []string
	// Streams names streams ("offers", "vastai.offers"); empty: all.
	Streams []string
	// Since, if not zero, leaves out what lies before it on the axes of blocks and time. What is left out is a gap, at
	// which the horizon ends until a run that isn't narrowed closes it.
	Since time.Time
}

// selectedSources makes the streams of the selection, before the home is begun: a name that there isn't must leave no
// trace. close must be called, also after an error.
func (p *Pipeline) selectedSources() (*sources, error) {
	s, err := p.sources()
	if err == nil {
		s.streams, err = p.selected(s.streams)
	}
	return s, err
}

// selected gives the streams that it names. It is a *ConfigError to name one that there isn't.
func (s Selection) selected(streams []extract.Stream) ([]extract.Stream, error) {
	for _, name := range s.Sources {
		if !slices.ContainsFunc(streams, func(stream extract.Stream) bool { return isOfSource(stream.ID(), name) }) {
			return nil, unknown("--source", name, streams, func(id load.StreamID) string { return id.Source + "/" + id.Instance })
		}
	}
	for _, name := range s.Streams {
		if !slices.ContainsFunc(streams, func(stream extract.Stream) bool { return isStream(stream.ID(), name) }) {
			return nil, unknown("--stream", name, streams, func(id load.StreamID) string { return id.Source + "." + id.Stream })
		}
	}
	var selected []extract.Stream
	for _, stream := range streams {
		id := stream.ID()
		named := func(names []string, is func(load.StreamID, string) bool) bool {
			return len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return is(id, name) })
		}
		if named(s.Sources, isOfSource) && named(s.Streams, isStream) {
			selected = append(selected, stream)
		}
	}
	if len(selected) == 0 {
		return nil, &ConfigError{fmt.Sprintf("no stream is both of --source %s and named by --stream %s", strings.Join(s.Sources, ","), strings.Join(s.Streams, ","))}
	}
	return selected, nil
}

func isOfSource(id load.StreamID, name string) bool {
	return name == id.Source || name == id.Source+"/"+id.Instance
}

func isStream(id load.StreamID, name string) bool {
	return name == id.Stream || name == id.Source+"."+id.Stream
}

func unknown(flag, name string, streams []extract.Stream, of func(load.StreamID) string) error {
	var known []string
	for _, stream := range streams {
		known = append(known, of(stream.ID()))
	}
	slices.Sort(known)
	return &ConfigError{fmt.Sprintf("%s %s: there is none of that name; configured are %s", flag, name, strings.Join(slices.Compact(known), ", "))}
}
