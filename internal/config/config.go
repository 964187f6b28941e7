// Package config reads lakepeer.yaml: what to extract from where, and where the home is. Everything has a default; no
// file at all is a valid configuration, of Arbitrum One by its public endpoint.
//
//	network: arbitrum-one            # or the path of a deployment file, for another chain
//	home: ./lakepeer-home
//	sources:
//	  chain:
//	    - name: main
//	      endpoint: https://arb-mainnet.example/v2/${ARBITRUM_KEY}
//	build:
//	  memory_limit: 2GB
//
// Secrets come from the environment only: a value may name variables as ${NAME}, and a value that looks like a secret
// itself is refused.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// DefaultFile is the configuration file that is read if none is named and it exists.
const DefaultFile = "lakepeer.yaml"

// DefaultHome is where a home is kept if nothing says otherwise.
const DefaultHome = "lakepeer-home"

// Config is everything that a run can be told.
type Config struct {
	// Network is a preset's name ("arbitrum-one") or the path of a deployment file; relative paths count from the
	// configuration file's folder.
	Network string `yaml:"network"`
	// Home is the folder that holds the lake and the publications; relative as Network.
	Home string `yaml:"home"`
	// Sources are the configured source instances.
	Sources Sources `yaml:"sources"`
	// Build bounds the build's appetite.
	Build Build `yaml:"build"`
	// Publications is the retention of published files.
	Publications Publications `yaml:"publications"`

	// Secrets are the values that came from the environment; they are hidden from every text that leaves.
	Secrets []string `yaml:"-"`
	// File is the file that was read, "" if none.
	File string `yaml:"-"`
}

// Sources lists the configured instances by source.
type Sources struct {
	// Chain are EVM chains read by JSON-RPC.
	Chain []Chain `yaml:"chain"`
}

// Chain is an instance of the source chain.
type Chain struct {
	// Name is the instance's name, unique among the chains: lower-case letters, digits, dashes.
	Name string `yaml:"name"`
	// Endpoint is the JSON-RPC address, http or https.
	Endpoint string `yaml:"endpoint"`
	// Confirmations, if given, settles a block when it is so many blocks below the head, instead of when the
	// endpoint calls it finalized.
	Confirmations *int64 `yaml:"confirmations"`
	// RequestsPerSecond bounds the requests to the endpoint's host; 0: the default of the HTTP client.
	RequestsPerSecond float64 `yaml:"requests_per_second"`
}

// Build bounds what a build takes of the machine.
type Build struct {
	// MemoryLimit is DuckDB's limit: "512MB", "4GB". Empty: the smaller of 4 GB and a quarter of the memory.
	MemoryLimit string `yaml:"memory_limit"`
	// Threads is the number of DuckDB's threads; 0: one for each core.
	Threads int `yaml:"threads"`
}

var memorySize = regexp.MustCompile(`^([1-9][0-9]*) ?(MB|MiB|GB|GiB)$`)

// MemoryBytes is MemoryLimit in bytes; 0 if it is empty or no size. MB and GB are powers of ten.
func (b Build) MemoryBytes() int64 {
	m := memorySize.FindStringSubmatch(b.MemoryLimit)
	if m == nil {
		return 0
	}
	n, err := strconv.ParseInt(m[1], 10, 40)
	if err != nil {
		return 0
	}
	return n * map[string]int64{"MB": 1e6, "MiB": 1 << 20, "GB": 1e9, "GiB": 1 << 30}[m[2]]
}

// Publications is the retention of published files.
type Publications struct {
	// Keep is how many publications are kept, the current one included.
	Keep int `yaml:"keep"`
}

// Default is the configuration that holds where nothing else is said.
func Default() Config {
	return Config{
		Network:      "arbitrum-one",
		Home:         DefaultHome,
		Sources:      Sources{Chain: []Chain{{Name: "main", Endpoint: "https://arb1.arbitrum.io/rpc"}}},
		Publications: Publications{Keep: 7},
	}
}

// Load reads the named file, or DefaultFile in the working folder if name is empty and it exists. lookup is the
// environment (os.LookupEnv). Errors about the file's content are *strictyaml.Error.
func Load(name string, lookup func(string) (string, bool)) (Config, error) {
	file := name
	if file == "" {
		file = DefaultFile
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && name == "" {
		return Default(), nil
	}
	if err != nil {
		return Config{}, fmt.Errorf("read the configuration: %w", err)
	}
	c, err := Parse(file, data, lookup)
	if err != nil {
		return Config{}, err
	}
	c.Home = below(filepath.Dir(file), c.Home)
	if filepath.Ext(c.Network) != "" {
		c.Network = below(filepath.Dir(file), c.Network)
	}
	return c, nil
}

// Parse reads a configuration's text; file is the name that errors carry.
func Parse(file string, data []byte, lookup func(string) (string, bool)) (Config, error) {
	doc, err := strictyaml.Parse(file, data)
	if err != nil {
		return Config{}, err
	}
	if err := refuseSecrets(doc); err != nil {
		return Config{}, err
	}
	var c Config
	c.File = file
	if c.Secrets, err = expand(doc, lookup); err != nil {
		return Config{}, err
	}
	if err := doc.Decode(&c); err != nil {
		return Config{}, hide(err, c.Secrets)
	}
	c.fillDefaults()
	return c, hide(c.validate(doc), c.Secrets)
}

func (c *Config) fillDefaults() {
	d := Default()
	if c.Network == "" {
		c.Network = d.Network
	}
	if c.Home == "" {
		c.Home = d.Home
	}
	if len(c.Sources.Chain) == 0 && c.Network == d.Network {
		c.Sources = d.Sources
	}
	if c.Publications.Keep == 0 {
		c.Publications = d.Publications
	}
}

// below resolves a relative path from a folder.
func below(folder, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}
