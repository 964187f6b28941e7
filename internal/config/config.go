// Package config reads lakepeer.yaml: what to extract from where, and where the home is. Everything has a default; no
// file at all is a valid configuration, of Arbitrum One and of public services that need no key.
//
//	network: arbitrum-one            # or the path of a deployment file, for another chain
//	home: ./lakepeer-home
//	inputs: ./inputs
//	sources:
//	  chain:
//	    - name: main
//	      endpoint: https://arb-mainnet.example/v2/${ARBITRUM_KEY}
//	build:
//	  memory_limit: 2GB
//
// Without the key sources every source is read from its public default endpoint; with it, only what it lists. Within an
// instance, a key that is left out takes its default, and an empty endpoint switches that part of the instance off.
//
// Secrets come from the environment only: a value may name variables as ${NAME}, and a value that looks like a secret
// itself is refused. [Template] is the whole file with every default and a comment on each key.
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

// Config is everything that a run can be told.
type Config struct {
	// Network is a preset's name ("arbitrum-one") or the path of a deployment file; relative paths count from the
	// configuration file's folder.
	Network string `yaml:"network"`
	// Home is the folder that holds the lake and the publications; relative as Network.
	Home string `yaml:"home"`
	// Inputs is the folder of the files that people write: labels, gateways, surveys (see internal/inputs); relative as
	// Network. It need not exist.
	Inputs string `yaml:"inputs"`
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
	c.resolvePaths(filepath.Dir(file))
	return c, nil
}

// Parse reads a configuration's text; file is the name that errors carry. Paths stay as they are written.
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
	c.fillDefaults(doc)
	return c, hide(c.validate(doc), c.Secrets)
}

// resolvePaths makes relative paths count from the configuration file's folder.
func (c *Config) resolvePaths(folder string) {
	below := func(path string) string {
		if path == "" || filepath.IsAbs(path) {
			return path
		}
		return filepath.Join(folder, path)
	}
	c.Home, c.Inputs = below(c.Home), below(c.Inputs)
	if isPath(c.Network) {
		c.Network = below(c.Network)
	}
	for i := range c.Sources.Chain {
		if chain := &c.Sources.Chain[i]; isPath(chain.Network) {
			chain.Network = below(chain.Network)
		}
	}
	for i := range c.Sources.GPUPrices {
		prices := &c.Sources.GPUPrices[i]
		prices.Folder = below(prices.Folder)
	}
}

// isPath tells a deployment file's path from a preset's name.
func isPath(network string) bool {
	return filepath.Ext(network) != "" || filepath.Base(network) != network
}
