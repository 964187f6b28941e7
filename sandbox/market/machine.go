package market

import (
	"fmt"
	"math"
)

// host is who lets machines.
type host struct {
	id         int64
	place      *place
	address    string
	datacenter bool
	// verified is the chance of a machine to be verified.
	verified float64
}

// newHosts makes a host up for every three machines.
func newHosts(c Config) []host {
	all := places()
	hosts := make([]host, c.Machines/3+1)
	for i := range hosts {
		r := roll(c.Seed, forHost, uint64(i))
		hosts[i] = host{
			id: 40_000 + int64(i)*97, address: fmt.Sprintf("203.0.%d.%d", 113+i/250, 1+i%250),
			datacenter: r%100 < 15, verified: 0.75,
		}
		if r>>8%100 >= 5 {
			hosts[i].place = &all[r>>16%uint64(len(all))]
		}
		if hosts[i].datacenter {
			hosts[i].verified = 1
		}
	}
	return hosts
}

// machine is what doesn't change about a machine.
type machine struct {
	index int
	id    int64
	host  *host
	model *model
	// kind is the model's position in the list of models.
	kind    uint64
	roll    uint64
	size    int
	sizes   []int
	gpuIDs  []int64
	chunks  []chunk
	factor  float64
	verdict string
	// bare machines have no offer of the whole, sparse ones leave fields out.
	bare, sparse bool
}

// chunk is a part of a machine that can be rented: the GPUs from first on.
type chunk struct{ number, first, size int }

// newMachine makes the index-th machine up.
func newMachine(seed uint64, index int, kinds []model, hosts []host) machine {
	r := func(n uint64) uint64 { return roll(seed, forMachine, uint64(index), n) }
	m := machine{
		index: index, id: 20_000 + int64(index)*83 + between(r(1), 0, 60), roll: r(0),
		host:   &hosts[int(math.Sqrt(unit(r(2)))*float64(len(hosts)))],
		factor: math.Exp(0.5 * (unit(r(4)) + unit(r(5)) + unit(r(6)) - 1.5)),
		bare:   r(7)%100 < 4, sparse: r(8)%100 < 3, verdict: "unverified",
	}
	m.kind = pickModel(kinds, unit(r(3)))
	m.model = &kinds[m.kind]
	if unit(r(9)) < m.host.verified {
		m.verdict = "verified"
	} else if r(10)%10 == 0 {
		m.verdict = "deverified"
	}
	if m.host.datacenter {
		m.factor *= 1.2
	}
	m.size = sizeOf(m.model, unit(r(11)))
	for i := range m.size {
		m.gpuIDs = append(m.gpuIDs, 100_000+int64(index)*8+int64(i))
	}
	m.divide(1 << (r(12) % 16 / 13))
	return m
}

// pickModel draws a model by its weight.
func pickModel(kinds []model, at float64) uint64 {
	sum := 0.0
	for i := range kinds {
		sum += kinds[i].weight
	}
	at *= sum
	for i := range kinds {
		if at -= kinds[i].weight; at < 0 {
			return uint64(i)
		}
	}
	return 0
}

// sizeOf draws the number of GPUs in a machine.
func sizeOf(kind *model, at float64) int {
	shares := []struct {
		size  int
		share float64
	}{{1, 0.3}, {2, 0.22}, {4, 0.22}, {6, 0.03}, {8, 0.23}}
	if kind.large {
		shares[0].share, shares[1].share, shares[2].share, shares[3].share, shares[4].share = 0.1, 0.1, 0.15, 0, 0.65
	}
	for _, s := range shares {
		if at -= s.share; at < 0 {
			return s.size
		}
	}
	return 8
}

// divide lists the chunks from the whole machine down to the least size.
func (m *machine) divide(least int) {
	m.sizes = []int{m.size}
	for _, size := range []int{4, 2, 1} {
		if size < m.size && size >= least && m.sizes[len(m.sizes)-1]%size == 0 {
			m.sizes = append(m.sizes, size)
		}
	}
	for _, size := range m.sizes {
		for first := 0; first < m.size; first += size {
			m.chunks = append(m.chunks, chunk{len(m.chunks), first, size})
		}
	}
}
