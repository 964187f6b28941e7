package explorer

import (
	"cmp"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// board is one of the two leaderboard servers: the same program over its own data.
type board struct {
	*Hosts
	now     Clock
	jobs    []job
	regions []region
}

// Leaderboard serves the leaderboard of transcoding: GET /api/aggregated_stats, raw_stats, top_ai_score, pipelines, regions and
// health, of the last 24 hours where since and until aren't given.
func (h *Hosts) Leaderboard(now Clock) http.Handler {
	return board{h, now, []job{{}}, transcodingRegions()}.handler()
}

// AILeaderboard serves the leaderboard of AI, with the same routes. It has nothing of transcoding.
func (h *Hosts) AILeaderboard(now Clock) http.Handler {
	return board{h, now, aiJobs(), aiRegions()}.handler()
}

func (b board) handler() http.Handler {
	mux := http.NewServeMux()
	for path, route := range map[string]func(url.Values) (any, error){
		"aggregated_stats": b.aggregatedStats, "raw_stats": b.rawStats, "top_ai_score": b.topScore, "pipelines": b.pipelines,
		"regions": func(url.Values) (any, error) { return map[string]any{"regions": b.regions}, nil },
		"health":  func(url.Values) (any, error) { return map[string]any{"postgres": map[string]bool{"ok": true}}, nil },
	} {
		mux.HandleFunc("GET /api/"+path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Cache-Control", "public, max-age=30, stale-while-revalidate=15")
			value, err := route(r.URL.Query())
			if err != nil {
				refuse(w, err)
				return
			}
			_, _ = w.Write(jsonOf(value))
		})
	}
	return mux
}

// refuse answers a bad request. The message isn't escaped, so that the body may be no JSON, and it isn't said to be any.
func refuse(w http.ResponseWriter, err error) {
	http.Error(w, `{"error":"`+err.Error()+`"}`, http.StatusBadRequest)
}

// select reads the parameters that the routes share. An orchestrator's case and a region's don't matter.
func (b board) selection(q url.Values) (selection, error) {
	now := b.now()
	s := selection{orchestrator: strings.ToLower(q.Get("orchestrator")), region: strings.ToUpper(q.Get("region"))}
	var err error
	if s.since, err = seconds(q.Get("since"), now.Add(-24*time.Hour)); err != nil {
		return s, err
	}
	if s.until, err = seconds(q.Get("until"), now); err != nil {
		return s, err
	}
	s.until = min(s.until, float64(now.Unix()))
	asked, kind := job{q.Get("pipeline"), q.Get("model")}, q.Get("job_type")
	switch {
	case asked.model != "" && asked.pipeline == "":
		return s, errors.New("pipeline required")
	case asked.pipeline != "" && asked.model == "":
		return s, errors.New("model required")
	}
	if kind != ai && kind != transcoding {
		kind = asked.kind()
	}
	for _, j := range b.jobs {
		if j.kind() == kind && (asked == job{} || asked == j) {
			s.jobs = append(s.jobs, j)
		}
	}
	return s, nil
}

// seconds reads Unix seconds, fractions allowed.
func seconds(text string, fallback time.Time) (float64, error) {
	if text == "" {
		return float64(fallback.UnixNano()) / 1e9, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err == nil && (math.IsNaN(n) || math.Abs(n) > math.MaxInt32) {
		err = errors.New("timestamp out of range")
	}
	return n, err
}

func (b board) aggregatedStats(q url.Values) (any, error) {
	s, err := b.selection(q)
	if err != nil {
		return nil, err
	}
	return b.stats(s), nil
}

// pipeline is a pipeline with the models and the regions that were tested.
type pipeline struct {
	ID      string   `json:"id"`
	Models  []string `json:"models"`
	Regions []string `json:"regions"`
}

func (b board) pipelines(q url.Values) (any, error) {
	s, err := b.selection(q)
	if err != nil {
		return nil, err
	}
	return map[string]any{"pipelines": b.testedPipelines(window{s.since, s.until}, s.region)}, nil
}

// testedPipelines lists the pipelines that were tested in a window, from one region or, if it is empty, from any.
func (b board) testedPipelines(w window, region string) []pipeline {
	list := []pipeline{}
	jobs := slices.DeleteFunc(slices.Clone(b.jobs), func(j job) bool { return j.kind() == transcoding })
	means, _ := b.means(selection{window: w, region: region, jobs: jobs})
	for _, m := range means {
		i := slices.IndexFunc(list, func(p pipeline) bool { return p.ID == m.job.pipeline })
		if i < 0 {
			i, list = len(list), append(list, pipeline{ID: m.job.pipeline})
		}
		list[i].Models, list[i].Regions = with(list[i].Models, m.job.model), with(list[i].Regions, m.region)
	}
	slices.SortFunc(list, func(x, y pipeline) int { return cmp.Compare(x.ID, y.ID) })
	return list
}

// with gives a sorted list with a text in it, once.
func with(list []string, text string) []string {
	at, there := slices.BinarySearch(list, text)
	if there {
		return list
	}
	return slices.Insert(list, at, text)
}

// topScore is an orchestrator's best result with any model.
type topScore struct {
	Region       string  `json:"region"`
	Orchestrator string  `json:"orchestrator"`
	Value        float64 `json:"value"`
	Model        string  `json:"model"`
	Pipeline     string  `json:"pipeline"`
}

func (b board) topScore(q url.Values) (any, error) {
	if top, ok := b.best(q.Get("orchestrator")); ok {
		return top, nil
	}
	return struct{}{}, nil
}

// best finds an orchestrator's greatest success of the last 24 hours with AI and, of those, the least round trip. An address that
// isn't in lower case is nobody's.
func (b board) best(orchestrator string) (topScore, bool) {
	now := b.now()
	s := selection{window: window{float64(now.Add(-24 * time.Hour).Unix()), float64(now.Unix())}, orchestrator: orchestrator, jobs: b.jobs}
	s.jobs = slices.DeleteFunc(slices.Clone(s.jobs), func(j job) bool { return j.kind() == transcoding })
	means, _ := b.means(s)
	if orchestrator == "" || len(means) == 0 {
		return topScore{}, false
	}
	best := slices.MinFunc(means, func(x, y mean) int {
		return cmp.Or(cmp.Compare(y.success, x.success), cmp.Compare(x.roundTrip, y.roundTrip))
	})
	s.jobs = []job{best.job}
	value := b.stats(s)[orchestrator][best.region].Score
	return topScore{best.region, orchestrator, value, best.job.model, best.job.pipeline}, true
}
