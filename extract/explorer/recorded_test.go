package explorer

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"testing"
)

// The figures of these tests are those of shared/data/KNOWN_ANSWERS.md.

func rational(t *testing.T, digits string) *big.Rat {
	t.Helper()
	n, ok := new(big.Rat).SetString(digits)
	if !ok {
		t.Fatalf("%q is no number", digits)
	}
	return n
}

// TestRecordedDays serves the days that the Explorer ships as it serves them.
func TestRecordedDays(t *testing.T) {
	var days []map[string]json.RawMessage
	if err := json.Unmarshal(recorded(t, "livepeer-explorer-days/historical-days-2022-02-15_2023-02-28.json"), &days); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"date": "dateS", "volumeETH": "volumeEth", "volumeUSD": "volumeUsd", "minutes": "feeDerivedMinutes"}
	for _, day := range days {
		for recorded, served := range names {
			day[served] = day[recorded]
			delete(day, recorded)
		}
	}
	body, err := json.Marshal(map[string]any{"dayData": days, "weeklyData": []any{}})
	if err != nil {
		t.Fatal(err)
	}
	lake := newLake(t)
	stream := streamOf(t, everything(serving(t, reply{body: string(body)})), "usage_day")
	if report := run(t, lake, stream); !report.Complete() {
		t.Fatal(report.Missing())
	}
	type volume struct{ eth, usd *big.Rat }
	months := map[string]volume{"all": {new(big.Rat), new(big.Rat)}}
	dates := map[string]int{}
	minutes := new(big.Rat)
	for _, row := range landed(t, lake, stream) {
		var at int64
		if _, err := fmt.Sscan(row["date_s"], &at); err != nil {
			t.Fatal(err)
		}
		dates[date(at)]++
		month := date(at)[:7]
		if _, ok := months[month]; !ok {
			months[month] = volume{new(big.Rat), new(big.Rat)}
		}
		for _, name := range []string{"all", month} {
			months[name].eth.Add(months[name].eth, rational(t, row["volume_eth"]))
			months[name].usd.Add(months[name].usd, rational(t, row["volume_usd"]))
		}
		minutes.Add(minutes, rational(t, row["fee_derived_minutes"]))
	}
	if len(dates) != 378 || dates["2022-06-22"] != 0 || dates["2022-06-21"] != 1 {
		t.Errorf("%d days, %d of them 2022-06-22", len(dates), dates["2022-06-22"])
	}
	if got := minutes.FloatString(3); got != "147212757.339" {
		t.Errorf("%s minutes", got)
	}
	for month, want := range map[string][2]string{
		"all":     {"250.805074948078845593", "419264.5771240709686949531452"},
		"2022-02": {"9.036989192096623374", "24936.04471618967042677951037"},
		"2022-03": {"15.94866768396", "45304.26718197759368953630678"},
		"2022-04": {"11.44821496728", "35016.53513963596900374888517"},
		"2022-05": {"12.87071642308", "28121.80871304300669690359249"},
		"2022-06": {"14.70210032972", "21180.38525167313740529091522"},
		"2022-07": {"17.342101866962020202", "23121.11337511118522491486488"},
		"2022-08": {"18.63429068296", "31793.57049294299133393663775"},
		"2022-09": {"25.326895959595959596", "36458.01703492974298962435512"},
		"2022-10": {"31.669552", "42915.77890698987738133268697"},
		"2022-11": {"39.331377427272727272", "51305.23827801945477396412445"},
		"2022-12": {"17.66462070707070707", "22009.47386878916739449854571"},
		"2023-01": {"17.9341357", "26427.08327036607923455268775"},
		"2023-02": {"18.895412008080808079", "30675.26089440309313987003269"},
	} {
		got := months[month]
		if got.eth.Cmp(rational(t, want[0])) != 0 {
			t.Errorf("%s: %s ETH, want %s", month, got.eth.FloatString(20), want[0])
		}
		// The known sums in USD were rounded at their 28th digit, addition by addition.
		if off := new(big.Rat).Sub(got.usd, rational(t, want[1])); off.Abs(off).Cmp(big.NewRat(1, 1e18)) > 0 {
			t.Errorf("%s: %s USD, want %s", month, got.usd.FloatString(25), want[1])
		}
	}
}

