package config

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

var instanceName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// validate checks what the types don't; its errors name the line.
func (c *Config) validate(doc *strictyaml.Document) error {
	if problem := unknownNetwork(c.Network); problem != "" {
		return doc.Errorf(find(doc.Root, "network"), "network: %s", problem)
	}
	if err := c.validateSources(doc); err != nil {
		return err
	}
	switch {
	case c.Build.MemoryLimit != "" && c.Build.MemoryBytes() == 0:
		return doc.Errorf(find(doc.Root, "build", "memory_limit"), "build.memory_limit %q: write a number and MB or GB, like 512MB", c.Build.MemoryLimit)
	case c.Build.Threads < 0:
		return doc.Errorf(find(doc.Root, "build", "threads"), "build.threads can't be negative")
	case c.Publications.Keep < 1:
		return doc.Errorf(find(doc.Root, "publications", "keep"), "publications.keep must be 1 or more")
	}
	return nil
}

// unknownNetwork says what is wrong with a network that is neither a preset nor a path, "" if nothing is.
func unknownNetwork(network string) string {
	if _, ok := livepeer.Preset(network); ok || isPath(network) {
		return ""
	}
	names := livepeer.PresetNames()
	hint := ""
	if near := strictyaml.Nearest(network, names); near != "" {
		hint = fmt.Sprintf(": did you mean %q?", near)
	}
	return fmt.Sprintf("%q is neither a preset (%s) nor the path of a deployment file%s", network, strings.Join(names, ", "), hint)
}

func (c *Config) validateSources(doc *strictyaml.Document) error {
	s := c.Sources
	if len(s.Chain)+len(s.Subgraph)+len(s.Explorer)+len(s.Prices)+len(s.VastAI)+len(s.GPUPrices) == 0 {
		if isNull(find(doc.Root, "sources")) {
			return doc.Errorf(nil, "the network %q has no public endpoint that we know: configure one under sources.chain", c.Network)
		}
		return doc.Errorf(find(doc.Root, "sources"), "sources lists no instance: add one, or take the key out for the public defaults")
	}
	place := func(source string, i int, name string, limits Limits) instance {
		return instance{item: item{doc, source, i}, name: name, limits: limits}
	}
	chains := names{}
	for i, one := range s.Chain {
		if err := place("chain", i, one.Name, one.Limits).chain(one, chains); err != nil {
			return err
		}
	}
	seen := names{}
	for i, one := range s.Subgraph {
		if err := place("subgraph", i, one.Name, one.Limits).subgraph(one, seen, chains); err != nil {
			return err
		}
	}
	seen = names{}
	for i, one := range s.Explorer {
		if err := place("explorer", i, one.Name, one.Limits).explorer(one, seen); err != nil {
			return err
		}
	}
	seen = names{}
	for i, one := range s.Prices {
		if err := place("prices", i, one.Name, one.Limits).prices(one, seen, chains); err != nil {
			return err
		}
	}
	seen = names{}
	for i, one := range s.VastAI {
		if err := place("vastai", i, one.Name, one.Limits).vastAI(one, seen); err != nil {
			return err
		}
	}
	seen = names{}
	for i, one := range s.GPUPrices {
		if err := place("gpu_prices", i, one.Name, one.Limits).gpuPrices(one, seen); err != nil {
			return err
		}
	}
	return nil
}

// names are the instances of a source seen so far.
type names map[string]bool

// list gives them for Nearest and for messages.
func (n names) list() []string {
	var all []string
	for name := range n {
		all = append(all, name)
	}
	return all
}

// instance is one instance being checked.
type instance struct {
	item
	name   string
	limits Limits
}

func (i instance) errorf(key, format string, args ...any) error {
	node := i.find(key)
	if node == nil {
		node = find(i.doc.Root, "sources", i.source, i.index)
	}
	return i.doc.Errorf(node, "sources."+i.source+": "+format, args...)
}

// common checks what all sources have, and takes the name down.
func (i instance) common(seen names) error {
	switch {
	case !instanceName.MatchString(i.name):
		return i.errorf("name", "the name %q must be lower-case letters, digits and dashes", i.name)
	case seen[i.name]:
		return i.errorf("name", "the name %q is used twice", i.name)
	case i.limits.RequestsPerSecond < 0:
		return i.errorf("requests_per_second", "requests_per_second can't be negative")
	case i.limits.Timeout != "" && i.limits.Wait() == 0:
		return i.errorf("timeout", "timeout %q is no duration: write a number and s, m or h, like 90s or 2m", i.limits.Timeout)
	}
	seen[i.name] = true
	return nil
}

