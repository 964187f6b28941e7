package explorer

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// listedNames is the number of accounts in the answer of ens-data, refusedName the place of the orchestrator that the Explorer
// refuses to look up.
const (
	listedNames = 200
	refusedName = 6
)

// identity is what ENS says of an account. Without a name there are no other fields; without a record a field is null.
type identity struct {
	ID      string  `json:"id"`
	IDShort string  `json:"idShort"`
	Name    *string `json:"name"`
}

type namedIdentity struct {
	identity
	// Description is HTML.
	Description *string `json:"description"`
	URL         *string `json:"url"`
	Twitter     *string `json:"twitter"`
	Github      *string `json:"github"`
	// Avatar is the path of an image route.
	Avatar *string `json:"avatar"`
}

// The shares of orchestrators and of others that have a name.
const (
	namedOrchestrators = 0.66
	namedOthers        = 0.05
)

// identify gives what ENS says of an account that has a name with some probability.
func (h *Hosts) identify(p party, share float64) any {
	one := identity{ID: p.asked, IDShort: p.asked[:6] + "…" + p.asked[38:]}
	address := lower(p.Address)
	d := h.draw(0, "name", address)
	if !d.chance(share) {
		return one
	}
	name := fmt.Sprintf("%s-%s.eth", []string{"lake", "stream", "node", "gpu", "lpt"}[d.IntN(5)], address[2:6])
	one.Name = &name
	record := func(format string, arguments ...any) *string {
		if d.chance(0.4) {
			return nil
		}
		text := fmt.Sprintf(format, arguments...)
		return &text
	}
	return namedIdentity{
		identity: one, Description: record("Runs <b>%d GPUs</b> &amp; likes \"streams\".<br />Since %d.", 1+d.IntN(40), 2019+d.IntN(7)),
		URL: record("https://%s.example/", name), Twitter: record("@%s", address[2:8]), Github: record("%s", address[2:10]),
		Avatar: record("/api/ens-data/image/%s", url.PathEscape(name)),
	}
}

// name answers ens-data/{address}.
func (h *Hosts) name(p party, at time.Time) answer {
	place := slices.IndexFunc(h.world.Orchestrators(), func(o Orchestrator) bool { return o.Address == p.Address })
	switch {
	case place == refusedName:
		return invalid(week, "Invalid address format")
	case h.down(Chain, at):
		return internalError(week, "HTTP request failed.")
	case place < 0:
		return found(week, h.identify(p, namedOthers))
	default:
		return found(week, h.identify(p, namedOrchestrators))
	}
}

// names answers ens-data: the first accounts that the subgraph has, without those whose look-up fails.
func (h *Hosts) names(_ *http.Request, at time.Time) answer {
	if h.down(Subgraph, at) {
		return internalError(week, "fetch failed")
	}
	orchestrators, list := len(h.world.Orchestrators()), []any{}
	for i, account := range h.world.Accounts() {
		share := namedOthers
		if i < orchestrators {
			share = namedOrchestrators
		}
		if i < listedNames && i != refusedName {
			list = append(list, h.identify(party{account, lower(account)}, share))
		}
	}
	return found(week, list)
}

// avatar answers ens-data/image/{name}: the world has no images.
func (h *Hosts) avatar(*http.Request, time.Time) answer {
	return answer{status: http.StatusNotFound, class: week, body: apiError{Error: "ENS avatar not found", Code: "NOT_FOUND"}}
}
