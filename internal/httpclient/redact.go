package httpclient

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

const hidden = "***"

var (
	keyLike   = regexp.MustCompile(`^[A-Za-z0-9_\-=+.~]{20,}$`)
	hostLike  = regexp.MustCompile(`^[A-Za-z]*[0-9][A-Za-z0-9]{19,}$`)
	version   = regexp.MustCompile(`^v[0-9]+$`)
	secretive = regexp.MustCompile(`(?i)key|token|secret|pass|auth|sig|cred|jwt|session`)
	urlInText = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.\-]*://[^\s"'<>]+`)
)

// Redact gives a URL that can be shown: without user information, without the values of query parameters whose
// names or shapes are those of keys, without path segments that look like keys (20 or more characters of hex or
// base64, or 12 or more after a version such as /v2/), without fragment. What can't be read as a URL is hidden
// whole. Redacting twice changes nothing more.
func Redact(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" {
		return hidden
	}
	var b strings.Builder
	if u.Scheme != "" {
		b.WriteString(u.Scheme + ":")
	}
	if u.Host != "" || u.User != nil {
		b.WriteString("//")
		if u.User != nil {
			b.WriteString(hidden + "@")
		}
		b.WriteString(redactHost(u.Host))
	}
	b.WriteString(redactPath(u.EscapedPath()))
	if u.RawQuery != "" {
		b.WriteString("?" + redactQuery(u.RawQuery))
	}
	return b.String()
}

func redactHost(host string) string {
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if hostLike.MatchString(label) {
			labels[i] = hidden
		}
	}
	return strings.Join(labels, ".")
}

func redactPath(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		afterVersion := i > 0 && version.MatchString(segments[i-1])
		if err != nil || keyLike.MatchString(plain) || afterVersion && len(plain) >= 12 {
			segments[i] = hidden
		}
	}
	return strings.Join(segments, "/")
}

func redactQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, found := strings.Cut(pair, "=")
		plainName, nameErr := url.QueryUnescape(name)
		plain, err := url.QueryUnescape(value)
		switch {
		case nameErr != nil || !found && keyLike.MatchString(plainName):
			pairs[i] = hidden
		case found && value != "" && (err != nil || secretive.MatchString(plainName) || keyLike.MatchString(plain)):
			pairs[i] = name + "=" + hidden
		}
	}
	return strings.Join(pairs, "&")
}

// Redactor hides known secrets and the keys within URLs in any text.
type Redactor struct {
	secrets *strings.Replacer
}

// NewRedactor knows the given literal secrets, also as they stand in a URL. Those of fewer than 6 characters are
// ignored.
func NewRedactor(secrets []string) *Redactor {
	var known []string
	for _, s := range secrets {
		if len(s) >= 6 {
			known = append(known, s, url.QueryEscape(s), url.PathEscape(s))
		}
	}
	slices.SortFunc(known, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, s := range known {
		pairs = append(pairs, s, hidden)
	}
	return &Redactor{secrets: strings.NewReplacer(pairs...)}
}

// Text gives the text with every secret replaced by "***" and every URL in it redacted.
func (r *Redactor) Text(text string) string {
	return urlInText.ReplaceAllStringFunc(r.secrets.Replace(text), Redact)
}
