package explorer

import (
	"encoding/json"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// common is what all streams have in common.
type common struct {
	config Config
	id     load.StreamID
	table  *table
	host   *host
	axis   load.Axis
}

func newCommon(c Config, t *table, base string, axis load.Axis) common {
	return common{
		config: c, table: t, host: newHost(c, base), axis: axis,
		id: load.StreamID{Source: "explorer", Instance: c.Instance, Stream: t.stream},
	}
}

// ID names the stream.
func (s *common) ID() load.StreamID { return s.id }

// Schema gives the fields of a row as they come, numbers as the digits that were sent.
func (s *common) Schema() *arrow.Schema { return s.table.schema() }

// Key names what no two rows of a slice share.
func (s *common) Key() []string { return s.table.key }

// Dictionary names the columns of which few values exist.
func (s *common) Dictionary() []string { return s.table.dictionary() }

// SchemaVersion is 1.
func (s *common) SchemaVersion() int { return 1 }

// Axis says what the slices are cut along.
func (s *common) Axis() load.Axis { return s.axis }

// Endpoint gives the host's address without a key.
func (s *common) Endpoint() string { return s.host.endpoint }

// Usage gives the requests made and the bytes received.
func (s *common) Usage() (requests, bytes int64) {
	return s.host.meter.Requests(), s.host.meter.Bytes()
}

// part makes a part of the stream.
func (s *common) part(name string, from int64, asks any) (load.Part, error) {
	definition, err := json.Marshal(asks)
	if err != nil {
		return load.Part{}, fmt.Errorf("define the part %s of %s: %w", name, s.id, err)
	}
	return load.Part{Stream: s.id, Name: name, Axis: s.axis, From: from, Asks: definition}, nil
}

// kept gives the parts that the lake has, by name: those of a past keep their beginning.
func (s *common) kept(lake *load.Lake) (map[string]load.Part, error) {
	kept := map[string]load.Part{}
	if lake == nil {
		return kept, nil
	}
	committed, err := lake.Parts(s.id)
	if err != nil {
		return nil, err
	}
	for _, part := range committed {
		kept[part.Name] = part
	}
	return kept, nil
}
