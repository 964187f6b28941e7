package graphnode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/sandbox/graphnode"
)

// changing is a shop where keeper a changes at block 20 (twice) and 30, is removed at 40 and comes back at 50.
func changing(t *testing.T) *graphnode.Store {
	t.Helper()
	s := newShop(t)
	at := func(number int64) {
		s.Begin(graphnode.Block{Number: number, Time: 10 * number, Hash: fmt.Sprintf("0x%x", number)})
	}
	at(10)
	s.Put("Keeper", "a", keeper(graphnode.Entity{"name": "first"}))
	s.Put("Keeper", "a", keeper(graphnode.Entity{"name": "one"}))
	s.Put("Keeper", "b", keeper(nil))
	at(20)
	s.Put("Keeper", "a", keeper(graphnode.Entity{"name": "passing", "age": int64(1)}))
	s.Put("Keeper", "a", keeper(graphnode.Entity{"name": "two"}))
	at(30)
	s.Put("Keeper", "a", keeper(graphnode.Entity{"name": "three", "stock": "3"}))
	at(40)
	s.Remove("Keeper", "a")
	s.Remove("Keeper", "a")
	at(50)
	s.Put("Keeper", "a", keeper(graphnode.Entity{"name": "five", "tags": []string{"x"}}))
	at(60)
	s.Put("Keeper", "a", keeper(graphnode.Entity{"name": "five", "tags": []string{"x"}})) // nothing new
	s.Put("Keeper", "c", keeper(nil))
	s.Remove("Keeper", "c")
	at(70)
	s.Put("Keeper", "later", keeper(nil))
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

func at60() graphnode.Options {
	o := options()
	o.StartBlock = 5
	o.Head = func() graphnode.Block { return graphnode.Block{Number: 60, Time: 600, Hash: "0x3c"} }
	return o
}

func TestAQuerySeesTheBlockThatItAsksFor(t *testing.T) {
	a := serve(t, changing(t), at60())
	for constraint, want := range map[string]string{
		`{number: 9}`:                `[]`,
		`{number: 10}`:               `[{"id":"a","name":"one","age":null,"stock":"1","tags":[]},{"id":"b","name":null,"age":null,"stock":"1","tags":[]}]`,
		`{number: 19}`:               `[{"id":"a","name":"one",`,
		`{number: 20}`:               `[{"id":"a","name":"two","age":null`,
		`{number: 30}`:               `[{"id":"a","name":"three","age":null,"stock":"3"`,
		`{number: 40}`:               `[{"id":"b"`,
		`{number: 49}`:               `[{"id":"b"`,
		`{number: 50}`:               `[{"id":"a","name":"five","age":null,"stock":"1","tags":["x"]},{"id":"b"`,
		`{number: 60}`:               `[{"id":"a","name":"five"`,
		`{hash: "0x14"}`:             `[{"id":"a","name":"two"`,
		`{hash: "0X1E"}`:             `[{"id":"a","name":"three"`,
		`{hash: "0x3c"}`:             `[{"id":"a","name":"five"`,
		`{number_gte: 20}`:           `[{"id":"a","name":"five"`,
		`{number_gte: 1}`:            `[{"id":"a","name":"five"`,
		`{hash: null, number: null}`: `[{"id":"a","name":"five"`,
		`null`:                       `[{"id":"a","name":"five"`,
	} {
		got := a.data(`{ keepers(block: `+constraint+`) { id name age stock tags } }`, "")
		if !strings.HasPrefix(got, `{"keepers":`+want) {
			t.Errorf("at %s keepers are %s, want %s", constraint, got, want)
		}
		if strings.Contains(got, "later") {
			t.Errorf("at %s keepers are %s, which is past the head", constraint, got)
		}
	}
}

func TestChangesShowSinceTheBlockOfTheVersion(t *testing.T) {
	a := serve(t, changing(t), at60())
	for _, c := range []struct {
		block, since int
		want         string
	}{{60, 51, ""}, {60, 50, "a"}, {60, 10, "a b"}, {30, 30, "a"}, {29, 21, ""}, {29, 20, "a"}, {10, 10, "a b"}} {
		query := fmt.Sprintf(`{ keepers(block: {number: %d}, where: {_change_block: {number_gte: %d}}) { id } }`, c.block, c.since)
		if got := ids(t, a.data(query, "")); got != c.want {
			t.Errorf("%s gives %q, want %q", query, got, c.want)
		}
	}
}

func TestABlockCanBeAVariable(t *testing.T) {
	a := serve(t, changing(t), at60())
	const query = `query($at: Block_height) { keeper(id: "a", block: $at) { name } _meta(block: $at) { block { number } } }`
	for variables, want := range map[string]string{
		`{"at":{"number":20}}`: `{"keeper":{"name":"two"},"_meta":{"block":{"number":20}}}`,
		`{"at":null}`:          `{"keeper":{"name":"five"},"_meta":{"block":{"number":60}}}`,
		`{}`:                   `{"keeper":{"name":"five"},"_meta":{"block":{"number":60}}}`,
	} {
		if got := a.data(query, variables); got != want {
			t.Errorf("with %s comes %s, want %s", variables, got, want)
		}
	}
}

func TestMeta(t *testing.T) {
	a := serve(t, changing(t), at60())
	for constraint, want := range map[string]string{
		``:                         `{"number":60,"hash":"0x3c","timestamp":600,"parentHash":null}`,
		`(block: {number: 20})`:    `{"number":20,"hash":null,"timestamp":null,"parentHash":null}`,
		`(block: {hash: "0x14"})`:  `{"number":20,"hash":"0x14","timestamp":200,"parentHash":null}`,
		`(block: {number_gte: 7})`: `{"number":60,"hash":"0x3c","timestamp":600,"parentHash":null}`,
	} {
		got := a.data(`{ _meta`+constraint+` { block { number hash timestamp parentHash } deployment hasIndexingErrors __typename } }`, "")
		want = `{"_meta":{"block":` + want + `,"deployment":"` + deployment + `","hasIndexingErrors":false,"__typename":"_Meta_"}}`
		if got != want {
			t.Errorf("_meta%s is %s, want %s", constraint, got, want)
		}
	}
}
