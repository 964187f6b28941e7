package vastai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// farmKind is one of the lists that 500.farm's exporter gives.
type farmKind struct {
	stream, path, listName string
	table                  *table
}

// farmKinds are the lists and how their rows are read.
func farmKinds() []farmKind {
	return []farmKind{
		{"farm_gpu_stats", "/gpu-stats", "models", statTable()},
		{"farm_offers", "/offers", "offers", offerTable()},
		{"farm_machines", "/machines", "offers", &table{
			columns: machineColumns(), nested: []string{"search", "instance"}, key: []string{"machine_id"}, score: "score", check: checkMachine,
		}},
		{"farm_hosts", "/hosts", "hosts", &table{columns: hostColumns(), key: []string{"host_id", "machine_ids"}}},
	}
}

// schema gives the columns of the rows, and behind them what the answer says of itself.
func (k farmKind) schema() *arrow.Schema {
	return schemaOf(k.table,
		arrow.Field{Name: "envelope_at", Type: arrow.BinaryTypes.String, Nullable: true},
		arrow.Field{Name: "envelope_count", Type: arrow.PrimitiveTypes.Int64, Nullable: true})
}

// checkMachine tells what can't be true of a machine.
func checkMachine(r row) error {
	size, rented := r.integer("num_gpus"), r.integer("num_gpus_rented")
	switch {
	case size < 1:
		return fmt.Errorf("it has %d GPUs", size)
	case rented < 0 || rented > size:
		return fmt.Errorf("%d of its %d GPUs are rented", rented, size)
	case r.number("dph_base") < 0:
		return fmt.Errorf("its price is %g", r.number("dph_base"))
	}
	return nil
}

// Farm is one of the streams vastai.farm_offers, farm_machines, farm_hosts and farm_gpu_stats: Vast.AI's market as the
// public exporter 500.farm states it, without a key.
type Farm struct {
	snapshot
	kind    farmKind
	address string
}

var (
	_ extract.SnapshotStream = (*Farm)(nil)
	_ extract.Metered        = (*Farm)(nil)
)

func newFarm(c Config, kind farmKind) *Farm {
	address := c.Farm + kind.path
	return &Farm{
		snapshot: snapshot{
			stream: kind.stream, instance: c.Instance, endpoint: c.Client.Redact(address), client: c.Client, table: kind.table,
			schema: kind.schema(), asks: map[string]any{"path": kind.path},
		},
		kind: kind, address: address,
	}
}

// Snapshot appends the whole list. A list that is empty, or that has another number of rows than the answer says, is an
// error.
func (f *Farm) Snapshot(ctx context.Context, _ load.Part, sink extract.Sink) error {
	op := "read the " + f.kind.listName + " of " + f.kind.path
	var p *page
	defer func() { p.release() }()
	var e envelope
	_, err := f.client.Do(ctx, httpclient.Request{
		Op: op, URL: f.address, JSON: true, MaxBody: maxBody, Meter: &f.meter,
		Into: func(body io.Reader) (err error) {
			p.release()
			p, e, err = f.kind.read(body)
			return err
		},
	})
	if err != nil {
		return unavailable(f.endpoint, "check the address, or leave it empty to do without 500.farm", err)
	}
	var count any
	if e.count != nil {
		count = *e.count
	}
	var at any
	if e.at != "" {
		at = e.at
	}
	return p.deliver(f.schema, []stamp{{"envelope_at", at}, {"envelope_count", count}}, sink)
}

// read reads an answer. The page is there with an error too.
func (k farmKind) read(body io.Reader) (*page, envelope, error) {
	p := newPage(k.table)
	each := p.element
	listed := func() int { return p.elements }
	if k.stream == "farm_gpu_stats" {
		models := &models{page: p, seen: map[string]bool{}}
		each, listed = models.element, func() int { return models.listed }
	}
	elements := map[string]bool{}
	e, err := readEnvelope(body, k.listName, func(element json.RawMessage) error {
		elements[digest(element)] = true
		return each(element)
	})
	switch {
	case err != nil:
		return p, e, err
	case listed() == 0:
		return p, e, errors.New("its list is empty, which is no market")
	case e.count != nil && *e.count != int64(listed()) && *e.count != int64(len(elements)):
		return p, e, fmt.Errorf("it says that it has %d %s and has %d: it isn't whole", *e.count, k.listName, listed())
	}
	return p, e, nil
}
