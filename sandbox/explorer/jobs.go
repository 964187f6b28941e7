package explorer

import "strings"

// region is a place that orchestrators are tested from.
type region struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Type is transcoding or ai.
	Type string `json:"type"`
}

// The kinds of test.
const (
	transcoding = "transcoding"
	ai          = "ai"
)

// transcodingRegions are those of the transcoding leaderboard. GLOBAL is one in name only: nothing is tested from it.
func transcodingRegions() []region {
	var list []region
	for _, place := range []string{
		"GLOBAL Global", "ATL Atlanta", "ATL2 Atlanta 2", "MDW Chicago", "FRA Frankfurt", "HOU Houston", "LON London", "LAX Los Angeles",
		"MAD Madrid", "MIA Miami", "MOS2 Moscow", "ASH Nashua", "NYC New York City", "PRG Prague", "SAO São Paulo", "SIN Singapore",
		"HND Tokyo", "SYD Sydney", "STO Stockholm", "TOR Toronto",
	} {
		id, name, _ := strings.Cut(place, " ")
		list = append(list, region{id, name, transcoding})
	}
	return list
}

// aiRegions are those of the AI leaderboard.
func aiRegions() []region {
	return []region{{"FRA", "Frankfurt", ai}, {"MDW", "Chicago", ai}, {"SEA", "Seattle", ai}}
}

// closed are the regions that nothing has been tested from since before the world began.
func closed(r region) bool { return r.ID == "GLOBAL" || r.ID == "ATL2" || r.ID == "MOS2" }

// job is what orchestrators are tested with: transcoding, or a model of an AI pipeline.
type job struct{ pipeline, model string }

// kind tells whether the job is transcoding or AI.
func (j job) kind() string {
	if j == (job{}) {
		return transcoding
	}
	return ai
}

// every gives the seconds from one test of an orchestrator from a region to the next.
func (j job) every() int64 {
	if j.kind() == transcoding {
		return 3600
	}
	return 4 * 3600
}

// regions are those that the job is tested from.
func (j job) regions() []region {
	if j.kind() == ai {
		return aiRegions()
	}
	var open []region
	for _, r := range transcodingRegions() {
		if !closed(r) {
			open = append(open, r)
		}
	}
	return open
}

// aiJobs are the models that are tested, by pipeline, with the names that the AI leaderboard has for them.
func aiJobs() []job {
	return []job{
		{"Audio to text", "openai/whisper-large-v3"},
		{"Image to image", "timbrooks/instruct-pix2pix"},
		{"Image to image", "ByteDance/SDXL-Lightning"},
		{"Image to video", "stabilityai/stable-video-diffusion-img2vid-xt-1-1"},
		{"Llm", "meta-llama/Meta-Llama-3.1-8B-Instruct"},
		{"Segment anything 2", "facebook/sam2-hiera-large"},
		{"Text to image", "SG161222/RealVisXL_V4.0_Lightning"},
		{"Text to image", "ByteDance/SDXL-Lightning"},
		{"Upscale", "stabilityai/stable-diffusion-x4-upscaler"},
	}
}
