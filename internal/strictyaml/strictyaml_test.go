package strictyaml_test

import (
	"testing"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

type sample struct {
	Name  string            `yaml:"name"`
	Limit int               `yaml:"memory_limit"`
	Items []item            `yaml:"items"`
	Tags  map[string]string `yaml:"tags"`
}

type item struct {
	Address string `yaml:"address"`
}

func TestDecodeNamesTheLineAndTheNearestKey(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"misspelt key", "name: a\nmemroy_limit: 3\n", `f.yaml:2: unknown key "memroy_limit": did you mean "memory_limit"?`},
		{"far key", "zzzzzzzzzz: 3\n", `f.yaml:1: unknown key "zzzzzzzzzz"`},
		{"nested key", "items:\n  - adddress: x\n", `f.yaml:2: unknown key "adddress": did you mean "address"?`},
		{"wrong type", "name: a\nmemory_limit: much\n", "f.yaml:2: cannot construct !!str `much` into int"},
		{"syntax", "name: [a\n", "f.yaml:2: did not find expected ',' or ']'"},
		{"twice", "name: a\nname: b\n", `f.yaml:2: mapping key "name" already defined at line 1`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := strictyaml.Decode("f.yaml", []byte(tt.text), &sample{})
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestDecodeKeepsAddressesAsWritten(t *testing.T) {
	var got sample
	err := strictyaml.Decode("f.yaml", []byte("items:\n  - address: 0x000000000000000000000000000000000000dEaD\ntags: {a: b}\n"), &got)
	if err != nil {
		t.Fatal(err)
	}
	if got.Items[0].Address != "0x000000000000000000000000000000000000dEaD" || got.Tags["a"] != "b" {
		t.Errorf("got %+v", got)
	}
}

func TestDecodeOfNothingLeavesTheValue(t *testing.T) {
	got := sample{Name: "kept"}
	for _, text := range []string{"", "# only a comment\n", "---\n"} {
		if err := strictyaml.Decode("f.yaml", []byte(text), &got); err != nil || got.Name != "kept" {
			t.Errorf("%q: got %+v, %v", text, got, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("name: a\nitems: [{address: x}]\n")
	f.Add("? [a]\n: b")
	f.Add("&a [*a]")
	f.Fuzz(func(_ *testing.T, text string) {
		_ = strictyaml.Decode("f.yaml", []byte(text), &sample{}) // must not panic
	})
}