// TestRecordedScores serves a recorded answer of the leaderboard on one day.
func TestRecordedScores(t *testing.T) {
	body := recorded(t, "livepeer-leaderboard/explorer-aggregated-scores.json")
	day := fmt.Sprint(midnight(noon.Unix()) - 3*daySeconds)
	lake := newLake(t)
	stream := streamOf(t, Config{HistoryDays: 5, Leaderboard: serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("since") != day {
			body = []byte("{}")
		}
		_, _ = w.Write(body)
		body = recorded(t, "livepeer-leaderboard/explorer-aggregated-scores.json")
	}))}, "leaderboard_stats")
	if report := run(t, lake, stream); !report.Complete() {
		t.Fatal(report.Missing())
	}
	rows := landed(t, lake, stream)
	all, none := 0, 0
	sums, regions := map[string]*big.Rat{}, map[string]bool{}
	for _, row := range rows {
		switch row["success_rate"] {
		case "1":
			all++
		case "0":
			none++
		}
		regions[row["region"]] = true
		if sums[row["orchestrator"]] == nil {
			sums[row["orchestrator"]] = new(big.Rat)
		}
		sums[row["orchestrator"]].Add(sums[row["orchestrator"]], rational(t, row["score"]))
	}
	zero, best := 0, ""
	for orchestrator, sum := range sums {
		if sum.Sign() == 0 {
			zero++
		}
		if best == "" || sum.Cmp(sums[best]) > 0 {
			best = orchestrator
		}
	}
	if len(rows) != 1400 || len(sums) != 100 || len(regions) != 14 || all != 898 || none != 215 || zero != 13 {
		t.Errorf("%d rows, %d orchestrators, %d regions, success 1 in %d, 0 in %d, %d score 0 everywhere", len(rows), len(sums), len(regions), all, none, zero)
	}
	mean := sums[best].Quo(sums[best], big.NewRat(14, 1)).FloatString(12)
	if best != "0x9d5611bf0dadddb4441a709141d9229d7f6b3e47" || mean != "0.966890370897" {
		t.Errorf("the best is %s with %s", best, mean)
	}
}

// TestRecordedAIResults serves the recorded results by pipeline and model, which the stream discovers.
func TestRecordedAIResults(t *testing.T) {
	var recording struct {
		Data []struct {
			Node, Pipeline, Model, Region string
			SuccessRate                   json.RawMessage `json:"success_rate"`
			RoundTripScore                json.RawMessage `json:"round_trip_score"`
			Score                         json.RawMessage
		}
	}
	if err := json.Unmarshal(recorded(t, "livepeer-leaderboard/ai-performance-apidata.json"), &recording); err != nil {
		t.Fatal(err)
	}
	models := map[string][]string{}
	answers := map[test]map[string]map[string]map[string]json.RawMessage{}
	for _, d := range recording.Data {
		of := test{d.Pipeline, d.Model}
		if answers[of] == nil {
			answers[of] = map[string]map[string]map[string]json.RawMessage{}
			models[d.Pipeline] = append(models[d.Pipeline], d.Model)
		}
		if answers[of][d.Node] == nil {
			answers[of][d.Node] = map[string]map[string]json.RawMessage{}
		}
		answers[of][d.Node][d.Region] = map[string]json.RawMessage{"success_rate": d.SuccessRate, "round_trip_score": d.RoundTripScore, "score": d.Score}
	}
	day := fmt.Sprint(midnight(noon.Unix()) - 2*daySeconds)
	lake := newLake(t)
	stream := streamOf(t, Config{HistoryDays: 3, AILeaderboard: serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		var answer any = map[string]any{}
		switch {
		case r.URL.Path == "/pipelines":
			var list []any
			for pipeline, of := range models {
				list = append(list, map[string]any{"id": pipeline, "models": of, "regions": []string{"FRA"}})
			}
			answer = map[string]any{"pipelines": list}
		case query.Get("since") == day:
			answer = answers[test{query.Get("pipeline"), query.Get("model")}]
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))}, "leaderboard_ai_stats")
	if report := run(t, lake, stream); !report.Complete() {
		t.Fatal(report.Missing())
	}
	rows := landed(t, lake, stream)
	orchestrators, of, sum := map[string]bool{}, map[string]bool{}, new(big.Rat)
	all, none := 0, 0
	for _, row := range rows {
		orchestrators[row["orchestrator"]], of[row["model"]] = true, true
		sum.Add(sum, rational(t, row["score"]))
		switch row["success_rate"] {
		case "1":
			all++
		case "0":
			none++
		}
	}
	mean := sum.Quo(sum, big.NewRat(int64(max(1, len(rows))), 1)).FloatString(12)
	if len(rows) != 276 || len(orchestrators) != 27 || len(of) != 29 || all != 228 || none != 37 || mean != "0.796164564670" {
		t.Errorf("%d rows, %d orchestrators, %d models, success 1 in %d, 0 in %d, mean %s", len(rows), len(orchestrators), len(of), all, none, mean)
	}
}

