// Command genmodel writes the front matter of the model chain__decoded, transform/decode/chain__decoded.yaml, from
// the schema and the catalogue of events. Its argument is the file.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: genmodel <file>")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], []byte(frontMatter()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "genmodel:", err)
		os.Exit(1)
	}
}
