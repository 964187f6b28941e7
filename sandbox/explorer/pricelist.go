package explorer

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// PriceList serves what orchestrators charge for transcoding, as one gateway sees it, asked hourly: GET /orchestratorStats, without
// those that don't answer unless excludeUnavailable is false, and /priceHistory/{address}, newest first, by limit (100; 0 and
// less: all), offset, and from and till (Unix seconds, both or neither count). Parameters that aren't numbers are passed over.
func (h *Hosts) PriceList(now Clock) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orchestratorStats", func(w http.ResponseWriter, r *http.Request) {
		exclude, err := strconv.ParseBool(r.URL.Query().Get("excludeUnavailable"))
		list := h.prices(now())
		if exclude || err != nil {
			list = slices.DeleteFunc(list, func(l listed) bool { return l.PricePerPixel == 0 })
		}
		sendList(w, list)
	})
	mux.HandleFunc("GET /priceHistory/{address}", func(w http.ResponseWriter, r *http.Request) {
		rows := []priced{}
		for _, c := range h.contenders() {
			if c.address == strings.ToLower(r.PathValue("address")) {
				rows = h.page(c, r.URL.Query(), now())
			}
		}
		sendList(w, rows)
	})
	return mux
}

func sendList(w http.ResponseWriter, list any) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(jsonOf(list), '\n'))
}

// page gives the rows of an orchestrator's history that are asked for.
func (h *Hosts) page(c contender, q url.Values, now time.Time) []priced {
	from, till := whole(q, "from", -1), whole(q, "till", -1)
	if from < 0 || till < 0 {
		from, till = 0, now.Unix()
	}
	rows := h.history(c, from, min(till, now.Unix()))
	if offset := whole(q, "offset", -1); offset > 0 {
		rows = rows[min(offset, int64(len(rows))):]
	}
	if limit := whole(q, "limit", 100); limit > 0 {
		rows = rows[:min(limit, int64(len(rows)))]
	}
	return rows
}

// whole reads a whole number; fallback where there is none.
func whole(q url.Values, name string, fallback int64) int64 {
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil {
		return fallback
	}
	return n
}
