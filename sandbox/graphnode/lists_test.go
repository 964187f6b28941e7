package graphnode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

func TestListsAreOrderedFilteredAndCut(t *testing.T) {
	a := serve(t, filled(t), options())
	for _, c := range []struct{ name, arguments, want string }{
		{"by id, byte by byte", ``, "B a b c"},
		{"backwards", `orderDirection: desc`, "c b a B"},
		{"first", `first: 2`, "B a"},
		{"skip", `skip: 1, first: 2`, "a b"},
		{"skip past the end", `skip: 9`, ""},
		{"numbers of any size", `orderBy: count`, "c a b B"},
		{"ties by id", `orderBy: stock`, "b B c a"},
		{"ties by id backwards", `orderBy: stock, orderDirection: desc`, "a c B b"},
		{"null comes last", `orderBy: age`, "a c B b"},
		{"null comes first backwards", `orderBy: age, orderDirection: desc`, "b B c a"},
		{"an enum's order", `orderBy: grade`, "b B c a"},
		{"booleans", `orderBy: open`, "b B a c"},
		{"a reference", `orderBy: mentor`, "b B c a"},
		{"a field of a reference, dangling is null", `orderBy: mentor__count`, "b B a c"},
		{"the same backwards", `orderBy: mentor__count, orderDirection: desc`, "c a B b"},
		{"equal", `where: {count: "9"}`, "a"},
		{"a number as a number", `where: {count: 9}`, "a"},
		{"a number that no integer holds", `where: {count: "100000000000000000000000"}`, "B"},
		{"numbers are compared as numbers", `where: {count_gt: "9"}`, "B b"},
		{"numbers in another notation", `where: {stock: "2.00"}`, "B c"},
		{"at least", `where: {stock_gte: "2"}`, "B a c"},
		{"less", `where: {stock_lt: "2"}`, "b"},
		{"at most", `where: {age_lte: 30}`, "a c"},
		{"not", `where: {grade_not: Fair}`, "a b"},
		{"not leaves null out", `where: {name_not: "Anna"}`, "b c"},
		{"null", `where: {name: null}`, "B"},
		{"not null", `where: {mentor_not: null}`, "B b c"},
		{"in", `where: {id_in: ["c", "a", "x", "a"]}`, "a c"},
		{"in backwards", `where: {id_in: ["c", "a"]}, orderDirection: desc`, "c a"},
		{"in nothing", `where: {id_in: []}`, ""},
		{"not in", `where: {grade_not_in: [Good, Poor]}`, "B c"},
		{"boolean", `where: {open: false}`, "b"},
		{"keyset", `where: {id_gt: "a"}, first: 1`, "b"},
		{"ids below", `where: {id_lt: "a"}`, "B"},
		{"contains", `where: {name_contains: "n"}`, "a c"},
		{"contains, any case", `where: {name_contains_nocase: "AN"}`, "a c"},
		{"doesn't contain", `where: {name_not_contains: "n"}`, "b"},
		{"doesn't contain, any case", `where: {name_not_contains_nocase: "AN"}`, "b"},
		{"starts with", `where: {name_starts_with: "An"}`, "a"},
		{"starts with, any case", `where: {name_starts_with_nocase: "AN"}`, "a c"},
		{"doesn't start with", `where: {name_not_starts_with: "An"}`, "b c"},
		{"ends with", `where: {name_ends_with: "_c"}`, "c"},
		{"doesn't end with, any case", `where: {name_not_ends_with_nocase: "_C"}`, "a b"},
		{"bytes", `where: {hash: "0xAABB"}`, "a"},
		{"bytes without a prefix", `where: {hash_in: ["aacc"]}`, "b"},
		{"part of bytes", `where: {hash_contains: "0xcc"}`, "b"},
		{"a list's elements", `where: {tags_contains: ["old"]}`, "a"},
		{"a list's elements, any case", `where: {tags_contains_nocase: ["KIND", "old"]}`, "a"},
		{"without a list's elements", `where: {tags_not_contains: ["old"]}`, "B b c"},
		{"a whole list", `where: {tags: ["old", "Kind"]}`, "a"},
		{"an empty list", `where: {tags_not: []}`, "a"},
		{"a reference's id", `where: {mentor: "a"}`, "b"},
		{"a reference's id as text", `where: {mentor_starts_with: "go"}`, "c"},
		{"a reference's fields", `where: {mentor_: {count_gte: "10"}}`, "B"},
		{"a reference's reference", `where: {mentor_: {mentor_: {name: "Anna"}}}`, "B"},
		{"a list of references", `where: {friends_: {name: "Bert"}}`, "a"},
		{"a derived list", `where: {sales_: {amount: "3"}}`, "a"},
		{"a derived reference", `where: {badge_: {id: "1"}}`, "b"},
		{"and", `where: {and: [{stock: "2"}, {count_lt: 0}]}`, "c"},
		{"or", `where: {or: [{id: "a"}, {count_lt: 0}]}`, "a c"},
		{"or of nothing", `where: {or: []}`, ""},
		{"or within and", `where: {and: [{id_gt: "B"}, {or: [{stock: 2}, {stock: 0}]}]}`, "b c"},
		{"changed since", `where: {_change_block: {number_gte: 200}}`, "B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := asker{t, a.url}
			query := "{ keepers { id } }"
			if c.arguments != "" {
				query = "{ keepers(" + c.arguments + ") { id } }"
			}
			if got := ids(t, a.data(query, "")); got != c.want {
				t.Errorf("%s gives %q, want %q", query, got, c.want)
			}
		})
	}
}

