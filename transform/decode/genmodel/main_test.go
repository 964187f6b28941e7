package main

import (
	"testing"

	"github.com/lakepeer/lakepeer/transform/decode"
)

func TestTheFrontMatterIsTheGenerated(t *testing.T) {
	if string(decode.Model) != frontMatter() {
		t.Error("chain__decoded.yaml is stale: run go generate ./transform/decode")
	}
}
