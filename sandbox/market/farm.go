package market

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"time"
)

// Farm serves 500.farm's exporter: /offers, /machines, /hosts and /gpu-stats, renewed every minute, with ETag and
// Last-Modified. Another method than GET and HEAD gets 405, another path 404.
func (m *Market) Farm(now Clock) http.Handler {
	mux := http.NewServeMux()
	for path, render := range map[string]func(time.Time) []byte{
		"/offers": m.farmOffers, "/machines": m.farmMachines, "/hosts": m.farmHosts, "/gpu-stats": m.farmStats,
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet && r.Method != http.MethodHead {
				http.Error(w, "Method Not Allowed", http.StatusMethodNotAllowed)
				return
			}
			at := now().UTC().Truncate(time.Minute)
			sum := sha256.Sum256([]byte(at.Format(time.RFC3339Nano) + "|" + path))
			etag := fmt.Sprintf(`"%x"`, sum[:8])
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Last-Modified", at.Format(http.TimeFormat))
			w.Header().Set("ETag", etag)
			if unchanged(r, etag, at) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(render(at))
		})
	}
	return mux
}

// unchanged tells whether the client has the answer already.
func unchanged(r *http.Request, etag string, at time.Time) bool {
	if match := r.Header.Get("If-None-Match"); match != "" {
		return match == etag
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !at.After(since)
}

// envelope writes the head of a list; the rows and "]}" follow.
func envelope(b *bytes.Buffer, url string, at time.Time, count int, key string, notes ...string) {
	text, _ := json.Marshal(notes) // a list of texts always has a JSON form
	fmt.Fprintf(b, `{"url":%q,"timestamp":%q,"count":%d,"notes":%s,%q:[`, url, at.Format(time.RFC3339Nano), count, text, key)
}

// unlisted are the members that the exporter takes out of every offer.
func unlisted(name string) bool {
	switch name {
	case "external", "webpage", "logo", "storage_total_cost", "dph_total", "rented", "is_bid":
		return true
	}
	return false
}

// distinct gives the offers as the exporter keeps them: of two with one id that with the higher score; by machine
// from the newest, then by id.
func (m *Market) distinct(at time.Time) []Offer {
	list := slices.Clone(m.recent(at))
	slices.SortStableFunc(list, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(b.MachineID, a.MachineID), cmp.Compare(a.ID, b.ID), cmp.Compare(b.Score, a.Score))
	})
	return slices.CompactFunc(list, func(a, b Offer) bool { return a.ID == b.ID })
}

