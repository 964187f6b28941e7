package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// answers are what the services of the tests say.
func answers() map[string]string {
	return map[string]string{
		"llama":         `{"coins":{"coingecko:livepeer":{"prices":[{"price":1.5,"timestamp":1},{"price":2,"timestamp":2}]}}}`,
		"gecko":         `{"market_caps":[[1,10],[2,20]],"prices":[[1,1.5],[2,2.5]],"total_volumes":[[1,3],[2,4]]}`,
		"vast":          `{"offers":[{"id":1,"machine_id":7,"dph_base":0.10533333333333333},{"id":2,"machine_id":8}]}`,
		"farm":          `{"models":[{"name":"RTX 4090"},{"name":"RTX 5090"}],"url":"/gpu-stats"}`,
		"grafana":       `{"data":{"result":[{"metric":{},"values":[[1,"2"],[3,"4"]]}],"resultType":"matrix"},"status":"success"}`,
		"explorer":      `{"dayData":[{"dateS":1,"volumeUsd":2.5},{"dateS":2,"volumeUsd":3}],"weeklyData":[{"date":1}],"inflation":7}`,
		"leaderboard":   `{"regions":[{"id":"FRA","name":"Frankfurt"},{"id":"LON","name":"London"}]}`,
		"aileaderboard": `{"pipelines":[{"id":"Llm","models":["a"]},{"id":"Upscale","models":[]}]}`,
		"pricelist":     `[{"PricePerPixel":600.5,"Time":2},{"PricePerPixel":601,"Time":1}]`,
		"subgraph":      `{"data":{"_meta":{"deployment":"Qm"},"days":[{"date":1,"id":"20458"},{"date":2,"id":"20459"}]}}`,
		"skypilot":      "InstanceType,Price,Region\na,1.0,\"x, y\"\nb,2.0,z\n",
	}
}

func serveText(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
}

func TestParseLevel(t *testing.T) {
	for text, want := range map[string]Level{"": None, "none": None, "light": Light, "heavy": Heavy} {
		if got, err := ParseLevel(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	if _, err := ParseLevel("much"); err == nil || !strings.Contains(err.Error(), "none, light or heavy") {
		t.Errorf("an unknown level gives %v", err)
	}
}

// TestContentFaults does every fault of the content to every service, many times.
func TestContentFaults(t *testing.T) {
	for _, s := range Services() {
		plain := []byte(answers()[s.Name])
		for _, kind := range []Kind{NewField, MissingField, WrongType, DuplicatedPage, EmptyList} {
			for seed := range uint64(20) {
				changed := s.spoil(bytes.Clone(plain), kind, seed)
				nothing := kind == EmptyList && s.Empties == nil || kind == DuplicatedPage && s.Once
				if bytes.Equal(changed, plain) != nothing {
					t.Fatalf("%s, %s, seed %d: %s", s.Name, kind, seed, changed)
				}
				if !s.CSV && !json.Valid(changed) {
					t.Fatalf("%s, %s, seed %d is no JSON: %s", s.Name, kind, seed, changed)
				}
				if again := s.spoil(bytes.Clone(plain), kind, seed); !bytes.Equal(changed, again) {
					t.Fatalf("%s, %s: one seed does two things", s.Name, kind)
				}
			}
		}
	}
	for _, c := range []struct {
		service Service
		kind    Kind
		want    string
	}{
		{Vast(), EmptyList, `{"needs_machine":true,"success":true,"offers":[]}`},
		{Farm(), DuplicatedPage, `{"models":[{"name":"RTX 4090"},{"name":"RTX 5090"},{"name":"RTX 4090"},{"name":"RTX 5090"}],"url":"/gpu-stats"}`},
		{PriceList(), WrongType, `[{"PricePerPixel":600.5,"Time":2},{"PricePerPixel":{"value":601},"Time":1}]`},
		{Gecko(), MissingField, `{"market_caps":[[1,10],[2,20]],"prices":[[1,1.5],[2]],"total_volumes":[[1,3],[2,4]]}`},
		{SkyPilot(), NewField, "InstanceType,Price,Region,sandbox_new_field\na,1.0,\"x, y\",new\nb,2.0,z,new\n"},
	} {
		if got := string(c.service.spoil([]byte(answers()[c.service.Name]), c.kind, 1)); got != c.want {
			t.Errorf("%s, %s: %s", c.service.Name, c.kind, got)
		}
	}
}

// outcome sums an answer up.
func outcome(client *http.Client, url string) string {
	response, err := client.Get(url)
	if err != nil {
		return "reset"
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return "cut"
	}
	return fmt.Sprint(response.StatusCode, response.Header.Get("Retry-After"), len(body), strings.Contains(string(body), "<html>"))
}

// history asks so many times and gives what happened.
func history(t *testing.T, level Level, seed uint64, requests int) []string {
	t.Helper()
	inner := Handler(serveText(answers()["vast"]), Vast(), level, seed)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A stalled answer ends at once here: the client that it waits for has no time-out.
		ctx, cancel := context.WithCancel(r.Context())
		cancel()
		inner.ServeHTTP(w, r.WithContext(ctx))
	}))
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	var list []string
	for range requests {
		list = append(list, outcome(client, server.URL))
	}
	return list
}

func TestOneSeedIsOneHistory(t *testing.T) {
	const requests = 300
	plain := history(t, None, 1, 1)[0]
	for level, kinds := range map[Level]int{Light: 5, Heavy: 9} {
		a, b, other := history(t, level, 1, requests), history(t, level, 1, requests), history(t, level, 2, requests)
		if fmt.Sprint(a) != fmt.Sprint(b) || fmt.Sprint(a) == fmt.Sprint(other) {
			t.Errorf("%s: the faults aren't a function of the seed", level)
		}
		seen, faulty := map[string]bool{}, 0
		for _, one := range a {
			if one != plain {
				seen[one] = true
				faulty++
			}
		}
		if len(seen) < kinds || faulty > requests/4 {
			t.Errorf("%s: %d of %d requests meet a fault, of %d kinds: %v", level, faulty, requests, len(seen), seen)
		}
	}
}

func TestNoneIsTheHandlerItself(t *testing.T) {
	for i, one := range history(t, None, 1, 50) {
		if !strings.HasPrefix(one, "200") {
			t.Errorf("request %d: %s", i, one)
		}
	}
}
