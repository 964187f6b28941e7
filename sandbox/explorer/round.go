package explorer

import (
	"net/http"
	"time"
)

func (h *Hosts) currentRound(_ *http.Request, at time.Time) answer {
	if h.down(Chain, at) {
		return internalError(minute, "HTTP request failed.")
	}
	r := h.world.Round(at)
	return found(minute, map[string]any{
		"id": r.Number, "startBlock": r.StartL1Block, "initialized": r.Initialized, "locked": r.Locked, "roundLength": r.Length,
		"currentL1Block": r.L1Block, "currentL2Block": r.L2Block,
	})
}

// contractTitles are the contracts that the Explorer lists, with its titles.
func contractTitles() map[string]string {
	return map[string]string{
		"Controller": "Controller", "L1Migrator": "L1 Migrator", "L2Migrator": "L2 Migrator", "PollCreator": "Poll Creator",
		"BondingManager": "Bonding Manager (Proxy)", "LivepeerToken": "Livepeer Token", "LivepeerTokenFaucet": "Livepeer Token Faucet",
		"MerkleSnapshot": "Merkle Snapshot", "Minter": "Minter", "RoundsManager": "Rounds Manager (Proxy)",
		"ServiceRegistry": "Service Registry", "TicketBroker": "Ticket Broker (Proxy)", "LivepeerGovernor": "Livepeer Governor (Proxy)",
		"Treasury": "Treasury", "BondingVotes": "Bonding Votes (Proxy)",
	}
}

// contracts lists the contracts; one that the Controller doesn't know has the zero address.
func (h *Hosts) contracts(_ *http.Request, at time.Time) answer {
	if h.down(Chain, at) {
		return internalError(day, "HTTP request failed.")
	}
	list := map[string]any{}
	for name, title := range contractTitles() {
		address := h.world.Contract(name).Hex()
		site := "https://arbiscan.io/"
		if name == "L1Migrator" {
			site = "https://etherscan.io/"
		}
		list[name] = map[string]string{"name": title, "address": address, "link": site + "address/" + address}
	}
	return found(day, list)
}

// maxLag is the number of L2 blocks that the subgraph may be behind: a quarter of an hour.
const maxLag = 3600

func (h *Hosts) health(_ *http.Request, at time.Time) answer {
	status, state, check := http.StatusOK, "healthy", "ok"
	if h.down(Subgraph, at) {
		status, state, check = http.StatusServiceUnavailable, "degraded", "error"
	}
	return answer{status: status, body: map[string]any{
		"status": state, "timestamp": isoTime(at), "checks": map[string]string{"subgraph": check},
	}}
}

// subgraphHealth tells whether the subgraph is too far behind; where that can't be told, it says no.
func (h *Hosts) subgraphHealth(_ *http.Request, at time.Time) answer {
	late := h.world.Round(at).L2Block-h.world.Indexed(at) > maxLag
	unknown := h.down(Subgraph, at) || h.down(Chain, at)
	return found(minute, map[string]bool{"degraded": late && !unknown})
}
