package explorer

import (
	"net/http"
	"time"
)

// route answers one of the Explorer's routes as of an instant.
type route func(r *http.Request, at time.Time) answer

// Explorer serves the Explorer's routes below /api. What the contracts say of accounts is as of the end of the world's history
// whenever it is asked; rounds, proposals' states, days and scores follow the clock. Another method than GET gets 405, an
// unknown path a page with 404.
func (h *Hosts) Explorer(now Clock) http.Handler {
	mux := http.NewServeMux()
	serve := func(asText bool, routes map[string]route) {
		for path, answer := range routes {
			mux.HandleFunc("/api/"+path, func(w http.ResponseWriter, r *http.Request) {
				if r.Method != http.MethodGet {
					notAllowed(r.Method, asText).write(w, "")
					return
				}
				h.cached(w, r, now(), answer)
			})
		}
	}
	// Those that were written first refuse other methods with text, the others with JSON.
	serve(true, map[string]route{
		"protocol-day-data": h.protocolDays, "supply-change": h.supplyChange, "health": h.health, "subgraph-health": h.subgraphHealth,
	})
	serve(false, map[string]route{
		"current-round": h.currentRound, "contracts": h.contracts, "usage": h.usage,
		"pending-stake/{address}":   h.ofAccount(revalidate, h.pendingStake),
		"account-balance/{address}": h.ofAccount(revalidate, h.balance),
		"l1-delegator/{address}":    h.ofAccount(day, h.l1Delegator),
		"score/{address}":           h.ofAccount(hour, h.score), "score": h.scores,
		"pipelines": h.pipelines, "regions": h.regions,
		"ens-data/{address}": h.ofAccount(week, h.name), "ens-data": h.names, "ens-data/image/{name}": h.avatar,
		"treasury/proposal/{id}/state":           h.proposalState,
		"treasury/proposal/{id}/votes/{address}": h.proposalVotes,
		"treasury/votes/{address}":               h.ofAccount(second, h.votingPower),
		"treasury/votes/{address}/registered":    h.ofAccount(class{}, h.registered),
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`<!DOCTYPE html><html><head><title>404: This page could not be found</title></head><body></body></html>`))
	})
	return mux
}
