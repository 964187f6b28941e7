package ledger

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// merged are parts whose logs are read together, in log order.
type merged struct {
	// sources are those that have a log left.
	sources []*source
	// last is the log given last; its Data are a copy.
	last bonding.Log
	data []byte
}

// merge begins to read parts together.
func merge(ctx context.Context, sources []*source) (*merged, error) {
	m := &merged{}
	for _, s := range sources {
		switch err := s.next(ctx); {
		case err == nil:
			m.sources = append(m.sources, s)
		case !errors.Is(err, io.EOF):
			return nil, err
		}
	}
	return m, nil
}

// each gives the logs in order of block and index, each once: a log that two parts hold is the same in both.
func (m *merged) each(ctx context.Context, use func(*bonding.Log) error) error {
	for isFirst := true; len(m.sources) > 0; isFirst = false {
		i := m.lowest()
		s := m.sources[i]
		switch {
		case isFirst || compare(&s.log, &m.last) != 0:
			if err := use(&s.log); err != nil {
				return err
			}
			m.keep(&s.log)
		case !m.isLast(&s.log):
			return fmt.Errorf("%s differs from what %s has of it: two parts of the lake have seen different blocks: delete that file, and the next run reads its slice again",
				m.last.ID(), s.files[0].Path)
		}
		switch err := s.next(ctx); {
		case errors.Is(err, io.EOF):
			m.sources = append(m.sources[:i], m.sources[i+1:]...)
		case err != nil:
			return err
		}
	}
	return nil
}

// lowest finds the source whose log is the earliest. There are few parts.
func (m *merged) lowest() int {
	first := 0
	for i := 1; i < len(m.sources); i++ {
		if compare(&m.sources[i].log, &m.sources[first].log) < 0 {
			first = i
		}
	}
	return first
}

// compare compares the places of two logs.
func compare(a, b *bonding.Log) int {
	return cmp.Or(cmp.Compare(a.Block, b.Block), cmp.Compare(a.Index, b.Index))
}

// keep remembers a log, since its memory is used again.
func (m *merged) keep(log *bonding.Log) {
	m.data = append(m.data[:0], log.Data...)
	m.last = *log
	m.last.Data = m.data
}

// isLast tells whether a log is the one given last.
func (m *merged) isLast(log *bonding.Log) bool {
	return log.Hash == m.last.Hash && log.Address == m.last.Address && log.TopicCount == m.last.TopicCount && log.Topics == m.last.Topics &&
		bytes.Equal(log.Data, m.last.Data)
}
