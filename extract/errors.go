package extract

import (
	"fmt"

	"github.com/lakepeer/lakepeer/load"
)

// WrongNetworkError says that an endpoint serves another network than the home's. Nothing is read from it.
type WrongNetworkError struct {
	// Endpoint is the endpoint asked, redacted.
	Endpoint string
	// Has is what the endpoint answered, Wants what the configuration expects: "chain id 1".
	Has, Wants string
}

func (e *WrongNetworkError) Error() string {
	return fmt.Sprintf("%s serves %s, but this home is about %s: correct the endpoint, or use another --home for that network", e.Endpoint, e.Has, e.Wants)
}

// EstimateError says that a backfill takes more requests than are made without being asked for.
type EstimateError struct {
	// Stream and Endpoint are what would be asked for most of it; the endpoint is redacted.
	Stream   load.StreamID
	Endpoint string
	// Requests is the estimate, Limit the number up to which nobody has to be asked.
	Requests, Limit int64
}

func (e *EstimateError) Error() string {
	return fmt.Sprintf("reading what is missing takes about %d requests, most of them of %s to %s (more than %d): say --yes to do it, or use an endpoint that answers larger ranges, such as one of your own",
		e.Requests, e.Stream, e.Endpoint, e.Limit)
}

// UnavailableError says that a host doesn't let us in.
type UnavailableError struct {
	// Endpoint is who refuses, redacted.
	Endpoint string
	// WayOut is what to do about it.
	WayOut string
	// Optional says that this is no failure: what needs a key isn't missing where no key is configured. A report names it
	// apart.
	Optional bool
	// Err is the refused request.
	Err error
}

// Error gives the endpoint, the way out and the refusal.
func (e *UnavailableError) Error() string {
	return fmt.Sprintf("%s is unavailable: %s: %v", e.Endpoint, e.WayOut, e.Err)
}

// Unwrap gives the refused request.
func (e *UnavailableError) Unwrap() error { return e.Err }
