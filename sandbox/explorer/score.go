package explorer

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
)

// global is the Explorer's own region: the plain mean of the others.
const global = "GLOBAL"

// metric is one of the three numbers of a stat.
type metric func(stat) float64

func successRate(s stat) float64    { return s.SuccessRate }
func roundTripScore(s stat) float64 { return s.RoundTripScore }
func totalScore(s stat) float64     { return s.Score }

// percents gives a metric of each region times 100, and their mean as GLOBAL: 0 for an orchestrator without any. The regions of
// pad that it has no result of are written as 0.
func percents(m metric, byRegion map[string]stat, pad []string) map[string]float64 {
	result, sum := map[string]float64{}, 0.0
	for _, region := range pad {
		result[region] = 0
	}
	regions := make([]string, 0, len(byRegion))
	for region := range byRegion {
		regions = append(regions, region)
	}
	slices.Sort(regions)
	for _, region := range regions {
		result[region] = m(byRegion[region]) * 100
		sum += m(byRegion[region])
	}
	result[global] = sum / float64(max(len(regions), 1)) * 100
	return result
}

// boards gives the leaderboards as of an instant.
func (h *Hosts) boards(at time.Time) (transcoding, ai board) {
	now := func() time.Time { return at }
	return board{h, now, []job{{}}, transcodingRegions()}, board{h, now, aiJobs(), aiRegions()}
}

// score answers score/{address}. What comes of an upstream that doesn't answer is null, and the answer then isn't kept for long.
func (h *Hosts) score(p party, at time.Time) answer {
	noTests, noAI, noPrices := h.down(Transcoding, at), h.down(AI, at), h.down(Pricing, at)
	if noTests && noAI && noPrices {
		return badGateway(hour, "all metrics servers")
	}
	keep := hour
	if noTests || noAI || noPrices {
		keep = minute
	}
	address := lower(p.Address)
	tests, models := h.boards(at)
	body := map[string]any{"successRates": nil, "roundTripScores": nil, "scores": nil, "pricePerPixel": nil, "topAIScore": nil}
	if !noTests {
		byRegion := h.stats(selection{window: lastDay(at), orchestrator: address, jobs: tests.jobs})[address]
		body["successRates"] = percents(successRate, byRegion, nil)
		body["roundTripScores"] = percents(roundTripScore, byRegion, nil)
		body["scores"] = percents(totalScore, byRegion, nil)
	}
	if !noPrices {
		price := 0.0
		for _, l := range h.prices(at) {
			if l.Address == address {
				price = l.PricePerPixel
			}
		}
		body["pricePerPixel"] = price
	}
	if !noAI {
		body["topAIScore"] = struct{}{}
		if top, ok := models.best(address); ok {
			body["topAIScore"] = top
		}
	}
	return found(keep, body)
}

// lastDay is the window of the 24 hours before an instant.
func lastDay(at time.Time) window {
	return window{float64(at.Add(-24 * time.Hour).Unix()), float64(at.Unix())}
}

// scores answers score: every orchestrator that was tested. Its price is the whole record of the price list, or 0. It passes
// pipeline and model on as they are and takes whatever the leaderboard says for an answer: a refusal breaks it.
func (h *Hosts) scores(r *http.Request, at time.Time) answer {
	asked := job{r.URL.Query().Get("pipeline"), r.URL.Query().Get("model")}
	tests, models := h.boards(at)
	upstream, jobs := AI, models.jobs
	switch {
	case asked.pipeline == "":
		asked, upstream, jobs = job{}, Transcoding, tests.jobs
	case asked.model == "":
		return internalError(hour, "Reduce of empty array with no initial value")
	}
	jobs = slices.DeleteFunc(slices.Clone(jobs), func(j job) bool { return j != asked })
	if h.down(upstream, at) || h.down(Pricing, at) {
		return internalError(hour, `Unexpected token '<', "<!DOCTYPE "... is not valid JSON`)
	}
	stats := h.stats(selection{window: lastDay(at), jobs: jobs})
	pad := regionsOf(stats)
	body := map[string]any{}
	for address, byRegion := range stats {
		body[address] = map[string]any{
			"pricePerPixel": 0, "successRates": percents(successRate, byRegion, pad),
			"roundTripScores": percents(roundTripScore, byRegion, pad), "scores": percents(totalScore, byRegion, pad),
		}
	}
	for _, l := range h.prices(at) {
		if one, tested := body[l.Address].(map[string]any); tested {
			one["pricePerPixel"] = l
		}
	}
	return found(hour, body)
}

// regionsOf lists the regions that any orchestrator has a result of.
func regionsOf(stats map[string]map[string]stat) (regions []string) {
	for _, byRegion := range stats {
		for region := range byRegion {
			regions = with(regions, region)
		}
	}
	return regions
}

// pipelines answers pipelines; where the AI leaderboard doesn't answer, there are none.
func (h *Hosts) pipelines(r *http.Request, at time.Time) answer {
	list := []pipeline{}
	if !h.down(AI, at) {
		_, models := h.boards(at)
		list = models.testedPipelines(lastDay(at), strings.ToUpper(r.URL.Query().Get("region")))
	}
	return found(hour, map[string]any{"pipelines": list})
}

// regions answers regions: those of both leaderboards, Global first, by name.
func (h *Hosts) regions(_ *http.Request, at time.Time) answer {
	list := []region{}
	if !h.down(Transcoding, at) {
		list = append(list, transcodingRegions()...)
	}
	if !h.down(AI, at) {
		list = append(list, aiRegions()...)
	}
	place := func(r region) int {
		if strings.HasPrefix(r.Name, "Global") {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(x, y region) int { return cmp.Or(cmp.Compare(place(x), place(y)), cmp.Compare(x.Name, y.Name)) })
	return found(revalidate, map[string]any{"regions": list})
}
