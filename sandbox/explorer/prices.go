package explorer

import (
	"math"
	"math/big"
	"time"
)

// How often the price list asks, and how long a price stays, in seconds.
const (
	priceEvery = 3600
	priceEra   = 5 * 86400
)

// The places of the orchestrators that the price list has no row of, and a price of 0 of.
const (
	unlisted    = 3
	unavailable = 7
)

// listed is the price list's record of an orchestrator. Its big numbers are floats.
type listed struct {
	Address           string
	ServiceURI        string
	LastRewardRound   int64
	RewardCut         int64
	FeeShare          int64
	DelegatedStake    float64
	ActivationRound   int64
	DeactivationRound float64
	Active            bool
	Status            string
	// PricePerPixel is in wei, with fractions; 0 says that the orchestrator didn't answer.
	PricePerPixel float64
	// UpdatedAt is in Unix seconds.
	UpdatedAt int64
}

// prices lists the records at an instant.
func (h *Hosts) prices(at time.Time) []listed {
	list := []listed{}
	for i, o := range h.world.Orchestrators() {
		asked := at.Unix() / priceEvery * priceEvery
		price, ok := h.price(contender{lower(o.Address), i}, asked)
		if !ok {
			continue
		}
		status := "NotRegistered"
		if o.Registered {
			status = "Registered"
		}
		list = append(list, listed{
			Address: lower(o.Address), ServiceURI: o.ServiceURI, LastRewardRound: o.LastRewardRound, RewardCut: o.RewardCut, FeeShare: o.FeeShare,
			DelegatedStake: float(o.Delegated), ActivationRound: o.ActivationRound, DeactivationRound: float(o.DeactivationRound),
			Active: o.Active, Status: status, PricePerPixel: price, UpdatedAt: asked,
		})
	}
	return list
}

func float(n *big.Int) float64 {
	f, _ := new(big.Float).SetInt(n).Float64()
	return f
}

// price gives what an orchestrator asks for a pixel, in wei, at an instant in Unix seconds. It stays the same for some days.
func (h *Hosts) price(c contender, at int64) (wei float64, ok bool) {
	if c.position == unlisted || at < h.config.Begin.Unix() {
		return 0, false
	}
	if c.position == unavailable {
		return 0, true
	}
	era := (at + h.draw(0, "era", c.address).Int64N(priceEra)) / priceEra
	usual := h.draw(0, "price", c.address).between(150, 1500)
	return math.Floor(1000*usual*h.draw(era, "change", c.address).between(0.8, 1.25)) / 1000, true
}

// priced is one row of an orchestrator's price history.
type priced struct {
	PricePerPixel float64
	// Time is in Unix seconds.
	Time int64
}

// history gives an orchestrator's prices from one instant to another, newest first.
func (h *Hosts) history(c contender, from, till int64) []priced {
	list := []priced{}
	for at := till / priceEvery * priceEvery; at >= max(from, h.config.Begin.Unix()); at -= priceEvery {
		if wei, ok := h.price(c, at); ok {
			list = append(list, priced{wei, at})
		}
	}
	return list
}
