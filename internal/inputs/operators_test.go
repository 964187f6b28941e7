package inputs_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/inputs"
)

func TestOperators(t *testing.T) {
	got, problems := inputs.ParseOperators("operators.yaml", []byte(`
example-pool:
  name: Example Pool
  addresses:
    - 0x00000000000000000000000000000000000000A1
    - "0X00000000000000000000000000000000000000b2"
  visibility: public
other: {addresses: [0x00000000000000000000000000000000000000c3]}
`))
	if problems != nil {
		t.Fatal(texts(problems))
	}
	want := []inputs.Operator{
		{
			ID: "example-pool", Name: "Example Pool", Visibility: "public",
			Addresses: []string{"0x00000000000000000000000000000000000000a1", "0x00000000000000000000000000000000000000b2"},
		},
		{ID: "other", Name: "other", Visibility: "private", Addresses: []string{"0x00000000000000000000000000000000000000c3"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMistakesInOperators(t *testing.T) {
	got, problems := inputs.ParseOperators("f.yaml", []byte(`a:
  addresses:
    - 0x00000000000000000000000000000000000000A1
b:
  nam: B
  addresses:
    - 0x00000000000000000000000000000000000000a1
    - 0x12
  visibility: publc
C d: {addresses: []}
e: text
f: {name: [], addresses: 0x00000000000000000000000000000000000000A2}
`))
	want := `f.yaml:5: unknown key "nam": did you mean "name"?
f.yaml:7: addresses: 0x00000000000000000000000000000000000000a1 is already in line 3: an address belongs to one operator
f.yaml:8: addresses: "0x12" is no address: write 0x and 40 hex digits (these are 4 characters)
f.yaml:9: visibility: "publc" is not allowed: did you mean "public"?
f.yaml:10: the operator's id "C d" must be lower-case letters, digits and dashes
f.yaml:10: C d: it has no address: list them under addresses
f.yaml:11: e: write its name, addresses and visibility indented below
f.yaml:12: name: write a text
f.yaml:12: addresses: write a list, each address on a line after a dash
f.yaml:12: f: it has no address: list them under addresses`
	if diff := cmp.Diff(want, texts(problems)); diff != "" {
		t.Error(diff)
	}
	if len(got) != 1 || got[0].ID != "a" {
		t.Errorf("got %+v", got)
	}
}

func FuzzParseOperators(f *testing.F) {
	f.Add("a: {addresses: [0x00000000000000000000000000000000000000A1]}")
	f.Add("- a")
	f.Add("a: &x {addresses: *x}")
	f.Add("? [a]\n: b")
	f.Fuzz(func(t *testing.T, text string) {
		got, problems := inputs.ParseOperators("f.yaml", []byte(text))
		for _, operator := range got {
			if operator.ID == "" || len(operator.Addresses) == 0 {
				t.Errorf("operator %+v", operator)
			}
		}
		for _, problem := range problems {
			if problem.Text == "" {
				t.Errorf("problem %+v", problem)
			}
		}
	})
}
