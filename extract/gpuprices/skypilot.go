package gpuprices

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// skypilotGrid is one snapshot a day.
const skypilotGrid = 24 * 60 * 60

// SkyPilot is the stream gpu_prices.skypilot: the machines of a cloud and their prices, as SkyPilot's catalogue has them.
type SkyPilot struct {
	id       load.StreamID
	base     string
	endpoint string // redacted
	clouds   []string
	client   *httpclient.Client
	meter    httpclient.Meter
}

var (
	_ extract.SnapshotStream = (*SkyPilot)(nil)
	_ extract.Metered        = (*SkyPilot)(nil)
)

// ID names the stream.
func (s *SkyPilot) ID() load.StreamID { return s.id }

// Schema gives the catalogue's columns as text, with the cloud and the row's number before them.
func (s *SkyPilot) Schema() *arrow.Schema { return arrow.NewSchema(catalogueFields(), nil) }

// Key is the row's place in the cloud's file: nothing else tells two rows apart.
func (s *SkyPilot) Key() []string { return []string{"cloud", "row_number"} }

// Dictionary names the columns of which few values exist.
func (s *SkyPilot) Dictionary() []string {
	return []string{"cloud", "accelerator_name", "accelerator_count", "gpu_info", "region", "availability_zone", "arch", "hosting_type"}
}

// SchemaVersion is 1.
func (s *SkyPilot) SchemaVersion() int { return 1 }

// Axis is the instant.
func (s *SkyPilot) Axis() load.Axis { return load.AxisInstant }

// Grid gives a day.
func (s *SkyPilot) Grid() int64 { return skypilotGrid }

// Endpoint gives the catalogue's address.
func (s *SkyPilot) Endpoint() string { return s.endpoint }

// Usage gives the requests made and the bytes received.
func (s *SkyPilot) Usage() (requests, bytes int64) { return s.meter.Requests(), s.meter.Bytes() }

// Parts gives one part per cloud.
func (s *SkyPilot) Parts(context.Context, *load.Lake) ([]load.Part, error) {
	parts := make([]load.Part, 0, len(s.clouds))
	for _, cloud := range s.clouds {
		definition, err := json.Marshal(cloudAsk{cloud})
		if err != nil {
			return nil, fmt.Errorf("define part %s: %w", cloud, err)
		}
		parts = append(parts, load.Part{Stream: s.id, Name: cloud, Axis: load.AxisInstant, Asks: definition})
	}
	return parts, nil
}

// cloudAsk is a part's definition.
type cloudAsk struct {
	Cloud string `json:"cloud"`
}

// Snapshot reads a cloud's file. A file without a row is an error: no cloud has nothing to rent.
func (s *SkyPilot) Snapshot(ctx context.Context, part load.Part, sink extract.Sink) error {
	var ask cloudAsk
	if err := json.Unmarshal(part.Asks, &ask); err != nil || ask.Cloud == "" {
		return fmt.Errorf("part %s asks for no cloud: its part.json is not one of this stream", part)
	}
	op := "read the catalogue of cloud " + ask.Cloud
	reply, err := s.client.Do(ctx, httpclient.Request{Op: op, URL: s.base + "/" + ask.Cloud + "/vms.csv", Meter: &s.meter, Judge: judgeCSV})
	if failed := new(httpclient.Error); errors.As(err, &failed) && failed.Status == http.StatusNotFound {
		return fmt.Errorf("the catalogue has no cloud %q: take it off the list `clouds` of the gpu_prices source, or correct its name or the catalogue's version: %w", ask.Cloud, err)
	}
	if err != nil {
		return err
	}
	rows, rejected, err := decodeCatalogue(reply.Body)
	if err == nil && len(rows) == 0 {
		err = errors.New("it has no row that can be read")
	}
	if err != nil {
		return fmt.Errorf("%s: the file of %s: %w", op, s.endpoint, err)
	}
	for _, row := range rejected {
		sink.Reject(row)
	}
	return catalogueBatch(ask.Cloud, rows).appendTo(sink)
}

// judgeCSV tells the HTTP client that a web page at status 200 is no file.
func judgeCSV(status int, body []byte) httpclient.Verdict {
	if status == http.StatusOK && bytes.HasPrefix(bytes.TrimLeft(body, "\ufeff \t\r\n"), []byte("<")) {
		return httpclient.Verdict{Class: httpclient.NotJSON, Cause: "the reply is a web page instead of a CSV file"}
	}
	return httpclient.Verdict{}
}
