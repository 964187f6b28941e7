package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// anchorHashKey is the key of a slice's metadata that tells the hash of its last block.
const anchorHashKey = "anchor.hash"

// sameBlock compares the endpoint's last block of the publication with the one whose logs were read, if a file ends there.
func (p *Pipeline) sameBlock(ctx context.Context, node *evm.Node, horizon transform.PartState) error {
	want, err := p.anchorHash(horizon)
	if err != nil || want == "" {
		return err
	}
	block := horizon.Horizon - 1
	op := fmt.Sprintf("ask for block %d", block)
	result, err := node.Call(ctx, op, "eth_getBlockByNumber", evm.BlockTag(block), false)
	if err != nil {
		return fmt.Errorf("%s: %s: %w", op, node.Endpoint(), err)
	}
	var header struct{ Hash string }
	if err := json.Unmarshal(result, &header); err != nil {
		return fmt.Errorf("%s: read the reply of %s: it is no block: %w", op, node.Endpoint(), err)
	}
	if !strings.EqualFold(header.Hash, want) {
		return fmt.Errorf("%s: block %d is %s, but the logs in the lake are of %s: the chain was reorganised, or this endpoint serves another one; run again, or correct the endpoint",
			node.Endpoint(), block, header.Hash, want)
	}
	return nil
}

// anchorHash gives the hash of the last block before the horizon as the lake has it, "" if no file ends there.
func (p *Pipeline) anchorHash(horizon transform.PartState) (string, error) {
	lake, err := p.openExisting()
	if err != nil {
		return "", err
	}
	files, err := lake.Files(load.Part{Stream: horizon.StreamID, Name: horizon.Part, Axis: load.AxisBlock}, load.ListOptions{})
	if err != nil {
		return "", err
	}
	for _, file := range files {
		if file.Slice.Interval.To != horizon.Horizon {
			continue
		}
		meta, err := load.ReadMeta(file.Path)
		if err != nil {
			return "", err
		}
		return meta.Extra[anchorHashKey], nil
	}
	return "", nil
}
