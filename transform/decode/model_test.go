package decode_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/transform/decode"
)

func TestTheModelDescribesTheSchema(t *testing.T) {
	var model struct {
		Version string
		Columns []struct{ Name, Type, Unit, Description string }
	}
	if err := yaml.Unmarshal(decode.Model, &model); err != nil {
		t.Fatal(err)
	}
	if model.Version != decode.Version {
		t.Errorf("version %s, want %s", model.Version, decode.Version)
	}
	fields := decode.Schema().Fields()
	if len(model.Columns) != len(fields) {
		t.Fatalf("%d columns, the schema has %d", len(model.Columns), len(fields))
	}
	for i, c := range model.Columns {
		if c.Name != fields[i].Name || c.Unit == "" || c.Description == "" {
			t.Errorf("column %+v, want %s", c, fields[i].Name)
		}
	}
}

// A change of the schema or of an event's signature needs another Version, or cached files would be taken for what
// they aren't. Version 2 differs from 1 in what the stats count.
func TestVersionGoesWithSchemaAndCatalogue(t *testing.T) {
	hash := sha256.New()
	fmt.Fprintln(hash, decode.Schema())
	for _, e := range livepeer.Events() {
		fmt.Fprintln(hash, e.Signature, e.Contracts)
		for _, a := range e.Args {
			fmt.Fprintln(hash, a.Column, a.Kind, a.Unit == livepeer.UnitPPM)
		}
	}
	known := map[string]string{"2": "f0f4501a71151e15"}
	if got := fmt.Sprintf("%.8x", hash.Sum(nil)); known[decode.Version] != got {
		t.Errorf("the fingerprint of schema and catalogue is %s, version %s had %s: raise Version", got, decode.Version, known[decode.Version])
	}
}

func BenchmarkFile(b *testing.B) {
	l := newLake(b, livepeer.ArbitrumOne().Contracts)
	var logs []rpcLog
	const copies = 30
	for i := range copies {
		for _, log := range february(b) {
			var block int64
			if _, err := fmt.Sscan(log.BlockNumber, &block); err != nil {
				b.Fatal(err)
			}
			log.BlockNumber = fmt.Sprint(block + int64(i)*10_000_000)
			logs = append(logs, log)
		}
	}
	in := l.commit(0, 900_000_000, logs)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode.File(b.Context(), in, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(logs)*b.N)/b.Elapsed().Seconds(), "logs/s")
}