func TestACompositeCursorPagesThroughATimeWindow(t *testing.T) {
	a := serve(t, filled(t), options())
	const query = `query($from: Int!, $to: Int!, $at: Int!, $id: ID!) { sales(first: 2, orderBy: timestamp, where: {and: [
		{timestamp_gte: $from, timestamp_lt: $to}, {or: [{timestamp_gt: $at}, {timestamp: $at, id_gt: $id}]}]}) { id } }`
	for cursor, want := range map[string]string{
		`"at":2000,"id":""`:   "s0 s1",
		`"at":2000,"id":"s0"`: "s1 s2",
		`"at":2001,"id":"s2"`: "s3",
		`"at":2001,"id":"s3"`: "",
	} {
		if got := ids(t, a.data(query, `{"from":2000,"to":2002,`+cursor+`}`)); got != want {
			t.Errorf("from %s on come %q, want %q", cursor, got, want)
		}
	}
}

func TestEveryListIsCutAtAHundred(t *testing.T) {
	s := newShop(t)
	s.Begin(graphnode.Block{Number: 100})
	s.Put("Keeper", "a", keeper(nil))
	s.Put("Receipt", "r", graphnode.Entity{"number": "1"})
	for i := range 1200 {
		s.Put("Sale", fmt.Sprintf("%04d", i), graphnode.Entity{"timestamp": int64(i), "receipt": "r", "keeper": "a", "amount": "1"})
	}
	a := serve(t, s, options())
	for query, want := range map[string]int{
		`{ sales { timestamp } }`:                                        100,
		`{ sales(first: 1000) { timestamp } }`:                           1000,
		`{ sales(first: null, skip: null) { timestamp } }`:               100,
		`{ sales(first: 1000, skip: 1100) { timestamp } }`:               100,
		`{ keepers { sales { timestamp } } }`:                            100,
		`{ keepers { sales(first: 1000) { timestamp } } }`:               1000,
		`{ receipts { events { timestamp } } }`:                          100,
		`{ receipts { events(skip: 1000, first: 500) { timestamp } } }`:  200,
		`query($n: Int = 7) { sales(first: $n) { timestamp } }`:          7,
		`{ sales(first: 3, orderBy: receipt__number) { timestamp } }`:    3,
		`{ events(first: 4, orderBy: timestamp, skip: 2) { timestamp }}`: 4,
	} {
		if got := strings.Count(a.data(query, ""), "timestamp"); got != want {
			t.Errorf("%s gives %d rows, want %d", query, got, want)
		}
	}
}

