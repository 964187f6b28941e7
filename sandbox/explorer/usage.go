package explorer

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// The minutes of video that fees are taken for: fees / price of a pixel / pixels of a minute. They reproduce the minutes of the
// recorded days, as 0.41967066888 ETH and 116750.779 minutes of 2022-02-15.
const (
	ethPerPixel     = 1.2e-15
	pixelsPerMinute = 2_995_488_000
)

func (d Day) minutes() float64 { return d.VolumeETH / ethPerPixel / pixelsPerMinute }

// cutOver is the number of days after the begin at which the file of old days ends and the live service starts: that day is in
// both, and in the answer twice.
const cutOver = 9

type usageDay struct {
	Date              int64   `json:"dateS"`
	VolumeETH         float64 `json:"volumeEth"`
	VolumeUSD         float64 `json:"volumeUsd"`
	Minutes           float64 `json:"feeDerivedMinutes"`
	ParticipationRate float64 `json:"participationRate"`
	Inflation         float64 `json:"inflation"`
	ActiveTranscoders float64 `json:"activeTranscoderCount"`
	Delegators        float64 `json:"delegatorsCount"`
}

type usageWeek struct {
	Date      int64   `json:"date"`
	VolumeUSD float64 `json:"weeklyVolumeUsd"`
	VolumeETH float64 `json:"weeklyVolumeEth"`
	Minutes   float64 `json:"weeklyUsageMinutes"`
}

// usage answers the route of that name: like protocol-day-data, with ETH and minutes. The real one refuses less than three weeks
// of days, which it never has; this one takes a week that isn't there for zero.
func (h *Hosts) usage(r *http.Request, at time.Time) answer {
	all, err := h.world.Days(r.Context(), at)
	if err != nil || h.down(Usage, at) {
		return badGateway(class{}, "livepeer.com usage API")
	}
	days := h.twice(active(all))
	if len(days) < 2 {
		return internalError(class{}, "Insufficient daily data for calculations")
	}
	weeks := totals(days)
	rows, sums := make([]usageDay, len(days)), make([]usageWeek, len(weeks))
	for i, d := range days {
		rows[i] = usageDay{
			d.Date, d.VolumeETH, d.VolumeUSD, d.minutes(), d.ParticipationRate, d.Inflation, d.ActiveTranscoders, d.Delegators,
		}
	}
	for i, w := range weeks {
		sums[i] = usageWeek{w.date, w.usd, w.eth, w.minutes}
	}
	today, before := fromEnd(days, 0), fromEnd(days, 1)
	week, weekBefore := fromEnd(weeks, 1), fromEnd(weeks, 2)
	body := figures(days, weeks)
	maps.Copy(body, map[string]any{
		"dayData": rows, "weeklyData": sums,
		"oneDayVolumeETH": today.VolumeETH, "volumeChangeETH": change(today.VolumeETH, before.VolumeETH),
		"oneDayUsage": today.minutes(), "dailyUsageChange": change(today.minutes(), before.minutes()),
		"oneWeekVolumeETH": week.eth, "weeklyVolumeChangeETH": change(week.eth, weekBefore.eth),
		"oneWeekUsage": week.minutes, "weeklyUsageChange": change(week.minutes, weekBefore.minutes),
	})
	return found(day, body)
}

// twice puts the day of the cut-over into the list twice.
func (h *Hosts) twice(days []Day) []Day {
	cut := (h.config.Begin.Unix()/secondsPerDay + cutOver) * secondsPerDay
	if i := slices.IndexFunc(days, func(d Day) bool { return d.Date == cut }); i >= 0 {
		return slices.Insert(days, i, days[i])
	}
	return days
}
