package config

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/internal/strictyaml"
)

// variable is a reference to the environment: ${NAME}.
var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand replaces ${NAME} in all values and gives the values that it put in, which are secrets from then on.
func expand(doc *strictyaml.Document, lookup func(string) (string, bool)) ([]string, error) {
	var secrets []string
	err := eachValue(doc.Root, func(_, value *yaml.Node) error {
		var missing error
		value.Value = variable.ReplaceAllStringFunc(value.Value, func(reference string) string {
			name := variable.FindStringSubmatch(reference)[1]
			text, ok := lookup(name)
			if !ok || text == "" {
				missing = doc.Errorf(value, "the environment variable %s is not set: set it, or take ${%s} out of the file", name, name)
				return reference
			}
			secrets = append(secrets, text)
			return text
		})
		return missing
	})
	return secrets, err
}

// hide takes secrets out of an error about the file.
func hide(err error, secrets []string) error {
	var mistake *strictyaml.Error
	if !errors.As(err, &mistake) {
		return err
	}
	for _, secret := range secrets {
		mistake.Problem = strings.ReplaceAll(mistake.Problem, secret, "***")
	}
	return mistake
}

// refuseSecrets fails on a value that looks like a secret. The message never holds the value.
func refuseSecrets(doc *strictyaml.Document) error {
	return eachValue(doc.Root, func(key, value *yaml.Node) error {
		if variable.ReplaceAllString(value.Value, "") == "" {
			return nil
		}
		why := secretInURL(value.Value)
		if key != nil && namesSecret(key.Value) {
			why = "its name says so"
		}
		if why == "" {
			return nil
		}
		name := "a value"
		if key != nil {
			name = `"` + key.Value + `"`
		}
		return doc.Errorf(value, "%s looks like a secret written in the file (%s): put it in an environment variable and write ${NAME} in its place", name, why)
	})
}

var secretName = regexp.MustCompile(`(?i)^(.*[_-])?(key|apikey|token|secret|password|passwd|bearer|authorization|credential|mnemonic)s?$`)

func namesSecret(key string) bool { return secretName.MatchString(key) }

// secretInURL says which part of an address looks like a secret, or "".
func secretInURL(text string) string {
	u, err := url.Parse(variable.ReplaceAllString(text, ""))
	if err != nil || u.Host == "" {
		return ""
	}
	if u.User != nil {
		return "a user or password in the address"
	}
	for key, values := range u.Query() {
		if namesSecret(key) && strings.Join(values, "") != "" {
			return "the parameter " + key + " of the address"
		}
	}
	segments := append(strings.Split(u.Path, "/"), strings.Split(u.Host, ".")...)
	for _, values := range u.Query() {
		segments = append(segments, values...)
	}
	if slices.ContainsFunc(segments, looksRandom) {
		return "a long random part of the address"
	}
	return ""
}

var keyLike = regexp.MustCompile(`^[A-Za-z0-9_-]{20,}$`)

// looksRandom tells whether a part of an address reads like a key: long, letters and digits mixed. An account's
// address is none.
func looksRandom(part string) bool {
	if strings.HasPrefix(part, "0x") && len(part) == 42 {
		return false
	}
	return keyLike.MatchString(part) && strings.ContainsAny(part, "0123456789") &&
		strings.ContainsAny(strings.ToLower(part), "abcdefghijklmnopqrstuvwxyz")
}

// eachValue calls do for every scalar value below node, with its key where it has one.
func eachValue(node *yaml.Node, do func(key, value *yaml.Node) error) error {
	if node == nil {
		return nil
	}
	var walk func(key, node *yaml.Node) error
	walk = func(key, node *yaml.Node) error {
		switch node.Kind {
		case yaml.ScalarNode:
			return do(key, node)
		case yaml.MappingNode:
			for i := 0; i+1 < len(node.Content); i += 2 {
				if err := walk(node.Content[i], node.Content[i+1]); err != nil {
					return err
				}
			}
		case yaml.SequenceNode:
			for _, item := range node.Content {
				if err := walk(key, item); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return walk(nil, node)
}
