package inputs_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/inputs"
)

func TestClaim(t *testing.T) {
	got, problems := inputs.ParseClaim("c.json", []byte(inputs.ExampleClaim))
	if problems != nil {
		t.Fatal(texts(problems))
	}
	if len(got.Message) != 306 || got.Fields["name"] != "Example Capital" || got.Visibility != "public" || len(got.ProofURLs) != 1 {
		t.Errorf("got %+v", got)
	}
	if !strings.Contains(claimsReadme(t), strings.ReplaceAll(got.Message, "\r", "")) {
		t.Error("the folder's README shows another message")
	}
}

func claimsReadme(t *testing.T) string {
	t.Helper()
	for _, template := range inputs.Templates() {
		if template.Name == "claims/README.md" {
			return template.Text
		}
	}
	t.Fatal("there is no README for claims")
	return ""
}

func TestMistakesInClaims(t *testing.T) {
	change := func(from, to string) string {
		before, after, ok := strings.Cut(inputs.ExampleClaim, from)
		if !ok {
			t.Fatalf("the example has no %q", from)
		}
		return before + to + after
	}
	tests := []struct{ name, text, want string }{
		{"no object", "[]", "c.json:1: it is no JSON object: begin with {"},
		{"form", "{\n  \"message\": \"a\",\n  \"signature\" 1}", "c.json:3: expected colon after object key"},
		{"cut", "{\n  \"message\": \"a\"", "c.json:2: the file ends before the object does: close it with }"},
		{"beyond", inputs.ExampleClaim + "{}", "c.json:7: something follows the closing brace"},
		{"missing", "{}", "c.json:1: message: the key is missing\nc.json:1: signature: the key is missing"},
		{"unknown key", change(`"proof_urls"`, `"proofs_url"`), `c.json:4: unknown key "proofs_url": did you mean "proof_urls"?`},
		{"type", change(`["https://forum.livepeer.org/t/9999/1"]`, `"x"`), `c.json:4: proof_urls: write a list of addresses: ["https://…"]`},
		{"signature", change(`"0xf449`, `"0xf4`), "c.json:3: signature: it must be 0x and 130 hex digits (65 bytes), these are 130 characters"},
		{"newline", change(`2027-11-01T00:00:00Z"`, `2027-11-01T00:00:00Z\n"`), "c.json:2: message: it ends with a newline, which is not part of what is signed: take it away and sign again"},
		{"title", change("identification v1", "identification v2"), `c.json:2: message: its first line is "Livepeer investor self-identification v2": it must be "Livepeer investor self-identification v1"`},
		{"order", change(`nname: Example Capital\ncategory: investor`, `ncategory: investor\nname: Example Capital`), "c.json:2: message: line 4 is \"category: investor\": it must be the field name\nc.json:2: message: line 5 is \"name: Example Capital\": it must be the field category"},
		{"category", change("category: investor", "category: investors"), `c.json:2: message.category: "investors" is not allowed: did you mean "investor"?`},
		{"times", change("2027-11-01T", "2025-11-01T"), "c.json:2: message.expires_at: 2025-11-01T00:00:00Z is not after issued_at, which is 2026-11-01T00:00:00Z"},
		{"visibility", change(`"public"`, `"pubic"`), `c.json:5: visibility: "pubic" is not allowed: did you mean "public"?`},
		{"fields", change(`\ncares_about: emissions,treasury-spending`, ""), "c.json:2: message: it has 8 lines in place of 9: the title, then address, chain_id, name, category, statement_url, cares_about, issued_at, expires_at"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := inputs.ParseClaim("c.json", []byte(tt.text))
			if diff := cmp.Diff(tt.want, texts(problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParseClaim(f *testing.F) {
	f.Add(inputs.ExampleClaim)
	f.Add(`{"message": null, "message": ""}`)
	f.Add("{")
	f.Fuzz(func(t *testing.T, text string) {
		claim, problems := inputs.ParseClaim("c.json", []byte(text))
		if problems == nil && (claim.Fields["address"] == "" || claim.Signature == "") {
			t.Errorf("no problem, but %+v", claim)
		}
	})
}
