package subgraph

import (
	"math/big"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// day is a row of Day.
type day struct {
	date                        int64
	eth                         *big.Int
	usd                         decimal
	activeStake, supply         *big.Int
	participation               decimal
	inflation                   *big.Int
	places, members, delegators int64
}

func (d *day) entity() graphnode.Entity {
	return graphnode.Entity{
		"date": d.date, "volumeETH": tokens(d.eth).String(), "volumeUSD": d.usd.String(),
		"totalActiveStake": tokens(d.activeStake).String(), "totalSupply": tokens(d.supply).String(),
		"participationRate": d.participation.String(), "inflation": d.inflation.String(),
		"numActiveTranscoders": decimalText(d.places), "activeTranscoderCount": decimalText(d.members),
		"delegatorsCount": decimalText(d.delegators),
	}
}

// day gives the row of the event's UTC day, for changing it.
func (x *Index) day(e *event) *day {
	if date := e.day(); x.state.day == nil || x.state.day.date != date {
		zero := new(big.Int)
		x.state.day = &day{date: date, eth: zero, activeStake: zero, supply: zero, inflation: zero}
	}
	x.page.show("Day", decimalText(x.state.day.date/daySeconds), x.state.day)
	return x.state.day
}

// payday is what an orchestrator got on a day, or a gateway paid: a row of TranscoderDay or BroadcasterDay.
type payday struct {
	// relation is the field that names the account.
	relation, account string
	date              int64
	eth               *big.Int
	usd               decimal
}

func (p *payday) entity() graphnode.Entity {
	return graphnode.Entity{"date": p.date, "volumeETH": tokens(p.eth).String(), "volumeUSD": p.usd.String(), p.relation: p.account}
}

// paydays are an account's newest days with tickets, the newest last.
type paydays []*payday

// keptDays is the number of days that the sums over them look at.
const keptDays = 90

// of gives the account's day, for changing it.
func (p *paydays) of(relation, account string, date int64) *payday {
	if n := len(*p); n > 0 && (*p)[n-1].date == date {
		return (*p)[n-1]
	}
	made := &payday{relation: relation, account: account, date: date, eth: new(big.Int)}
	if len(*p) == keptDays {
		*p = append((*p)[:0], (*p)[1:]...)
	}
	*p = append(*p, made)
	return made
}

// since sums the ETH wei of the days that don't begin before an instant.
func (p paydays) since(instant int64) *big.Int {
	all := new(big.Int)
	for i := len(p) - 1; i >= 0 && p[i].date >= instant; i-- {
		all.Add(all, p[i].eth)
	}
	return all
}

// volumes are the fees of the last 30, 60 and 90 days in ETH wei.
type volumes [3]*big.Int

// volumes sums up the days of the account before an instant.
func (p paydays) volumes(now int64) (v volumes) {
	for i := range v {
		v[i] = p.since(now - int64(30*(i+1))*daySeconds)
	}
	return v
}

// equal compares two sets of sums.
func (v volumes) equal(other volumes) bool {
	for i := range v {
		if v[i].Cmp(other[i]) != 0 {
			return false
		}
	}
	return true
}

// fill puts the sums into a row.
func (v volumes) fill(e graphnode.Entity) {
	for i, field := range []string{"thirtyDayVolumeETH", "sixtyDayVolumeETH", "ninetyDayVolumeETH"} {
		e[field] = tokens(v[i]).String()
	}
}

// noVolumes are those of who was never paid.
func noVolumes() volumes { return volumes{new(big.Int), new(big.Int), new(big.Int)} }
