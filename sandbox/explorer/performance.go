package explorer

import (
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// segmentSeconds is the length of the segments that transcoding is tested with, segmentsSent their number in a test.
const (
	segmentSeconds = 2.0088571428571425
	segmentsSent   = 15
)

// test is the result of one test of an orchestrator.
type test struct {
	// at is in Unix seconds.
	at int64
	// success is the fraction of the segments that came back; of an AI test, 0 or 1.
	success float64
	// roundTrip is in seconds; 0 where no segment came back.
	roundTrip float64
}

// How many orchestrators are odd, by their position.
const (
	// one in untestedOf isn't tested at all, one in brokenOf never succeeds, one in partlyOf is tested from some regions only.
	untestedOf = 11
	brokenOf   = 13
	partlyOf   = 5
)

// contender is an orchestrator as tests find it.
type contender struct {
	// address is lower-case 0x text, position its place in the world's list.
	address  string
	position int
}

// contenders lists the world's orchestrators.
func (h *Hosts) contenders() []contender {
	var list []contender
	for i, o := range h.world.Orchestrators() {
		list = append(list, contender{lower(o.Address), i})
	}
	return list
}

func lower(a common.Address) string { return strings.ToLower(a.Hex()) }

// tested tells whether an orchestrator is tested with a job from a region: with transcoding nearly all of them are, with a model
// a third of them.
func (h *Hosts) tested(c contender, j job, r region) bool {
	if c.position%untestedOf == 4 {
		return false
	}
	if c.position%partlyOf == 2 && h.draw(0, "covers", c.address, r.ID).chance(0.5) {
		return false
	}
	return j.kind() == transcoding || h.draw(0, "offers", c.address, j.pipeline, j.model).chance(0.35)
}

// window is a span of time, both ends included, in Unix seconds.
type window struct{ since, until float64 }

// tests yields an orchestrator's tests in a window, oldest first. Each is a function of the seed, the orchestrator, the region, the
// job and its time alone. Three of a hundred are lost.
func (h *Hosts) tests(c contender, j job, r region, w window) iter.Seq[test] {
	return func(yield func(test) bool) {
		if !h.tested(c, j, r) {
			return
		}
		line := h.line(c, j, r)
		begin := max(w.since, float64(h.config.Begin.Unix()))
		every := j.every()
		for n := int64(math.Floor(begin / float64(every))); n*every <= int64(w.until); n++ {
			d := drawn(line.key, n)
			at := n*every + d.Int64N(every)
			if lost := d.chance(0.03); lost || float64(at) < begin || float64(at) > w.until {
				continue
			}
			if !yield(line.test(d, at)) {
				return
			}
		}
	}
}

// line is an orchestrator seen from a region, with one job.
type line struct {
	key uint64
	ai  bool
	// broken lines never succeed, others fail with the probability flaws.
	broken bool
	flaws  float64
	// distance is the least round trip in seconds.
	distance float64
}

// line gives how an orchestrator does: it is alike everywhere, but for its distance.
func (h *Hosts) line(c contender, j job, r region) line {
	own, here := h.draw(0, "nature", c.address, j.kind()), h.draw(0, "distance", c.address, r.ID)
	skill := own.Float64()
	l := line{
		key: h.key("test", c.address, r.ID, j.pipeline, j.model), ai: j.kind() == ai,
		broken: c.position%brokenOf == 5, flaws: 0.001 + 0.2*skill*skill*skill*skill,
		distance: 0.35 + own.between(0, 0.5) + here.between(0, 0.9),
	}
	if l.ai {
		l.distance += h.draw(0, "weight", j.pipeline, j.model).between(0.5, 12) * own.between(0.7, 1.6)
	}
	return l
}

// test gives the result of a test. An orchestrator is slower in some hours than in others.
func (l line) test(d draw, at int64) test {
	t := test{at: at, success: 1, roundTrip: l.distance * (1 + 0.6*noise(l.key, at, 6*3600)) * d.between(0.93, 1.12)}
	fails, severity := d.chance(l.flaws), d.Float64()
	switch {
	case l.ai && (fails || l.broken):
		t.success = 0
	case l.broken || fails && severity < 0.2:
		t.success, t.roundTrip = 0, 0
	case fails:
		t.success = math.Floor(severity*segmentsSent) / segmentsSent
	}
	return t
}

// median gives the middle of the round trips, between the two middle ones where their number is even; 0 for none.
func median(roundTrips []float64) float64 {
	n := len(roundTrips)
	if n == 0 {
		return 0
	}
	slices.Sort(roundTrips)
	return (roundTrips[(n-1)/2] + roundTrips[n/2]) / 2
}