// TestRecordedProposal serves the recorded state of a treasury proposal.
func TestRecordedProposal(t *testing.T) {
	var recording struct {
		State json.RawMessage `json:"proposal_state"`
	}
	if err := json.Unmarshal(recorded(t, "samples/treasury-proposal-2025.json"), &recording); err != nil {
		t.Fatal(err)
	}
	const id = "37756926437624644602157853528130337382237946922701155023801139566954226305300"
	sink, err := look(t, everything(serving(t, reply{body: string(recording.State)})), "proposal_state", id+"@2026-11-01")
	if err != nil || len(sink.rows) != 1 {
		t.Fatalf("%d rows, rejected %+v, %v", len(sink.rows), sink.rejects, err)
	}
	for name, want := range map[string]string{
		"proposal_id": id, "state": "Executed", "quota": "500000", "quorum": "7369542907327400146940261", "total_vote_supply": "22110839805962796720492833",
		"votes_for": "3024833035504002392077689", "votes_against": "1617580302672913900212706", "votes_abstain": "7188118930628505030294147",
	} {
		if got := sink.rows[0][name]; got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// TestRecordedLeaderboardSamples serves the leaderboards' documents as they were recorded.
func TestRecordedLeaderboardSamples(t *testing.T) {
	regions, err := take(t, "leaderboard_regions", reply{body: string(recorded(t, "samples/leaderboard-regions.json"))})
	if err != nil || len(regions.rows) < 20 || len(regions.rejects) > 0 || regions.rows[0]["name"] != "Global" {
		t.Errorf("%d regions, %+v, %v", len(regions.rows), regions.rejects, err)
	}
	pipelines, err := take(t, "leaderboard_pipelines", reply{body: string(recorded(t, "samples/leaderboard-pipelines.json"))})
	if err != nil || len(pipelines.rows) != 3 || pipelines.rows[1]["models"] != `["openai/whisper-large-v3"]` {
		t.Errorf("pipelines %v, %v", pipelines.rows, err)
	}
	for name, want := range map[string]map[string]string{
		"samples/leaderboard-ai-tester.json":     {"pipeline": "text-to-image", "errors": `[{"count":1,"error_code":"HTTP-STATUS-503"}]`, "round_trip_time": "2.21572637"},
		"samples/leaderboard-stream-tester.json": {"segments_sent": "15", "seg_duration": "2.0088571428571425", "timestamp": "1723741735"},
	} {
		body := fmt.Sprintf(`{"MDW": [%s]}`, recorded(t, name))
		runs, err := look(t, everything(serving(t, reply{body: body})), "leaderboard_raw", address(0)+"@2024-08-15")
		if err != nil || len(runs.rows) != 1 || runs.rows[0]["_extra"] != "" {
			t.Fatalf("%s: %v, rejected %+v, %v", name, runs.rows, runs.rejects, err)
		}
		for column, value := range want {
			if got := runs.rows[0][column]; got != value {
				t.Errorf("%s: %s is %s, want %s", name, column, got, value)
			}
		}
	}
	for name, want := range map[string]int{"livepeer-leaderboard/perf_stats.json": 16, "samples/leaderboard-aggregated-ai-audio-to-text-2024.json": 16} {
		rows := newSheet(tables()["leaderboard_stats"])
		if err := decodeStats(rows, recorded(t, name), test{}, 0); err != nil || len(rows.rejects) > 0 || len(rows.rows) < want/2 {
			t.Errorf("%s: %d rows, rejected %+v, %v", name, len(rows.rows), rows.rejects, err)
		}
	}
}
