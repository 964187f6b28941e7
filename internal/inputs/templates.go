package inputs

import (
	"encoding/csv"
	"fmt"
	"strings"
)

// Template is a file to begin with.
type Template struct {
	// Name is its path within the input folder, with forward slashes.
	Name string
	// Text is its content.
	Text string
}

// Templates gives a file for each input: its columns or keys explained in comments, an example in a comment, and no
// data.
func Templates() []Template {
	all := []Template{{OperatorsFile, operatorsTemplate}}
	for _, schema := range Schemas() {
		all = append(all, Template{schema.Name, schema.template()})
	}
	return append(all, Template{ClaimsFolder + "/README.md", claimsTemplate()})
}

// template explains the columns, gives an example, and ends with the header.
func (s Schema) template() string {
	var b strings.Builder
	for _, line := range wrap(s.Description, 110) {
		b.WriteString("# " + line + "\n")
	}
	b.WriteString("#\n")
	for _, c := range s.Columns {
		fmt.Fprintf(&b, "# %s: %s (%s)\n", c.Name, c.Description, c.form())
	}
	fmt.Fprintf(&b, "#\n# Lines that begin with # are comments. Example:\n# %s\n%s\n", record(s.Example), record(s.names()))
	return b.String()
}

// form says how a column's values are written.
func (c Column) form() string {
	words := []string{string(c.Type)}
	if len(c.Allowed) > 0 {
		words[0] = strings.Join(c.Allowed, " | ")
	}
	if c.Unit != "" {
		words = append(words, c.Unit)
	}
	switch {
	case c.Required:
		words = append(words, "required")
	case c.Default != "":
		words = append(words, "default "+c.Default)
	}
	return strings.Join(words, ", ")
}

// record writes one line of CSV, without its end.
func record(values []string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(values) // into memory
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// wrap breaks a text into lines of at most so many characters.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}

const operatorsTemplate = `# Operators: who runs several orchestrators and gateways. Fees that an operator's gateway pays to the same operator's
# orchestrator are kept apart from external income.
#
# Each operator has an id of lower-case letters, digits and dashes, and below it
#   name: what people call it (default: the id)
#   addresses: its orchestrators' and gateways' accounts (required)
#   visibility: private | public (default private: it leaves this machine in no report or export)
#
# Example:
# example-pool:
#   name: Example Pool
#   addresses:
#     - 0x00000000000000000000000000000000000000a1
#     - 0x00000000000000000000000000000000000000b2
#   visibility: public
`

func claimsTemplate() string {
	var b strings.Builder
	b.WriteString(`# Claims

A claim is what an investor states about an address, signed with that address. Each is a JSON file in this folder, with any
name that ends in ` + "`.json`" + `:

- ` + "`message`" + ` (required): the text that was signed, below
- ` + "`signature`" + ` (required): the signature by EIP-191 (` + "`personal_sign`" + `), 0x and 130 hex digits
- ` + "`proof_urls`" + `: a list of pages that support it
- ` + "`visibility`" + `: private | public (default private: it leaves this machine in no report or export)

The message has these lines in this order, and no newline at its end:

`)
	b.WriteString("```\n" + ClaimTitle + "\n" + exampleFields + "\n```\n\n")
	for _, c := range claimFields() {
		fmt.Fprintf(&b, "- `%s`: %s (%s)\n", c.Name, c.Description, c.form())
	}
	b.WriteString("\nThe file for it:\n\n```json\n" + ExampleClaim + "```\n")
	return b.String()
}

// exampleFields are the fields of the example's message.
const exampleFields = `address: 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266
chain_id: 42161
name: Example Capital
category: investor
statement_url: https://forum.livepeer.org/t/9999/1
cares_about: emissions,treasury-spending
issued_at: 2026-11-01T00:00:00Z
expires_at: 2027-11-01T00:00:00Z`

// ExampleClaim is a claim's file, signed with the first of the well-known test keys.
const ExampleClaim = `{
  "message": "Livepeer investor self-identification v1\naddress: 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\nchain_id: 42161\nname: Example Capital\ncategory: investor\nstatement_url: https://forum.livepeer.org/t/9999/1\ncares_about: emissions,treasury-spending\nissued_at: 2026-11-01T00:00:00Z\nexpires_at: 2027-11-01T00:00:00Z",
  "signature": "0xf449c966d4f56450b5d1cd108a11134b4ad87dce809a201254331f276959abcc52adce8db4e0ca5fe759eebc99f21ab791edaf552b91c0402d0653da9b1831e81b",
  "proof_urls": ["https://forum.livepeer.org/t/9999/1"],
  "visibility": "public"
}
`
