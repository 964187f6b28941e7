package explorer

import (
	"encoding/json"
	"fmt"

	"github.com/lakepeer/lakepeer/extract"
)

// route is one address that answers with all rows of a stream at once.
type route struct {
	stream  string
	service service
	// path has its query; what says in an error's words what is read.
	path, what string
	// decode takes the rows out of an answer. An error says that it isn't one.
	decode func(*sheet, answer) error
	// private says that a service which this route needs answers to the Explorer only.
	private bool
}

// routes are the snapshot streams.
func routes() []route {
	return []route{
		{stream: "scores", service: site, path: "/score", what: "the scores of all orchestrators", decode: byName("orchestrator")},
		{stream: "pipelines", service: site, path: "/pipelines", what: "the Explorer's pipelines", decode: listed("pipelines")},
		{stream: "regions", service: site, path: "/regions", what: "the Explorer's regions", decode: listed("regions")},
		{stream: "current_round", service: site, path: "/current-round", what: "the current round", decode: one("current-round")},
		{stream: "protocol_day", service: site, path: "/protocol-day-data", what: "the days of the protocol", decode: charted("dayData")},
		{stream: "weeks", service: site, path: "/protocol-day-data", what: "the weeks of the protocol", decode: charted("weeklyData")},
		{
			stream: "protocol_summary", service: site, path: "/protocol-day-data", what: "the figures of the protocol",
			decode: one("protocol-day-data", "dayData", "weeklyData"),
		},
		{stream: "usage_day", service: site, path: "/usage", what: "the days of usage", decode: charted("dayData"), private: true},
		{stream: "usage_weeks", service: site, path: "/usage", what: "the weeks of usage", decode: charted("weeklyData"), private: true},
		{
			stream: "usage_summary", service: site, path: "/usage", what: "the figures of usage",
			decode: one("usage", "dayData", "weeklyData"), private: true,
		},
		{stream: "supply_change", service: site, path: "/supply-change", what: "the change of the supply", decode: one("supply-change")},
		{stream: "contracts", service: site, path: "/contracts", what: "the addresses of the contracts", decode: byName("contract")},
		{stream: "leaderboard_regions", service: board, path: "/regions", what: "the leaderboard's regions", decode: listed("regions")},
		{stream: "leaderboard_ai_regions", service: aiBoard, path: "/regions", what: "the AI leaderboard's regions", decode: listed("regions")},
		{stream: "leaderboard_pipelines", service: aiBoard, path: "/pipelines", what: "the AI leaderboard's pipelines", decode: listed("pipelines")},
		{
			stream: "prices", service: priceList, path: "/orchestratorStats?excludeUnavailable=False", what: "the price list",
			decode: decodeList,
		},
	}
}

// explain says more of a failure. That a private service is down is no failure of ours: nobody else can ask it.
func (r route) explain(endpoint string, err error) error {
	if refused := refusalOf(err); r.private && refused != nil && refused.code == "EXTERNAL_API_ERROR" {
		return &extract.UnavailableError{
			Endpoint: endpoint + r.path, Optional: true, Err: err,
			WayOut: "the Explorer takes it from a service that answers nobody else, which is down; the stream protocol_day has the days' fees in USD",
		}
	}
	return err
}

// byName reads an object whose members are rows, called by their names in a column.
func byName(column string) func(*sheet, answer) error {
	return func(s *sheet, a answer) error {
		all, err := members(a.body)
		for _, m := range all {
			fields, err := fieldsOf(m.value)
			if err != nil {
				s.reject(-1, fmt.Sprintf("%.60s: %v", m.name, err), m.value)
				continue
			}
			s.add(-1, m.value, fields, a.stamped(map[string]any{column: m.name}))
		}
		return err
	}
}

// decodeList reads a list whose elements are rows.
func decodeList(s *sheet, a answer) error {
	all, err := elements(a.body)
	for _, element := range all {
		s.object(element, a.stamped(nil))
	}
	return err
}

// listed reads an object with one list, whose elements are rows. Unknown members beside it go into every row's _extra.
func listed(name string) func(*sheet, answer) error {
	return func(s *sheet, a answer) error {
		beside, err := fieldsOf(a.body)
		if err != nil {
			return err
		}
		all, err := elements(beside[name])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		delete(beside, name)
		for _, element := range all {
			fields, err := fieldsOf(element)
			if err != nil {
				s.reject(-1, err.Error(), element)
				continue
			}
			for name, value := range beside {
				if _, own := fields[name]; !own {
					fields[name] = value
				}
			}
			s.add(-1, element, fields, a.stamped(nil))
		}
		return nil
	}
}

// charted reads one of the lists of the answers that charts are made of. The members beside it are rows of other streams.
func charted(name string) func(*sheet, answer) error {
	return func(s *sheet, a answer) error {
		fields, err := fieldsOf(a.body)
		if err != nil {
			return err
		}
		all, err := elements(fields[name])
		for _, element := range all {
			s.object(element, a.stamped(nil))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	}
}

// one reads an object that is the row, but for the members that are rows of other streams. The route's name is its key where
// nothing in it could be.
func one(route string, others ...string) func(*sheet, answer) error {
	return func(s *sheet, a answer) error {
		fields, err := fieldsOf(a.body)
		if err != nil {
			return err
		}
		for _, name := range others {
			delete(fields, name)
		}
		s.add(-1, json.RawMessage(a.body), fields, a.stamped(map[string]any{"route": route}))
		return nil
	}
}
