package explorer

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

var hexAddress = regexp.MustCompile(`^0x[0-9a-fA-F]{40}$`)

// parseAddress reads an address as the library viem does: in lower case, or with a right checksum (EIP-55).
func parseAddress(text string) (common.Address, bool) {
	address := common.HexToAddress(text)
	return address, hexAddress.MatchString(text) && (strings.ToLower(text) == text || address.Hex() == text)
}

// party is an account as it was asked for.
type party struct {
	common.Address
	// asked is the text of the request.
	asked string
}

// ofAccount makes a route of what is said of an account; one that is no address is refused.
func (h *Hosts) ofAccount(c class, say func(p party, at time.Time) answer) route {
	return func(r *http.Request, at time.Time) answer {
		text := r.PathValue("address")
		address, ok := parseAddress(text)
		if !ok {
			return invalid(c, "Invalid address format")
		}
		return say(party{address, text}, at)
	}
}

func (h *Hosts) pendingStake(p party, at time.Time) answer {
	if h.down(Chain, at) {
		return internalError(revalidate, "HTTP request failed.")
	}
	a := h.world.Account(p.Address)
	return found(revalidate, map[string]string{"pendingStake": a.PendingStake.String(), "pendingFees": a.PendingFees.String()})
}

func (h *Hosts) balance(p party, at time.Time) answer {
	if h.down(Chain, at) {
		return internalError(revalidate, "HTTP request failed.")
	}
	a := h.world.Account(p.Address)
	return found(revalidate, map[string]string{"balance": a.Balance.String(), "allowance": a.Allowance.String()})
}

// l1Delegator tells of an account before the move to Arbitrum, of which this world has none.
func (h *Hosts) l1Delegator(party, time.Time) answer {
	return found(day, map[string]any{
		"delegateAddress": "", "pendingStake": "0", "pendingFees": "0", "transcoderStatus": "not-registered",
		"unbondingLocks": []any{}, "activeLocks": []any{},
	})
}
