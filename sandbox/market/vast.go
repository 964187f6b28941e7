package market

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Clock tells a server which time it is.
type Clock func() time.Time

// VastOptions say how Vast.AI treats keys. The zero value lets everybody search.
type VastOptions struct {
	// Key, if not empty, is the only key that is accepted; another one gets 404 "Invalid user key".
	Key string
	// Refuse is the status (401, 403 or 404) that a search without a key gets; 0 lets it pass.
	Refuse int
}

// Vast serves Vast.AI's search at /api/v0/bundles/ (POST, and GET with q) and /api/v0/search/asks/ (PUT). More offers
// than the limit make the answer a random choice of them. Any other path is answered with the web application's page,
// as the real service does.
func (m *Market) Vast(now Clock, options VastOptions) http.Handler {
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, r *http.Request, read func(*http.Request) (search, error)) {
		if !options.admit(w, r) {
			return
		}
		s, err := read(r)
		if err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]any{"success": false, "error": "invalid_request", "msg": err.Error()})
			return
		}
		body := m.renderOffers(s, m.run(s, now()))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}
	mux.HandleFunc("POST /api/v0/bundles/{$}", func(w http.ResponseWriter, r *http.Request) { answer(w, r, m.readBody) })
	mux.HandleFunc("GET /api/v0/bundles/{$}", func(w http.ResponseWriter, r *http.Request) { answer(w, r, m.readQuery) })
	mux.HandleFunc("PUT /api/v0/search/asks/{$}", func(w http.ResponseWriter, r *http.Request) { answer(w, r, m.readAsks) })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!DOCTYPE html><html><head><title>Vast.ai | Console</title></head><body><div id=\"root\"></div></body></html>")
	})
	return mux
}

// admit checks the key, answers where it is refused, and tells whether the search may go on.
func (o VastOptions) admit(w http.ResponseWriter, r *http.Request) bool {
	key := r.URL.Query().Get("api_key")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		key = bearer
	}
	switch {
	case key == "" && o.Refuse != 0:
		writeJSON(w, o.Refuse, map[string]any{"success": false, "error": "auth_error", "msg": "This action requires login"})
		return false
	case key != "" && o.Key != "" && key != o.Key:
		writeJSON(w, http.StatusNotFound, map[string]any{"success": false, "error": "not_found", "msg": "Invalid user key"})
		return false
	}
	return true
}

func (m *Market) readBody(r *http.Request) (search, error) {
	text, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, 1<<20))
	if err != nil {
		return search{}, fmt.Errorf("reading the body: %w", err)
	}
	return m.parseSearch(text)
}

func (m *Market) readQuery(r *http.Request) (search, error) {
	q := r.URL.Query().Get("q")
	if q == "" {
		q = "{}"
	}
	return m.parseSearch([]byte(q))
}

func (m *Market) readAsks(r *http.Request) (search, error) {
	var body struct {
		Columns []string        `json:"select_cols"`
		Q       json.RawMessage `json:"q"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20)).Decode(&body); err != nil {
		return search{}, fmt.Errorf("Invalid json body") //nolint:staticcheck // the service's own words
	}
	if len(body.Q) == 0 {
		body.Q = json.RawMessage("{}")
	}
	s, err := m.parseSearch(body.Q)
	s.columns = body.Columns
	return s, err
}

// writeJSON answers with a status and a JSON value that always has a form.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the client is gone, or the value is sent
}

// number reads a query parameter of Unix seconds or another number; fallback where there is none.
func number(q url.Values, name string, fallback float64) (float64, error) {
	text := q.Get(name)
	if text == "" {
		return fallback, nil
	}
	var n float64
	if err := json.Unmarshal([]byte(text), &n); err != nil {
		return 0, fmt.Errorf("%s %q is no number", name, text)
	}
	return n, nil
}
