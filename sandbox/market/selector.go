package market

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// selector is the part of PromQL that is served: metric{label="value",other=~"a|b"}.
type selector struct{ matchers []matcher }

// matcher compares a label; text or pattern.
type matcher struct {
	label   string
	text    string
	pattern *regexp.Regexp
	negated bool
}

// parseSelector reads a selector.
func parseSelector(text string) (*selector, error) {
	whole := regexp.MustCompile(`^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)?\s*(?:\{(.*)\})?\s*$`).FindStringSubmatch(text)
	if whole == nil || whole[1] == "" && strings.TrimSpace(whole[2]) == "" {
		return nil, fmt.Errorf("invalid parameter \"query\": 1:1: parse error: only selectors are served, not %q", text)
	}
	s := &selector{}
	if whole[1] != "" {
		s.matchers = append(s.matchers, matcher{label: "__name__", text: whole[1]})
	}
	one := regexp.MustCompile(`^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)`)
	for rest := whole[2]; strings.TrimSpace(rest) != ""; {
		found := one.FindStringSubmatch(rest)
		if found == nil {
			return nil, fmt.Errorf("invalid parameter \"query\": 1:1: parse error: unexpected %q in label matching", rest)
		}
		rest = rest[len(found[0]):]
		m := matcher{label: found[1], text: strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(found[3]), negated: found[2][0] == '!'}
		if strings.HasSuffix(found[2], "~") {
			pattern, err := regexp.Compile("^(?:" + m.text + ")$")
			if err != nil {
				return nil, fmt.Errorf("invalid parameter \"query\": 1:1: parse error: %w", err)
			}
			m.pattern = pattern
		}
		s.matchers = append(s.matchers, m)
	}
	return s, nil
}

// labels lists a sample's labels; those that the exporter doesn't set are left out.
func labels(metric, model, verified, rented string) [][2]string {
	list := [][2]string{{"__name__", metric}}
	for _, l := range [][2]string{{"gpu_name", model}, {"verified", verified}, {"rented", rented}} {
		if l[1] != "" {
			list = append(list, l)
		}
	}
	return append(list, [2]string{"instance", "vastai-exporter:8622"}, [2]string{"job", "vastai"})
}

func (s *selector) matches(metric, model, verified, rented string) bool {
	return !slices.ContainsFunc(s.matchers, func(m matcher) bool {
		value := ""
		switch m.label {
		case "__name__":
			value = metric
		case "gpu_name":
			value = model
		case "verified":
			value = verified
		case "rented":
			value = rented
		case "instance":
			value = "vastai-exporter:8622"
		case "job":
			value = "vastai"
		}
		equal := value == m.text
		if m.pattern != nil {
			equal = m.pattern.MatchString(value)
		}
		return equal == m.negated
	})
}
