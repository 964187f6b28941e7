package vastai

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// snapshot is what the snapshot streams have in common.
type snapshot struct {
	stream   string
	instance string
	endpoint string // redacted
	client   *httpclient.Client
	meter    httpclient.Meter
	table    *table
	schema   *arrow.Schema
	asks     any
}

// ID names the stream.
func (s *snapshot) ID() load.StreamID {
	return load.StreamID{Source: "vastai", Instance: s.instance, Stream: s.stream}
}

// Schema gives the fields of a row as they come.
func (s *snapshot) Schema() *arrow.Schema { return s.schema }

// Key names what no two rows of a snapshot share.
func (s *snapshot) Key() []string { return s.table.key }

// Dictionary names the columns of which few values exist.
func (s *snapshot) Dictionary() []string {
	var few []string
	for _, name := range []string{
		"gpu_name", "gpu_arch", "driver_version", "cpu_name", "cpu_arch", "mobo_name", "disk_name", "resource_type", "verification",
		"geolocation", "os_version", "occupancy", "location", "envelope_at",
	} {
		if s.schema.HasField(name) {
			few = append(few, name)
		}
	}
	return few
}

// SchemaVersion is 1.
func (s *snapshot) SchemaVersion() int { return 1 }

// Axis is the instant.
func (s *snapshot) Axis() load.Axis { return load.AxisInstant }

// Grid gives one hour.
func (s *snapshot) Grid() int64 { return snapshotGrid }

// Endpoint gives the address without key.
func (s *snapshot) Endpoint() string { return s.endpoint }

// Usage gives the requests made and the bytes received.
func (s *snapshot) Usage() (requests, bytes int64) { return s.meter.Requests(), s.meter.Bytes() }

// Parts gives the one part, the whole market.
func (s *snapshot) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	definition, err := json.Marshal(s.asks)
	if err != nil {
		return nil, fmt.Errorf("define the part of %s: %w", s.ID(), err)
	}
	return []load.Part{{Stream: s.ID(), Name: "market", Axis: load.AxisInstant, Asks: definition}}, nil
}
