package config

import (
	"net/url"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

var instanceName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// validate checks what the types don't; its errors name the line.
func (c *Config) validate(doc *strictyaml.Document) error {
	if len(c.Sources.Chain) == 0 {
		return doc.Errorf(nil, "the network %q has no public endpoint that we know: configure one under sources.chain", c.Network)
	}
	seen := map[string]bool{}
	for i, chain := range c.Sources.Chain {
		at := func(key string) *yaml.Node { return find(doc.Root, "sources", "chain", i, key) }
		switch {
		case !instanceName.MatchString(chain.Name):
			return doc.Errorf(at("name"), "sources.chain: the name %q must be lower-case letters, digits and dashes", chain.Name)
		case seen[chain.Name]:
			return doc.Errorf(at("name"), "sources.chain: the name %q is used twice", chain.Name)
		case chain.Confirmations != nil && *chain.Confirmations < 0:
			return doc.Errorf(at("confirmations"), "sources.chain: confirmations can't be negative")
		case chain.RequestsPerSecond < 0:
			return doc.Errorf(at("requests_per_second"), "sources.chain: requests_per_second can't be negative")
		}
		seen[chain.Name] = true
		u, err := url.Parse(chain.Endpoint)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return doc.Errorf(at("endpoint"), "sources.chain: the endpoint of %q must be an http or https address", chain.Name)
		}
	}
	if c.Build.MemoryLimit != "" && c.Build.MemoryBytes() == 0 {
		return doc.Errorf(find(doc.Root, "build", "memory_limit"), "build.memory_limit %q: write a number and MB or GB, like 512MB", c.Build.MemoryLimit)
	}
	if c.Build.Threads < 0 {
		return doc.Errorf(find(doc.Root, "build", "threads"), "build.threads can't be negative")
	}
	if c.Publications.Keep < 1 {
		return doc.Errorf(find(doc.Root, "publications", "keep"), "publications.keep must be 1 or more")
	}
	return nil
}

// find goes down a document by keys (string) and places (int); nil if there is nothing.
func find(node *yaml.Node, path ...any) *yaml.Node {
	for _, step := range path {
		if node == nil {
			return nil
		}
		node = child(node, step)
	}
	return node
}

func child(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if step < len(node.Content) {
			return node.Content[step]
		}
	case string:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if strings.EqualFold(node.Content[i].Value, step) {
				return node.Content[i+1]
			}
		}
	}
	return nil
}
