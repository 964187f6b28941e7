package extract

import "fmt"

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
