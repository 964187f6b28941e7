package subject

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// Home is a folder with a configuration of lakepeer, and the home that it names.
type Home struct {
	// Dir is the folder. It holds lakepeer.yaml, network.yaml and home/.
	Dir string

	binary string
}

// Settings are what the configuration says.
type Settings struct {
	// Endpoint is the JSON-RPC address of the chain.
	Endpoint string
	// Deployment is the network.
	Deployment livepeer.Deployment
	// MemoryLimit is DuckDB's, as in lakepeer.yaml; empty is lakepeer's own choice.
	MemoryLimit string
}

// requestsPerSecond keeps lakepeer's politeness towards providers out of what is measured.
const requestsPerSecond = 1e6

// NewHome makes the folder, where it isn't there, and writes or overwrites the configuration in it.
func NewHome(binary, dir string, s Settings) (Home, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Home{}, fmt.Errorf("make a home: %w", err)
	}
	h := Home{Dir: dir, binary: binary}
	for name, text := range map[string]string{"lakepeer.yaml": s.text(), "network.yaml": networkText(s.Deployment)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return Home{}, fmt.Errorf("configure a home: %w", err)
		}
	}
	return h, nil
}

// Path gives the path of something in the home: Path("publications", "CURRENT").
func (h Home) Path(names ...string) string {
	return filepath.Join(append([]string{h.Dir, "home"}, names...)...)
}

func (s Settings) text() string {
	text := fmt.Sprintf("network: network.yaml\nhome: home\nsources:\n  chain:\n    - {name: main, endpoint: %q, requests_per_second: %.0f}\n",
		s.Endpoint, requestsPerSecond)
	if s.MemoryLimit != "" {
		text += "build:\n  memory_limit: " + s.MemoryLimit + "\n"
	}
	return text
}

// networkText writes a deployment as lakepeer reads it from a file.
func networkText(d livepeer.Deployment) string {
	var b strings.Builder
	fmt.Fprintf(&b, "name: %s\nchain_id: %d\ncontracts:\n", d.Name, d.ChainID)
	for _, c := range d.Contracts {
		fmt.Fprintf(&b, "  - {name: %s, address: %q, first_block: %d}\n", c.Name, c.Address, c.FirstBlock)
	}
	return b.String()
}