func (m *Market) farmOffers(at time.Time) []byte {
	offers := m.distinct(at)
	var b bytes.Buffer
	envelope(&b, "/offers", at, len(offers), "offers", "Use Accept-Encoding: gzip for faster transfers.")
	var row []byte
	for i := range offers {
		if i > 0 {
			b.WriteByte(',')
		}
		verified := fmt.Appendf(nil, `"verified":%t`, offers[i].Verification == "verified")
		row = m.appendOffer(row[:0], &offers[i], func(name string) bool { return !unlisted(name) }, verified)
		b.Write(row)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// farmChunk is a chunk as /machines lists it.
type farmChunk struct {
	Size     int64   `json:"size"`
	OfferID  int64   `json:"offerId"`
	Rentable bool    `json:"rentable"`
	GPUIDs   []int64 `json:"gpu_ids"`
}

// farmMachine is a machine with what the exporter knows from its chunks.
type farmMachine struct {
	whole    Offer
	chunks   []farmChunk
	rented   int
	minChunk int64
}

// farmWholes gives the machines that have an offer of the whole, recounted from the offers.
func (m *Market) farmWholes(at time.Time) []farmMachine {
	var list []farmMachine
	offers := m.distinct(at)
	for len(offers) > 0 {
		n := 1
		for n < len(offers) && offers[n].MachineID == offers[0].MachineID {
			n++
		}
		if one, ok := machineOf(offers[:n]); ok {
			list = append(list, one)
		}
		offers = offers[n:]
	}
	return list
}

func machineOf(offers []Offer) (one farmMachine, ok bool) {
	free := map[int64]bool{}
	for _, o := range offers {
		if o.GPUFrac == 1 {
			one.whole, ok = o, true
		}
		if o.Rentable {
			for _, id := range o.GPUIDs {
				free[id] = true
			}
		}
		if one.minChunk == 0 || o.NumGPUs < one.minChunk {
			one.minChunk = o.NumGPUs
		}
		one.chunks = append(one.chunks, farmChunk{o.NumGPUs, o.ID, o.Rentable, o.GPUIDs})
	}
	one.rented = int(one.whole.NumGPUs) - len(free)
	return one, ok
}

// unlistedOfMachines are the members that /machines lacks besides.
func unlistedOfMachines(name string) bool {
	switch name {
	case "id", "rentable", "gpu_frac", "bundle_id", "search", "instance", "hostname", "cpu_cores_effective", "time_remaining",
		"time_remaining_isbid":
		return true
	}
	return unlisted(name)
}

func (m *Market) farmMachines(at time.Time) []byte {
	machines := m.farmWholes(at)
	var b bytes.Buffer
	envelope(&b, "/machines", at, len(machines), "offers", "Sorted from newest to oldest.")
	var row []byte
	for i := range machines {
		if i > 0 {
			b.WriteByte(',')
		}
		x := &machines[i]
		chunks, _ := json.Marshal(x.chunks) // numbers always have a JSON form
		more := fmt.Appendf(nil, `"verified":%t,"num_gpus_rented":%d,"min_chunk":%d,"chunks":%s,"dlperf_chunk":`,
			x.whole.Verification == "verified", x.rented, x.minChunk, chunks)
		more = appendNumber(more, x.whole.DLPerf/float64(x.whole.NumGPUs)*float64(x.minChunk))
		row = m.appendOffer(row[:0], &x.whole, func(name string) bool { return !unlistedOfMachines(name) }, more)
		b.Write(row)
	}
	b.WriteString("]}")
	return b.Bytes()
}

// farmHost is a row of /hosts.
type farmHost struct {
	HostID      int64          `json:"host_id"`
	MachineIDs  []int64        `json:"machine_ids"`
	IPAddresses []string       `json:"ip_addresses"`
	GPUs        map[string]int `json:"gpus"`
	TFlops      float64        `json:"tflops"`
	Datacenter  bool           `json:"datacenter"`
	InetUp      float64        `json:"inet_up,omitempty"`
	InetDown    float64        `json:"inet_down,omitempty"`
}

func (m *Market) farmHosts(at time.Time) []byte {
	byID := map[int64]*farmHost{}
	for _, x := range m.farmWholes(at) {
		o := x.whole
		h := byID[o.HostID]
		if h == nil {
			h = &farmHost{HostID: o.HostID, GPUs: map[string]int{}, Datacenter: o.HostingType != nil && *o.HostingType > 0}
			byID[o.HostID] = h
		}
		h.MachineIDs, h.IPAddresses = append(h.MachineIDs, o.MachineID), append(h.IPAddresses, o.PublicIPAddr)
		h.GPUs[o.GPUName] += int(o.NumGPUs)
		h.TFlops += o.TotalFlops
		h.InetUp, h.InetDown = max(h.InetUp, o.InetUp), max(h.InetDown, o.InetDown)
	}
	hosts := slices.SortedFunc(maps.Values(byID), func(a, b *farmHost) int {
		return cmp.Or(cmp.Compare(b.TFlops, a.TFlops), cmp.Compare(a.HostID, b.HostID))
	})
	for _, h := range hosts {
		slices.Sort(h.MachineIDs)
		slices.Sort(h.IPAddresses)
		h.IPAddresses = slices.Compact(h.IPAddresses)
	}
	var b bytes.Buffer
	envelope(&b, "/hosts", at, len(hosts), "hosts", "Sorted by total TFLOPS (largest first).")
	rows, _ := json.Marshal(hosts) // texts and finite numbers always have a JSON form
	b.Write(rows[1 : len(rows)-1])
	b.WriteString("]}")
	return b.Bytes()
}

// farmFigures is a leaf of /gpu-stats: a list of one.
type farmFigures struct {
	Count  int      `json:"count"`
	Median *float64 `json:"price_median,omitempty"`
	Low    *float64 `json:"price_10th_percentile,omitempty"`
	High   *float64 `json:"price_90th_percentile,omitempty"`
}

// dollars gives cents as dollars, nil for none.
func dollars(cents float64) *float64 {
	if math.IsNaN(cents) {
		return nil
	}
	cents /= 100
	return &cents
}

func (f figures) leaf() []farmFigures {
	return []farmFigures{{f.count, dollars(f.median), dollars(f.low), dollars(f.high)}}
}

func (m *Market) farmStats(at time.Time) []byte {
	type object = map[string]any
	rows := []object{}
	for _, one := range m.statistics(hourOf(at)).models {
		stats := object{}
		for rent, name := range []string{"rented", "available", "all"} {
			g := one.groups[rent]
			stats[name] = object{"verified": g[verifiedGPUs].leaf(), "unverified": g[unverifiedGPUs].leaf(), "all": g[anyGPUs].leaf()}
		}
		rows = append(rows, object{"name": one.name, "stats": stats, "info": object{"vram": one.vram, "dlperf": one.dlperf, "tflops": one.tflops}})
	}
	body, _ := json.MarshalIndent(object{
		"url": "/gpu-stats", "timestamp": at.Format(time.RFC3339Nano), "notes": []string{"Sorted from most to least popular."}, "models": rows,
	}, "", "    ") // finite numbers always have a JSON form
	return body
}
