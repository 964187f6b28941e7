package vastai

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
)

// BenchmarkOffers decodes a market of 25,000 offers with the fields of a recorded one, about 65 MB.
func BenchmarkOffers(b *testing.B) {
	var recordedOffers struct{ Offers []json.RawMessage }
	if err := json.Unmarshal(recorded(b, "vastai-500farm/offers-head-2025-07-26T080110Z.json"), &recordedOffers); err != nil {
		b.Fatal(err)
	}
	before, after, _ := bytes.Cut(recordedOffers.Offers[0], []byte(`"id": 21348645`))
	var body bytes.Buffer
	body.WriteString(`{"offers":[`)
	for i := range 25_000 {
		if i > 0 {
			body.WriteByte(',')
		}
		body.Write(before)
		body.WriteString(`"id": `)
		body.Write(encoded(i + 1))
		body.Write(after)
	}
	body.WriteString(`]}`)
	b.SetBytes(int64(body.Len()))
	b.ReportAllocs()
	for b.Loop() {
		p := newPage(offerTable())
		if _, err := readEnvelope(io.NopCloser(bytes.NewReader(body.Bytes())), "offers", p.element); err != nil || p.landed() != 25_000 {
			b.Fatal(p.landed(), err)
		}
		p.release()
	}
}