func (i instance) address(key, text string) error {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return i.errorf(key, "the %s of %q must be an http or https address", key, i.name)
	}
	return nil
}

// part is an address that may be empty, which switches its part off.
func (i instance) part(key, text string) error {
	if text == "" {
		return nil
	}
	return i.address(key, text)
}

func (i instance) chain(c Chain, seen names) error {
	if err := i.common(seen); err != nil {
		return err
	}
	if c.Confirmations != nil && *c.Confirmations < 0 {
		return i.errorf("confirmations", "confirmations can't be negative")
	}
	if c.Network != "" {
		if problem := unknownNetwork(c.Network); problem != "" {
			return i.errorf("network", "network: %s", problem)
		}
	}
	return i.address("endpoint", c.Endpoint)
}

// asks checks the chain instance that another one asks.
func (i instance) asks(chain string, chains names) error {
	if chain == "" || chains[chain] {
		return nil
	}
	hint := ""
	if near := strictyaml.Nearest(chain, chains.list()); near != "" {
		hint = fmt.Sprintf(": did you mean %q?", near)
	}
	return i.errorf("chain", "no instance of chain is called %q%s", chain, hint)
}

func (i instance) subgraph(s Subgraph, seen, chains names) error {
	if err := i.common(seen); err != nil {
		return err
	}
	if err := i.asks(s.Chain, chains); err != nil {
		return err
	}
	for _, one := range []struct{ key, id string }{{"subgraph_id", s.SubgraphID}, {"deployment", s.Deployment}} {
		if !subgraphID.MatchString(one.id) {
			return i.errorf(one.key, "the %s %q must be letters and digits", one.key, one.id)
		}
	}
	return i.address("endpoint", s.Endpoint)
}

var subgraphID = regexp.MustCompile(`^[A-Za-z0-9]*$`)

func (i instance) explorer(e Explorer, seen names) error {
	if err := i.common(seen); err != nil {
		return err
	}
	if e.HistoryDays < 0 {
		return i.errorf("history_days", "history_days can't be negative")
	}
	for _, part := range []struct{ key, address string }{
		{"endpoint", e.Endpoint}, {"leaderboard", e.Leaderboard}, {"ai_leaderboard", e.AILeaderboard}, {"price_list", e.PriceList},
	} {
		if err := i.part(part.key, part.address); err != nil {
			return err
		}
	}
	return nil
}

func (i instance) prices(p Prices, seen, chains names) error {
	if err := i.common(seen); err != nil {
		return err
	}
	if err := i.asks(p.Chain, chains); err != nil {
		return err
	}
	if err := i.part("defillama", p.DefiLlama); err != nil {
		return err
	}
	return i.part("coingecko", p.CoinGecko)
}

func (i instance) vastAI(v VastAI, seen names) error {
	if err := i.common(seen); err != nil {
		return err
	}
	if v.HistoryDays < 0 {
		return i.errorf("history_days", "history_days can't be negative")
	}
	if v.Grafana != "" && v.GrafanaDatasource == "" {
		return i.errorf("grafana_datasource", "grafana needs the uid of its data source: name grafana_datasource, or empty grafana")
	}
	if err := i.part("endpoint", v.Endpoint); err != nil {
		return err
	}
	if err := i.part("farm", v.Farm); err != nil {
		return err
	}
	return i.part("grafana", v.Grafana)
}

var cloudName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

func (i instance) gpuPrices(g GPUPrices, seen names) error {
	if err := i.common(seen); err != nil {
		return err
	}
	clouds := names{}
	for _, cloud := range g.Clouds {
		switch {
		case !cloudName.MatchString(cloud):
			return i.errorf("clouds", "the cloud %q must be a folder's name of the catalogue, like aws", cloud)
		case clouds[cloud]:
			return i.errorf("clouds", "the cloud %q is listed twice", cloud)
		}
		clouds[cloud] = true
	}
	return i.part("skypilot", g.SkyPilot)
}
