package load

import "encoding/json"

// Part is an unchanging set of things asked for within a stream. Its definition is written once, as part.json,
// when the part is added; asking for more makes another part.
type Part struct {
	Stream StreamID `json:"stream"`
	// Name is the part's folder: "deployment-1f2e3d4c". It must be a function of the definition.
	Name string `json:"name"`
	Axis Axis   `json:"axis"`
	// From is the first position asked for; the part is complete before it by definition.
	From int64 `json:"from"`
	// Asks is what is asked for, in the source's own words (for chain.logs: the contracts).
	Asks json.RawMessage `json:"asks"`
}
