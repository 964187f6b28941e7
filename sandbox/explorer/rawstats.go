package explorer

import (
	"cmp"
	"errors"
	"math"
	"net/url"
	"slices"
)

// run is a single test as the tester posted it. Fields that are zero or empty are left out, but for those of every test.
type run struct {
	Region           string     `json:"region"`
	Orchestrator     string     `json:"orchestrator"`
	SuccessRate      float64    `json:"success_rate"`
	RoundTripTime    float64    `json:"round_trip_time"`
	Errors           []runError `json:"errors"`
	Timestamp        int64      `json:"timestamp"`
	SegDuration      float64    `json:"seg_duration,omitempty"`
	SegmentsSent     int        `json:"segments_sent,omitempty"`
	SegmentsReceived int        `json:"segments_received,omitempty"`
	UploadTime       float64    `json:"upload_time,omitempty"`
	DownloadTime     float64    `json:"download_time,omitempty"`
	TranscodeTime    float64    `json:"transcode_time,omitempty"`
	Model            string     `json:"model,omitempty"`
	ModelIsWarm      bool       `json:"model_is_warm,omitempty"`
	Pipeline         string     `json:"pipeline,omitempty"`
	InputParameters  string     `json:"input_parameters,omitempty"`
	ResponsePayload  string     `json:"response_payload,omitempty"`
}

type runError struct {
	Code    string `json:"error_code"`
	Message string `json:"message,omitempty"`
	Count   int    `json:"count"`
}

// rawStats gives an orchestrator's single tests by region, newest first.
func (b board) rawStats(q url.Values) (any, error) {
	s, err := b.selection(q)
	if err != nil {
		return nil, err
	}
	if s.orchestrator == "" {
		return nil, errors.New("orchestrator is a required parameter")
	}
	byRegion := map[string][]run{}
	for _, c := range b.contenders() {
		if c.address != s.orchestrator {
			continue
		}
		for _, j := range s.jobs {
			for _, r := range j.regions() {
				if s.region != "" && r.ID != s.region {
					continue
				}
				for t := range b.tests(c, j, r, s.window) {
					byRegion[r.ID] = append(byRegion[r.ID], t.run(c, j, r))
				}
			}
		}
	}
	for _, runs := range byRegion {
		slices.SortStableFunc(runs, func(x, y run) int { return cmp.Compare(y.Timestamp, x.Timestamp) })
	}
	return byRegion, nil
}

// run tells of a test as its tester does. Of AI tests, what was sent and what came back are JSON inside texts.
func (t test) run(c contender, j job, r region) run {
	one := run{
		Region: r.ID, Orchestrator: c.address, SuccessRate: t.success, RoundTripTime: t.roundTrip, Timestamp: t.at, Errors: []runError{},
	}
	if j.kind() == ai {
		one.Model, one.Pipeline = j.model, j.pipeline
		one.ModelIsWarm = t.at%8 != 0
		one.InputParameters = string(jsonOf(map[string]any{"model_id": j.model, "prompt": "a bear", "safety_check": false}))
		one.ResponsePayload = `{"images":[{"seed":` + string(jsonOf(t.at%1_000_000)) + `}]}` + "\n"
		if t.success == 0 {
			one.Errors = []runError{{Code: "HTTP-STATUS-503", Count: 1}}
			one.ResponsePayload = `{"error":{"message":"Service Unavailable Error"}}` + "\n"
		}
		return one
	}
	one.SegDuration, one.SegmentsSent = segmentSeconds, segmentsSent
	received := int(math.Round(t.success * segmentsSent))
	one.SegmentsReceived = 2 * received // of two renditions
	one.UploadTime, one.DownloadTime, one.TranscodeTime = t.roundTrip*0.4, t.roundTrip*0.49, t.roundTrip*0.11
	if missing := segmentsSent - received; missing > 0 {
		one.Errors = []runError{{Code: "OrchestratorCapped", Message: "not enough capacity", Count: missing}}
	}
	return one
}
