package inputs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// ClaimsFolder is the name of the folder of claims, a JSON file each.
const ClaimsFolder = "claims"

// ClaimTitle is the first line of a claim's message.
const ClaimTitle = "Livepeer investor self-identification v1"

// Claim is what an investor states about an address, signed with that address (EIP-191 personal_sign). Whether the
// signature is the address's own isn't checked here.
type Claim struct {
	// Message is the text that was signed.
	Message string
	// Fields are the message's values by name: address (in lower case), chain_id, name, category, statement_url,
	// cares_about, issued_at, expires_at.
	Fields map[string]string
	// Signature is 65 bytes as 0x hex text.
	Signature string
	// ProofURLs are pages that support the claim.
	ProofURLs []string
	// Visibility is "public" or "private".
	Visibility string
}

// claimFields are the lines of a message after its title, in this order.
func claimFields() []Column {
	return []Column{
		{Name: "address", Type: TypeAddress, Required: true, Description: "the account that signs"},
		{Name: "chain_id", Type: TypeInteger, Required: true, Description: "the chain it is on: 42161"},
		{Name: "name", Type: TypeText, Required: true, Description: "who signs"},
		{Name: "category", Type: TypeText, Required: true, Allowed: categories, Description: "what the signer is"},
		{Name: "statement_url", Type: TypeURL, Required: true, Description: "a page where the signer names the address"},
		{Name: "cares_about", Type: TypeText, Description: "issues, joined by commas: emissions,treasury-spending"},
		{Name: "issued_at", Type: TypeTime, Required: true, Description: "when it was signed"},
		{Name: "expires_at", Type: TypeTime, Required: true, Description: "when it ends"},
	}
}

var (
	signature   = regexp.MustCompile(`^0x[0-9a-fA-F]{130}$`)
	claimKeys   = []string{"message", "signature", "proof_urls", "visibility"}
	errBeyond   = errors.New("something follows the closing brace")
	errNoObject = errors.New("it is no JSON object: begin with {")
	errCut      = errors.New("the file ends before the object does: close it with }")
)

// ParseClaim reads a claim: a JSON object with message, signature and, optionally, proof_urls and visibility. It gives
// every problem; the claim is only whole if there is none.
func ParseClaim(file string, data []byte) (Claim, []Problem) {
	c := &claimFile{file: file, data: data, lines: map[string]int{}, claim: Claim{Visibility: visibilities[0], Fields: map[string]string{}}}
	if err := c.read(); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errCut
		}
		c.problem(c.line(), "", "%s", err)
		return c.claim, c.problems
	}
	for _, key := range []string{"message", "signature"} {
		if c.lines[key] == 0 {
			c.problem(1, key, "the key is missing")
		}
	}
	if line := c.lines["signature"]; line > 0 && !signature.MatchString(c.claim.Signature) {
		c.problem(line, "signature", "it must be 0x and 130 hex digits (65 bytes), these are %d characters", len(c.claim.Signature))
	}
	if line := c.lines["message"]; line > 0 {
		c.message(line)
	}
	for _, page := range c.claim.ProofURLs {
		if problem := badURL(page); problem != "" {
			c.problem(c.lines["proof_urls"], "proof_urls", "%s", problem)
		}
	}
	if !slices.Contains(visibilities, c.claim.Visibility) {
		c.problem(c.lines["visibility"], "visibility", "%s", notAllowed(c.claim.Visibility, visibilities))
	}
	return c.claim, c.problems
}

// claimFile is a file being read.
type claimFile struct {
	file    string
	data    []byte
	decoder *json.Decoder
	// lines are where the keys are.
	lines    map[string]int
	claim    Claim
	problems []Problem
}

func (c *claimFile) problem(line int, key, format string, args ...any) {
	c.problems = append(c.problems, Problem{File: c.file, Line: line, Column: key, Text: fmt.Sprintf(format, args...)})
}

// line is where the reading is.
func (c *claimFile) line() int {
	return 1 + bytes.Count(c.data[:min(c.decoder.InputOffset(), int64(len(c.data)))], []byte("\n"))
}

// read takes the object apart. Its error is one of form, at the present line.
func (c *claimFile) read() error {
	c.decoder = json.NewDecoder(bytes.NewReader(c.data))
	opening, err := c.decoder.Token()
	if err != nil || opening != json.Delim('{') {
		return errNoObject
	}
	for c.decoder.More() {
		token, err := c.decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		line := c.line()
		if c.lines[key] > 0 {
			c.problem(line, key, "the key is there twice")
		}
		c.lines[key] = line
		var value json.RawMessage
		if err := c.decoder.Decode(&value); err != nil {
			return err
		}
		c.value(key, value)
	}
	if _, err := c.decoder.Token(); err != nil {
		return err
	}
	if _, err := c.decoder.Token(); !errors.Is(err, io.EOF) {
		return errBeyond
	}
	return nil
}

func (c *claimFile) value(key string, value json.RawMessage) {
	targets := map[string]any{
		"message": &c.claim.Message, "signature": &c.claim.Signature, "proof_urls": &c.claim.ProofURLs, "visibility": &c.claim.Visibility,
	}
	target, known := targets[key]
	switch {
	case !known:
		c.problem(c.lines[key], "", "unknown key %q%s", clip(key), hint(key, claimKeys))
	case json.Unmarshal(value, target) != nil && key == "proof_urls":
		c.problem(c.lines[key], key, `write a list of addresses: ["https://…"]`)
	case json.Unmarshal(value, target) != nil:
		c.problem(c.lines[key], key, "write a text in double quotes")
	}
}

// message takes the signed text apart: the title, then each field on its line, in order, and nothing after the last.
func (c *claimFile) message(line int) {
	lines := strings.Split(c.claim.Message, "\n")
	if lines[0] != ClaimTitle {
		c.problem(line, "message", "its first line is %q: it must be %q", clip(lines[0]), ClaimTitle)
		return
	}
	fields := claimFields()
	if len(lines) == len(fields)+2 && lines[len(lines)-1] == "" {
		c.problem(line, "message", "it ends with a newline, which is not part of what is signed: take it away and sign again")
		return
	}
	if len(lines) != len(fields)+1 {
		c.problem(line, "message", "it has %d lines in place of %d: the title, then %s", len(lines), len(fields)+1, strings.Join(Schema{Columns: fields}.names(), ", "))
		return
	}
	for i, field := range fields {
		name, value, _ := strings.Cut(lines[i+1], ":")
		if name != field.Name {
			c.problem(line, "message", "line %d is %q: it must be the field %s", i+2, clip(lines[i+1]), field.Name)
			continue
		}
		kept, problem := field.read(strings.TrimPrefix(value, " "))
		if problem != "" {
			c.problem(line, "message."+field.Name, "%s", problem)
		}
		c.claim.Fields[name] = kept
	}
	if issued, expires := c.claim.Fields["issued_at"], c.claim.Fields["expires_at"]; issued != "" && expires != "" && expires <= issued {
		c.problem(line, "message.expires_at", "%s is not after issued_at, which is %s", expires, issued)
	}
}
