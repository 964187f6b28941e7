package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/config"
)

func environment(key string) (string, bool) {
	v, ok := map[string]string{"RPC_KEY": "s3cr3t-v4lue-of-the-key"}[key]
	return v, ok
}

func TestNoFileIsArbitrumByItsPublicEndpoint(t *testing.T) {
	t.Chdir(t.TempDir())
	got, err := config.Load("", environment)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(config.Default(), got); diff != "" {
		t.Error(diff)
	}
}

func TestAFileThatIsNamedMustExist(t *testing.T) {
	if _, err := config.Load(filepath.Join(t.TempDir(), "none.yaml"), environment); err == nil {
		t.Error("no error")
	}
}

func TestPathsCountFromTheFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "lakepeer.yaml")
	text := "network: ./dev.yaml\nhome: data\nsources: {chain: [{name: dev, endpoint: 'http://127.0.0.1:1'}]}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := config.Load(file, environment)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "data"); got.Home != want {
		t.Errorf("home %q, want %q", got.Home, want)
	}
	if want := filepath.Join(dir, "dev.yaml"); got.Network != want {
		t.Errorf("network %q, want %q", got.Network, want)
	}
}

func TestVariablesComeFromTheEnvironmentAndAreSecrets(t *testing.T) {
	got, err := config.Parse("f.yaml", []byte("sources:\n  chain:\n    - name: main\n      endpoint: https://node.example/v2/${RPC_KEY}\n"), environment)
	if err != nil {
		t.Fatal(err)
	}
	if want := "https://node.example/v2/s3cr3t-v4lue-of-the-key"; got.Sources.Chain[0].Endpoint != want {
		t.Errorf("endpoint %q", got.Sources.Chain[0].Endpoint)
	}
	if diff := cmp.Diff([]string{"s3cr3t-v4lue-of-the-key"}, got.Secrets); diff != "" {
		t.Error(diff)
	}
}

func TestMistakes(t *testing.T) {
	chain := func(lines string) string { return "sources:\n  chain:\n    - name: main\n" + lines }
	tests := []struct{ name, text, want string }{
		{"unknown key", "memroy: 1\n", `f.yaml:1: unknown key "memroy"`},
		{"nearest key", "build:\n  memory_limits: 1GB\n", `f.yaml:2: unknown key "memory_limits": did you mean "memory_limit"?`},
		{"missing variable", chain("      endpoint: https://x.example/${NOPE}\n"), "f.yaml:4: the environment variable NOPE is not set: set it, or take ${NOPE} out of the file"},
		{
			"secret by name", chain("      api_key: abc\n"),
			`f.yaml:4: "api_key" looks like a secret written in the file (its name says so): put it in an environment variable and write ${NAME} in its place`,
		},
		{
			"secret in path", chain("      endpoint: https://x.example/v2/AbCdEfGhIjKlMnOpQr123456\n"),
			`f.yaml:4: "endpoint" looks like a secret written in the file (a long random part of the address): put it in an environment variable and write ${NAME} in its place`,
		},
		{
			"password", chain("      endpoint: https://me:pw@x.example/\n"),
			`f.yaml:4: "endpoint" looks like a secret written in the file (a user or password in the address): put it in an environment variable and write ${NAME} in its place`,
		},
		{
			"parameter", chain("      endpoint: https://x.example/?apikey=1\n"),
			`f.yaml:4: "endpoint" looks like a secret written in the file (the parameter apikey of the address): put it in an environment variable and write ${NAME} in its place`,
		},
		{"endpoint", chain("      endpoint: ftp://x.example\n"), `f.yaml:4: sources.chain: the endpoint of "main" must be an http or https address`},
		{"name", "sources:\n  chain:\n    - name: Main Net\n", `f.yaml:3: sources.chain: the name "Main Net" must be lower-case letters, digits and dashes`},
		{
			"same name", chain("      endpoint: http://a\n    - name: main\n      endpoint: http://b\n"),
			`f.yaml:5: sources.chain: the name "main" is used twice`,
		},
		{"memory", "build: {memory_limit: lots}\n", `f.yaml:1: build.memory_limit "lots": write a number and MB or GB, like 512MB`},
		{"keep", "publications: {keep: -1}\n", "f.yaml:1: publications.keep must be 1 or more"},
		{"no endpoint", "network: dev.yaml\n", `f.yaml: the network "dev.yaml" has no public endpoint that we know: configure one under sources.chain`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := config.Parse("f.yaml", []byte(tt.text), environment)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func FuzzParseNeverShowsASecret(f *testing.F) {
	f.Add("endpoint: https://x/${RPC_KEY}")
	f.Add("sources: {chain: [{name: main, endpoint: '${RPC_KEY}'}]}")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := config.Parse("f.yaml", []byte(text), environment)
		if err != nil && strings.Contains(err.Error(), "s3cr3t-v4lue-of-the-key") && !strings.Contains(text, "s3cr3t") {
			t.Errorf("the error holds the secret: %v", err)
		}
	})
}
