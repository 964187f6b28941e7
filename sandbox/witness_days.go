package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/explorer"
)

// daysPage is the number of days that the Explorer asks the subgraph for at once, daysQuery how it asks.
const (
	daysPage  = 1000
	daysQuery = `query Days($first: Int!, $after: Int!, $block: Int!) {
  days(first: $first, orderBy: date, where: {date_gt: $after}, block: {number: $block}) {
    date volumeETH volumeUSD totalSupply participationRate inflation activeTranscoderCount delegatorsCount
  }
}`
)

// Days asks the subgraph, as of the block of the instant.
func (w witness) Days(ctx context.Context, at time.Time) (list []explorer.Day, err error) {
	after := int64(0)
	for {
		page, err := w.askDays(ctx, after, w.finalAt(at))
		if err != nil {
			return nil, fmt.Errorf("ask the subgraph for days: %w", err)
		}
		list = append(list, page...)
		if len(page) < daysPage {
			return list, nil
		}
		after = page[len(page)-1].Date
	}
}

// day is the subgraph's answer of a day: its numbers are texts.
type day struct {
	Date                                                                                                    int64
	VolumeETH, VolumeUSD, TotalSupply, ParticipationRate, Inflation, ActiveTranscoderCount, DelegatorsCount string
}

// askDays asks for the days after one, as of a block.
func (w witness) askDays(ctx context.Context, after, block int64) ([]explorer.Day, error) {
	question, err := json.Marshal(map[string]any{
		"query": daysQuery, "variables": map[string]int64{"first": daysPage, "after": after, "block": block},
	})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "/", bytes.NewReader(question))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	reply := &reply{header: http.Header{}}
	w.subgraph.ServeHTTP(reply, request)
	var answer struct {
		Data   struct{ Days []day }
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal(reply.Bytes(), &answer); err != nil {
		return nil, fmt.Errorf("%w in %.100s", err, reply.Bytes())
	}
	if len(answer.Errors) > 0 {
		return nil, errors.New(answer.Errors[0].Message)
	}
	list := make([]explorer.Day, len(answer.Data.Days))
	for i, d := range answer.Data.Days {
		if list[i], err = d.parse(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// parse reads the texts as JavaScript's Number does.
func (d day) parse() (explorer.Day, error) {
	one := explorer.Day{Date: d.Date}
	for _, f := range []struct {
		text string
		into *float64
	}{
		{d.VolumeETH, &one.VolumeETH},
		{d.VolumeUSD, &one.VolumeUSD},
		{d.TotalSupply, &one.TotalSupply},
		{d.ParticipationRate, &one.ParticipationRate},
		{d.Inflation, &one.Inflation},
		{d.ActiveTranscoderCount, &one.ActiveTranscoders},
		{d.DelegatorsCount, &one.Delegators},
	} {
		number, err := strconv.ParseFloat(f.text, 64)
		if err != nil {
			return one, fmt.Errorf("day %d: %w", d.Date, err)
		}
		*f.into = number
	}
	return one, nil
}

// reply keeps what a handler answers.
type reply struct {
	bytes.Buffer
	header http.Header
}

func (r *reply) Header() http.Header { return r.header }
func (r *reply) WriteHeader(int)     {}
