package vastai

import (
	"encoding/json"
	"fmt"
)

// statTable says how a statistic is read, once models has made an element of it.
func statTable() *table {
	return &table{
		columns: statColumns(), nested: []string{"info"}, key: []string{"gpu_name", "occupancy", "verification"}, check: checkStat,
	}
}

// checkStat tells what can't be true of a statistic. Where few GPUs are counted the outer percentiles are absent.
func checkStat(r row) error {
	count := r.integer("gpu_count")
	if count < 0 {
		return fmt.Errorf("its count is %d", count)
	}
	last := 0.0
	for _, name := range []string{"price_10th_percentile", "price_median", "price_90th_percentile"} {
		price, ok := r.value(name).(float64)
		if !ok {
			continue
		}
		switch {
		case count == 0:
			return fmt.Errorf("it counts no GPU and has the %s %g", name, price)
		case price < last:
			return fmt.Errorf("its %s is %g, below what it must not be below, %g", name, price, last)
		}
		last = price
	}
	return nil
}

// models reads the models of an answer of gpu-stats: nine statistics each, by occupancy and verification, every one in a
// list of exactly one element.
type models struct {
	page *page
	// listed is how many elements came, rank how many different ones.
	listed, rank int
	seen         map[string]bool
}

// occupancies and verifications are what the statistics of a model are told apart by.
func occupancies() []string   { return []string{"rented", "available", "all"} }
func verifications() []string { return []string{"verified", "unverified", "all"} }

// element reads one model. A model that can't be taken apart is one malformed row, and so is a statistic of it.
func (m *models) element(original json.RawMessage) error {
	m.listed++
	sum := digest(original)
	if m.seen[sum] {
		return nil
	}
	m.seen[sum] = true
	m.rank++
	model, stats := takeApart(original)
	if stats == nil {
		m.page.elements++
		m.page.reject("it is no model with statistics", original)
		return nil
	}
	delete(model, "stats")
	if name, ok := model["name"]; ok {
		delete(model, "name")
		model["gpu_name"] = name
	}
	model["model_rank"] = encoded(m.rank)
	for _, occupancy := range occupancies() {
		for _, verification := range verifications() {
			model["occupancy"], model["verification"] = encoded(occupancy), encoded(verification)
			if err := m.statistic(model, stats[occupancy][verification]); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeApart gives a model's members, and its statistics by occupancy and verification, nil if it has none.
func takeApart(original json.RawMessage) (model map[string]json.RawMessage, stats map[string]map[string]json.RawMessage) {
	if json.Unmarshal(original, &model) != nil || json.Unmarshal(model["stats"], &stats) != nil {
		return nil, nil
	}
	return model, stats
}

// statistic reads one statistic of a model, whose own fields are given.
func (m *models) statistic(model map[string]json.RawMessage, original json.RawMessage) error {
	merged := map[string]json.RawMessage{}
	var one []map[string]json.RawMessage
	wrong := json.Unmarshal(original, &one) != nil || len(one) != 1
	if !wrong {
		for name, value := range one[0] {
			merged[name] = value
		}
	}
	for name, value := range model {
		merged[name] = value
	}
	if wrong {
		merged["statistic"] = encoded(original)
		m.page.elements++
		m.page.reject("it is no list of one statistic", encoded(merged))
		return nil
	}
	return m.page.element(encoded(merged))
}
