package explorer

import "math"

// stat is an orchestrator's score in a region.
type stat struct {
	SuccessRate    float64 `json:"success_rate"`
	RoundTripScore float64 `json:"round_trip_score"`
	Score          float64 `json:"score"`
}

// mean is what the tests of an orchestrator from a region with a job were on average.
type mean struct {
	contender contender
	region    string
	job       job
	success   float64
	roundTrip float64
}

// selection says which tests are asked for; an empty text takes all.
type selection struct {
	window
	orchestrator, region string
	jobs                 []job
}

// means gives the averages of a selection, and the median round trip in seconds of its tests that fully succeeded, 0 if none did.
func (h *Hosts) means(s selection) (means []mean, middle float64) {
	var whole []float64
	for _, c := range h.contenders() {
		if s.orchestrator != "" && c.address != s.orchestrator {
			continue
		}
		for _, j := range s.jobs {
			for _, r := range j.regions() {
				if s.region != "" && r.ID != s.region {
					continue
				}
				m, count := mean{contender: c, region: r.ID, job: j}, 0.0
				for t := range h.tests(c, j, r, s.window) {
					m.success += t.success
					m.roundTrip += t.roundTrip
					count++
					if t.success == 1 {
						whole = append(whole, t.roundTrip)
					}
				}
				if count > 0 {
					m.success /= count
					m.roundTrip /= count
					means = append(means, m)
				}
			}
		}
	}
	return means, median(whole)
}

// stat scores averages as leaderboard-serverless does. Of transcoding the round trip scores 1-exp(-segment/round trip) and the
// product with the success counts; of AI it scores 0.8 at the median of the model, falling exponentially, and counts for 0.35.
func (m mean) stat(middle float64) stat {
	s := stat{SuccessRate: m.success}
	if m.job.kind() == ai {
		s.RoundTripScore = math.Exp(math.Log(0.8) / middle * m.roundTrip)
		if s.SuccessRate > 0 {
			s.Score = 0.65*s.SuccessRate + 0.35*s.RoundTripScore
		}
		return s
	}
	if m.roundTrip > 0 {
		s.RoundTripScore = 1 - math.Exp(-segmentSeconds/m.roundTrip)
	}
	s.Score = s.SuccessRate * s.RoundTripScore
	return s
}

// stats scores a selection, by orchestrator and region. The median is that of all orchestrators, whoever is asked for; where
// several models are asked for, the last one of each region is what is seen.
func (h *Hosts) stats(s selection) map[string]map[string]stat {
	one := s.orchestrator
	s.orchestrator = ""
	means, middle := h.means(s)
	byOrchestrator := map[string]map[string]stat{}
	for _, m := range means {
		address := m.contender.address
		if one != "" && address != one {
			continue
		}
		if byOrchestrator[address] == nil {
			byOrchestrator[address] = map[string]stat{}
		}
		byOrchestrator[address][m.region] = m.stat(middle)
	}
	return byOrchestrator
}
