package main

import (
	"strings"
	"testing"
	"time"
)

func measured(rounds int, nightRequests, peak int64) size {
	return size{
		population: population{Rounds: rounds, Delegators: 5000},
		first:      landed{Requests: 10, Rows: 5000, Took: time.Second, PeakBytes: peak << 20}, night: landed{Requests: nightRequests},
	}
}

func TestPromisesCompareTheLongestHistoryWithTheShortest(t *testing.T) {
	tests := []struct {
		name  string
		sizes []size
		want  [2]bool
	}{
		{"as it should be", []size{measured(450, 70, 210), measured(100, 70, 200), measured(1800, 71, 220)}, [2]bool{true, true}},
		{"requests grow", []size{measured(100, 70, 200), measured(1800, 90, 200)}, [2]bool{false, true}},
		{"memory grows", []size{measured(1800, 70, 400), measured(100, 70, 200)}, [2]bool{true, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := promises(tt.sizes)
			if got[0].holds != tt.want[0] || got[1].holds != tt.want[1] {
				t.Errorf("%+v", got)
			}
			if named := strings.Contains(markdown(tt.sizes), "**no**"); named == (tt.want == [2]bool{true, true}) {
				t.Errorf("whether the report names a broken promise: %t", named)
			}
		})
	}
}
