package chain

import (
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/sandbox/jsonrpc"
)

func TestLocateFindsTheFirstBlockAtATime(t *testing.T) {
	const begin, blocks = 1_600_000_000, 400 // four blocks in a second
	world := jsonrpc.NewReplay(jsonrpc.Recording{ChainID: network.ChainID, Head: firstBlock + blocks, Blocks: []jsonrpc.Block{
		{Number: firstBlock, Hash: jsonrpc.NumberedHash(1, firstBlock), Time: begin},
		{Number: firstBlock + blocks, Hash: jsonrpc.NumberedHash(1, firstBlock+blocks), Time: begin + blocks/4},
	}})
	s := newSite(t)
	stream := newLogs(t, config(serve(t, jsonrpc.NewServer(world, jsonrpc.Options{Confirmations: 100})), s.client))
	settled, err := stream.SettledUntil(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		at   time.Time
		want int64
	}{
		{"the first of four blocks of a second", time.Unix(begin+20, 0), firstBlock + 80},
		{"before the deployment", time.Unix(begin-3600, 0), firstBlock},
		{"after what is settled", time.Unix(begin+90, 0), settled},
	} {
		if got, err := stream.Locate(t.Context(), test.at); err != nil || got != test.want {
			t.Errorf("%s: block %d, %v, want %d", test.name, got, err, test.want)
		}
	}
}
