package graphnode_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

func TestGetGivesACopyOfTheNewestVersion(t *testing.T) {
	s := changing(t)
	got := s.Get("Keeper", "a")
	want := graphnode.Entity{
		"id": "a", "name": "five", "grade": "Fair", "stock": "1", "count": "1", "open": true, "boss": "a",
		"tags": []string{"x"}, "friends": []string{},
	}
	if difference := cmp.Diff(want, got); difference != "" {
		t.Errorf("a is another one: %s", difference)
	}
	got["tags"].([]string)[0] = "y"
	if difference := cmp.Diff(want, s.Get("Keeper", "a")); difference != "" {
		t.Errorf("a was changed through what Get gave: %s", difference)
	}
	for _, none := range [][2]string{{"Keeper", "c"}, {"Keeper", "x"}, {"Nope", "a"}, {"Event", "a"}} {
		if e := s.Get(none[0], none[1]); e != nil {
			t.Errorf("%v is %v", none, e)
		}
	}
	if s.Schema() != shop {
		t.Error("the schema is another one")
	}
}

func TestNumbersAreNormalised(t *testing.T) {
	s := newShop(t)
	s.Begin(graphnode.Block{Number: 100})
	a := serve(t, s, options())
	for _, c := range [][3]string{
		{"stock", "0", "0"},
		{"stock", "-0.00", "0"},
		{"stock", "007.2500", "7.25"},
		{"stock", "+1", "1"},
		{"stock", ".5", "0.5"},
		{"stock", "-1.50E3", "-1500"},
		{"stock", "25e-5", "0.00025"},
		{"stock", "0.1234567890123456789012345678901234567890", "0.1234567890123456789012345678901235"},
		{"stock", "99999999999999999999999999999999999.5", "100000000000000000000000000000000000"},
		{"stock", "123456789012345678901234567890123449", "123456789012345678901234567890123400"},
		{"count", "007", "7"},
		{"count", "-0", "0"},
		{"count", "+12", "12"},
		{"count", strings.Repeat("9", 78), strings.Repeat("9", 78)},
	} {
		s.Put("Keeper", "a", keeper(graphnode.Entity{c[0]: c[1]}))
		if got, want := a.data(`{ keeper(id: "a") { `+c[0]+` } }`, ""), `{"keeper":{"`+c[0]+`":"`+c[2]+`"}}`; got != want {
			t.Errorf("%s %s is given as %s, want %s", c[0], c[1], got, want)
		}
	}
}

// TestOrdersAnswerAsAScanDoes asks two stores of the same content. In one of them every field has changed once, so that
// no order can be kept of it and each list is found by looking at all rows.
func TestOrdersAnswerAsAScanDoes(t *testing.T) {
	steady, drifted := newShop(t), newShop(t)
	steady.Begin(graphnode.Block{Number: 100})
	drifted.Begin(graphnode.Block{Number: 99})
	var rows []graphnode.Entity
	for i := range 60 {
		row := keeper(graphnode.Entity{
			"name": strings.Repeat("n", i%3), "grade": []string{"Poor", "Fair", "Good"}[i%3], "stock": fmt.Sprintf("%d.5", i%7-3),
			"count": fmt.Sprint(i * i % 50), "open": i%2 == 0, "boss": fmt.Sprintf("k%02d", i%9), "friends": []string{"k01", "k02"},
		})
		if i%4 > 0 {
			row["age"], row["mentor"] = int64(i%5), fmt.Sprintf("k%02d", i%70)
		}
		rows = append(rows, row)
		drifted.Put("Keeper", fmt.Sprintf("k%02d", i), graphnode.Entity{"age": int64(-1), "name": "x", "hash": "0x"})
	}
	drifted.Begin(graphnode.Block{Number: 100})
	for i, row := range rows {
		steady.Put("Keeper", fmt.Sprintf("k%02d", i), row)
		drifted.Put("Keeper", fmt.Sprintf("k%02d", i), row)
	}
	one, other := serve(t, steady, options()), serve(t, drifted, options())
	rapid.Check(t, func(t *rapid.T) {
		query := fmt.Sprintf("{ keepers(orderBy: %s, orderDirection: %s, first: %d, skip: %d, where: %s) { id mentor { id } friends { id } } }",
			rapid.SampledFrom([]string{"id", "age", "stock", "count", "grade", "mentor", "boss", "mentor__age", "open"}).Draw(t, "order"),
			rapid.SampledFrom([]string{"asc", "desc"}).Draw(t, "direction"),
			rapid.IntRange(1, 70).Draw(t, "first"), rapid.IntRange(0, 20).Draw(t, "skip"), drawFilter(t, 2))
		if a, b := one.ask(query, ""), other.ask(query, ""); a != b || !strings.HasPrefix(a, `{"data":`) {
			t.Fatalf("%s gives\n%s by its orders, and\n%s without", query, a, b)
		}
	})
}

// drawFilter draws a filter of keepers with so many levels below it.
func drawFilter(t *rapid.T, levels int) string {
	n := rapid.IntRange(0, 8).Draw(t, "number")
	leaves := []string{
		fmt.Sprintf(`age_gte: %d`, n), fmt.Sprintf(`age_lt: %d`, n), `age: null`, `mentor_not: null`, fmt.Sprintf(`count_gt: "%d"`, 5*n),
		fmt.Sprintf(`stock_in: ["%d.5", "-1.5", "%d.5"]`, n, n), fmt.Sprintf(`id_gt: "k%d"`, n), fmt.Sprintf(`id_lte: "k%d"`, n),
		`grade_not: Fair`, `open: true`, fmt.Sprintf(`boss: "k%02d"`, n), `boss_not_in: ["k01", "k02"]`, `friends_contains: ["k01"]`,
		`_change_block: {number_gte: 100}`,
	}
	if levels == 0 {
		return "{" + rapid.SampledFrom(leaves).Draw(t, "leaf") + "}"
	}
	below := func() string { return drawFilter(t, levels-1) }
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return "{and: [" + below() + ", " + below() + "]}"
	case 1:
		return "{or: [" + below() + ", " + below() + "]}"
	case 2:
		return "{mentor_: " + below() + "}"
	case 3:
		return "{boss_: " + below() + ", " + rapid.SampledFrom(leaves).Draw(t, "beside") + "}"
	case 4:
		return "{}"
	}
	return below()
}

func TestReadingWhileWriting(t *testing.T) {
	s := filled(t)
	a := serve(t, s, options())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 20 {
				a.data(`{ sales(orderBy: timestamp, first: 1000) { id keeper { name } receipt { events { id } } } }`, "")
			}
		})
	}
	for i := range 500 {
		s.Begin(graphnode.Block{Number: int64(300 + i)})
		s.Put("Sale", fmt.Sprint("n", i), graphnode.Entity{"timestamp": int64(3000 - i), "receipt": "r0", "keeper": "a", "amount": "1"})
		s.Put("Keeper", "a", keeper(graphnode.Entity{"count": fmt.Sprint(i)}))
	}
	readers.Wait()
	if got := ids(t, a.data(`{ sales(orderBy: timestamp, first: 2, where: {timestamp_gt: 2500}) { id } }`, "")); got != "n499 n498" {
		t.Errorf("the newest sales are %s", got)
	}
}
