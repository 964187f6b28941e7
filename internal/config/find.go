package config

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

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
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	switch step := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step]
		}
	case string:
		if node.Kind != yaml.MappingNode {
			return nil
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if strings.EqualFold(node.Content[i].Value, step) {
				return node.Content[i+1]
			}
		}
	}
	return nil
}
