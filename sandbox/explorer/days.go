package explorer

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"time"
)

// secondsPerDay is the length of a UTC day, daysPerYear how far supply-change looks back.
const (
	secondsPerDay = 86400
	daysPerYear   = 365
)

// days asks the subgraph for its days from an instant on, in Unix seconds.
func (h *Hosts) days(ctx context.Context, at time.Time, from int64) ([]Day, error) {
	if h.down(Subgraph, at) {
		return nil, errors.New("fetch failed")
	}
	list, err := h.world.Days(ctx, at)
	return slices.DeleteFunc(list, func(d Day) bool { return d.Date < from }), err
}

// active takes the days out on which no round began: charts don't show them.
func active(days []Day) []Day {
	return slices.DeleteFunc(days, func(d Day) bool { return d.ActiveTranscoders <= 0 })
}

// weekTotal sums the days of a week up.
type weekTotal struct {
	// date is the first of the days, in Unix seconds.
	date              int64
	eth, usd, minutes float64
}

// totals gives the weeks of days, which begin on Sundays. The last one isn't over.
func totals(days []Day) (weeks []weekTotal) {
	number := func(d Day) int64 { return (d.Date/secondsPerDay + 4) / 7 }
	for i, d := range days {
		if i == 0 || number(d) != number(days[i-1]) {
			weeks = append(weeks, weekTotal{date: d.Date})
		}
		w := &weeks[len(weeks)-1]
		w.eth += d.VolumeETH
		w.usd += d.VolumeUSD
		w.minutes += d.minutes()
	}
	return weeks
}

// fromEnd gives the n-th member from a list's end, 0 being the last; the zero value where there is none.
func fromEnd[T any](list []T, n int) (member T) {
	if n >= 0 && n < len(list) {
		member = list[len(list)-1-n]
	}
	return member
}

// change gives by how many percent a number differs from the one before; 0 where that can't be said.
func change(now, before float64) float64 {
	percent := (now - before) / before * 100
	if math.IsNaN(percent) || math.IsInf(percent, 0) {
		return 0
	}
	return percent
}

// figures are what both charts say of the last day and of the last week that is over, with changes to the ones before.
func figures(days []Day, weeks []weekTotal) map[string]any {
	today, before := fromEnd(days, 0), fromEnd(days, 1)
	week, weekBefore := fromEnd(weeks, 1), fromEnd(weeks, 2)
	return map[string]any{
		"inflation": today.Inflation, "inflationChange": change(today.Inflation, before.Inflation),
		"participationRate": today.ParticipationRate, "participationRateChange": change(today.ParticipationRate, before.ParticipationRate),
		"delegatorsCount": today.Delegators, "delegatorsCountChange": change(today.Delegators, before.Delegators),
		"activeTranscoderCount":       today.ActiveTranscoders,
		"activeTranscoderCountChange": change(today.ActiveTranscoders, before.ActiveTranscoders),
		"oneDayVolumeUSD":             today.VolumeUSD, "volumeChangeUSD": change(today.VolumeUSD, before.VolumeUSD),
		"oneWeekVolumeUSD": week.usd, "weeklyVolumeChangeUSD": change(week.usd, weekBefore.usd),
	}
}

type protocolDay struct {
	Date              int64   `json:"dateS"`
	Inflation         float64 `json:"inflation"`
	ParticipationRate float64 `json:"participationRate"`
	Delegators        float64 `json:"delegatorsCount"`
	ActiveTranscoders float64 `json:"activeTranscoderCount"`
	VolumeUSD         float64 `json:"volumeUsd"`
}

type protocolWeek struct {
	Date      int64   `json:"date"`
	VolumeUSD float64 `json:"weeklyVolumeUsd"`
}

// protocolDays answers protocol-day-data. Its errors say nothing but null.
func (h *Hosts) protocolDays(r *http.Request, at time.Time) answer {
	all, err := h.days(r.Context(), at, 0)
	days := active(all)
	if err != nil || len(days) == 0 {
		return null(http.StatusBadGateway, class{})
	}
	weeks := totals(days)
	rows, sums := make([]protocolDay, len(days)), make([]protocolWeek, len(weeks))
	for i, d := range days {
		rows[i] = protocolDay{d.Date, d.Inflation, d.ParticipationRate, d.Delegators, d.ActiveTranscoders, d.VolumeUSD}
	}
	for i, w := range weeks {
		sums[i] = protocolWeek{w.date, w.usd}
	}
	body := figures(days, weeks)
	body["dayData"], body["weeklyData"] = rows, sums
	return found(day, body)
}

// supplyChange compares the LPT of the first and the last day of a year. Its errors say nothing but null.
func (h *Hosts) supplyChange(r *http.Request, at time.Time) answer {
	year, err := h.days(r.Context(), at, at.Unix()-daysPerYear*secondsPerDay)
	if err != nil {
		return null(http.StatusInternalServerError, day)
	}
	first, last := fromEnd(year, len(year)-1), fromEnd(year, 0)
	var fraction any
	if first.TotalSupply > 0 && last.TotalSupply > 0 {
		fraction = (last.TotalSupply - first.TotalSupply) / first.TotalSupply
	}
	return found(day, map[string]any{
		"startDate": first.Date, "endDate": last.Date, "startSupply": first.TotalSupply, "endSupply": last.TotalSupply, "supplyChange": fraction,
	})
}
