package httpclient

import (
	"net/url"
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"nothing to hide", "https://arb1.example.com/rpc?chain=42161", "https://arb1.example.com/rpc?chain=42161"},
		{"user information", "https://me:hunter2@rpc.example.com/x", "https://***@rpc.example.com/x"},
		{"key after a version", "https://arb-mainnet.example.com/v2/AbCdEfGhIjKl", "https://arb-mainnet.example.com/v2/***"},
		{"hex segment", "https://x.example.com/0123456789abcdef0123/eth", "https://x.example.com/***/eth"},
		{"base64 segment, escaped", "https://x.example.com/q%2DaZ09aZ09aZ09aZ09aZ/", "https://x.example.com/***/"},
		{"key-like name", "https://x.example.com/?apiKey=short&page=2", "https://x.example.com/?apiKey=***&page=2"},
		{"key-like value", "https://x.example.com/?q=0123456789abcdef0123", "https://x.example.com/?q=***"},
		{"key without a name", "https://x.example.com/?0123456789abcdef0123", "https://x.example.com/?***"},
		{"key as a label of the host", "https://0123456789abcdef0123.rpc.example.com/", "https://***.rpc.example.com/"},
		{"fragment", "https://x.example.com/a#token=1", "https://x.example.com/a"},
		{"port stays", "http://127.0.0.1:8545/", "http://127.0.0.1:8545/"},
		{"not a URL", "http://[::1", hidden},
		{"opaque", "mailto:someone@example.com", hidden},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Redact(test.raw); got != test.want {
				t.Errorf("Redact(%q) = %q, want %q", test.raw, got, test.want)
			}
		})
	}
}

func TestRedactorText(t *testing.T) {
	r := NewRedactor([]string{"s3cr/t value", "s3cr/t value and more", "tiny"})
	got := r.Text(`Get "https://a.example.com/v2/0123456789abcdef": bad s3cr/t value and more, s3cr%2Ft+value, tiny`)
	want := `Get "https://a.example.com/v2/***": bad ***, ***, tiny`
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("https://me:pw@rpc.example.com:8545/v3/abc?key=1&x=%zz#frag", "k")
	f.Add("//host/%2f%2f", "0123456789abcdef0123456789")
	f.Add("*:***@h?a=b=c&&=", "==")
	f.Fuzz(func(t *testing.T, raw, secret string) {
		once := Redact(raw)
		if twice := Redact(once); twice != once {
			t.Errorf("Redact(%q) = %q, and redacted again %q", raw, once, twice)
		}
		marked := "KEY" + strings.Repeat("7f", 12) + url.QueryEscape(secret)
		for _, address := range []string{
			"https://" + marked + "@rpc.example.com/", "https://u:" + marked + "@rpc.example.com/",
			"https://rpc.example.com/v3/" + marked, "https://rpc.example.com/?token=" + marked,
			"https://rpc.example.com/#" + marked,
		} {
			if shown := Redact(address); strings.Contains(shown, "KEY7f") {
				t.Errorf("Redact(%q) = %q shows the key", address, shown)
			}
		}
	})
}