func TestRelationsAreFollowed(t *testing.T) {
	a := serve(t, filled(t), options())
	for _, c := range []struct{ name, query, want string }{
		{"one", `{ keeper(id: "b") { name mentor { name } } }`, `{"keeper":{"name":"Bert","mentor":{"name":"Anna"}}}`},
		{"none", `{ keeper(id: "x") { name } }`, `{"keeper":null}`},
		{"an id as a number", `{ badge(id: 1) { owner { id } } }`, `{"badge":{"owner":{"id":"b"}}}`},
		{"one that dangles", `{ keeper(id: "c") { mentor { id } } }`, `{"keeper":{"mentor":null}}`},
		{
			"a list of ids comes by id, without those that dangle", `{ keeper(id: "a") { friends { id } } }`,
			`{"keeper":{"friends":[{"id":"b"},{"id":"c"}]}}`,
		},
		{
			"a list of ids in an order", `{ keeper(id: "a") { friends(orderBy: count, first: 1) { id } } }`,
			`{"keeper":{"friends":[{"id":"c"}]}}`,
		},
		{
			"a list of ids, filtered", `{ keeper(id: "a") { friends(where: {open: false}) { id } } }`,
			`{"keeper":{"friends":[{"id":"b"}]}}`,
		},
		{
			"a derived list", `{ keeper(id: "a") { sales(orderBy: amount, orderDirection: desc, first: 2) { id } } }`,
			`{"keeper":{"sales":[{"id":"s4"},{"id":"s3"}]}}`,
		},
		{
			"a derived reference", `{ b: keeper(id: "b") { badge { id } } c: keeper(id: "c") { badge { id } } }`,
			`{"b":{"badge":{"id":"1"}},"c":{"badge":null}}`,
		},
		{
			"an interface", `{ events(orderBy: timestamp, first: 4) { id __typename ... on Sale { amount } } }`,
			`{"events":[{"id":"s0","__typename":"Sale","amount":"0"},{"id":"s1","__typename":"Sale","amount":"1"},` +
				`{"id":"s2","__typename":"Sale","amount":"2"},{"id":"s3","__typename":"Sale","amount":"3"}]}`,
		},
		{"an interface, filtered", `{ events(where: {timestamp: 2001, receipt_: {number: 0}}) { id } }`, `{"events":[{"id":"v1"}]}`},
		{
			"a derived list of an interface", `{ receipt(id: "r0") { events { __typename id } } }`,
			`{"receipt":{"events":[{"__typename":"Sale","id":"s0"},{"__typename":"Sale","id":"s1"},{"__typename":"Visit","id":"v1"}]}}`,
		},
		{"one of an interface", `{ event(id: "v1") { receipt { number } } }`, `{"event":{"receipt":{"number":"0"}}}`},
		{
			"fragments and aliases", `{ k: keeper(id: "a") { ...named n: name ... on Keeper { mentor { id } } } } fragment named on Keeper { name }`,
			`{"k":{"name":"Anna","n":"Anna","mentor":null}}`,
		},
		{
			"a field mentioned twice", `{ keeper(id: "b") { mentor { id } mentor { name } } }`,
			`{"keeper":{"mentor":{"id":"a","name":"Anna"}}}`,
		},
		{
			"skip and include", `query($y: Boolean = true) { keeper(id: "b") { id @skip(if: $y) name @include(if: $y) } }`,
			`{"keeper":{"name":"Bert"}}`,
		},
		{
			"every kind of value", `{ keeper(id: "a") { hash grade stock count age open tags } }`,
			`{"keeper":{"hash":"0xaabb","grade":"Good","stock":"10.5","count":"9","age":30,"open":true,"tags":["old","Kind"]}}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := asker{t, a.url}
			if got := a.data(c.query, ""); got != c.want {
				t.Errorf("%s gives\n%s, want\n%s", c.query, got, c.want)
			}
		})
	}
}
