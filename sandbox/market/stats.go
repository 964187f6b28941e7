package market

import (
	"cmp"
	"math"
	"slices"
)

// figures are what 500.farm says of a group of GPUs. Prices are in cents; NaN where there are too few.
type figures struct {
	count             int
	median, low, high float64
}

// The groups of a model's GPUs, in the order of modelFigures.
const (
	rentedGPUs = iota
	availableGPUs
	allGPUs
)

const (
	verifiedGPUs = iota
	unverifiedGPUs
	anyGPUs
)

// grouped are the figures by whether GPUs are rented and by whether their machines are verified.
type grouped [3][3]figures

// modelFigures are the figures of a model.
type modelFigures struct {
	name                 string
	groups               grouped
	vram, dlperf, tflops float64
}

// statistics are what 500.farm computes of one hour's market: models from the most frequent to the least.
type statistics struct {
	models []modelFigures
	// value are the prices per 100 DLPerf of all models together.
	value grouped
}

// whole is a machine as the exporter sees it: the offer of all of its GPUs, and how many are rented.
type whole struct {
	name                 string
	verified             bool
	size, rented         int
	cents                float64
	vram, dlperf, tflops float64
}

// wholes gives the machines that have an offer of the whole.
func (m *Market) wholes(hour int64) []whole {
	var list []whole
	for _, s := range m.states(hour) {
		x := s.machine
		if x.bare && x.size > 1 {
			continue
		}
		n := float64(x.size)
		list = append(list, whole{
			name: x.model.name, verified: x.verdict == "verified", size: x.size, rented: s.rentedCount(),
			cents: cents(n*s.perGPU(), n), vram: math.Ceil(float64(x.model.ram) / 1024),
			dlperf: x.model.dlperf * x.efficiency(), tflops: x.model.tflops,
		})
	}
	return list
}

// cents gives the price per GPU in whole cents, cut off as the exporter does.
func cents(dphBase, gpus float64) float64 { return float64(int(dphBase / gpus * 100)) }

// statistics gives an hour's statistics, from memory if they were asked for before.
func (m *Market) statistics(hour int64) *statistics {
	m.mu.Lock()
	known := m.stats[hour]
	m.mu.Unlock()
	if known != nil {
		return known
	}
	s := summarize(m.wholes(hour))
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.stats) > 4000 {
		clear(m.stats)
	}
	m.stats[hour] = s
	return s
}

// summarize computes the statistics of machines.
func summarize(machines []whole) *statistics {
	s := &statistics{}
	byName := map[string][]whole{}
	for _, w := range machines {
		byName[w.name] = append(byName[w.name], w)
	}
	for name, list := range byName {
		f := modelFigures{name: name, groups: groups(list)}
		var dlperf, tflops []float64
		for _, w := range list {
			f.vram = max(f.vram, w.vram)
			dlperf, tflops = append(dlperf, w.dlperf), append(tflops, w.tflops)
		}
		f.dlperf, f.tflops = highOrMost(dlperf), highOrMost(tflops)
		s.models = append(s.models, f)
	}
	slices.SortFunc(s.models, func(a, b modelFigures) int {
		return cmp.Or(cmp.Compare(b.groups[allGPUs][anyGPUs].count, a.groups[allGPUs][anyGPUs].count), cmp.Compare(a.name, b.name))
	})
	for i := range machines {
		machines[i].cents = math.Floor(machines[i].cents * 100 / machines[i].dlperf)
	}
	s.value = groups(machines)
	return s
}

func highOrMost(list []float64) float64 {
	slices.Sort(list)
	if high := percentile(list, 90); !math.IsNaN(high) {
		return high
	}
	return list[len(list)-1]
}

// groups computes the figures of all groups; a machine's price counts once for each of its GPUs in the group.
func groups(machines []whole) (g grouped) {
	for rent := range g {
		for verdict := range g[rent] {
			var prices []float64
			for _, w := range machines {
				if verdict == verifiedGPUs && !w.verified || verdict == unverifiedGPUs && w.verified {
					continue
				}
				n := [3]int{w.rented, w.size - w.rented, w.size}[rent]
				for range n {
					prices = append(prices, w.cents)
				}
			}
			g[rent][verdict] = figuresOf(prices)
		}
	}
	return g
}

func figuresOf(prices []float64) figures {
	slices.Sort(prices)
	f := figures{count: len(prices), median: median(prices), low: percentile(prices, 10), high: percentile(prices, 90)}
	if math.IsNaN(f.low) || math.IsNaN(f.high) {
		f.low, f.high = math.NaN(), math.NaN()
	}
	return f
}

func median(sorted []float64) float64 {
	n := len(sorted)
	switch {
	case n == 0:
		return math.NaN()
	case n%2 == 1:
		return sorted[n/2]
	default:
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
}

// percentile follows the exporter's library: the only element of one; else the element at a whole rank, or the mean
// of the two around a broken one; none (NaN) where the rank is below the first.
func percentile(sorted []float64, percent float64) float64 {
	n := len(sorted)
	if n == 1 {
		return sorted[0]
	}
	rank := percent / 100 * float64(n)
	switch i := int(rank); {
	case n == 0:
		return math.NaN()
	case rank == float64(i) && i > 0:
		return sorted[i-1]
	case rank > 1:
		return (sorted[i-1] + sorted[i]) / 2
	default:
		return math.NaN()
	}
}
