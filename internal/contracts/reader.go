package contracts

import (
	"fmt"

	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// Reader asks a deployment's contracts at one block. It may be used by one at a time.
type Reader struct {
	node       *evm.Node
	deployment livepeer.Deployment
	block      int64
	functions  map[string]function
}

// NewReader makes a reader of a deployment's contracts at a block. Nothing is asked.
func NewReader(node *evm.Node, deployment livepeer.Deployment, block int64) (*Reader, error) {
	all, err := functions()
	if err != nil {
		return nil, err
	}
	return &Reader{node: node, deployment: deployment, block: block, functions: all}, nil
}

// Has tells whether the deployment has a contract of that name.
func (r *Reader) Has(contract string) bool {
	_, ok := r.deployment.Contract(contract)
	return ok
}

// StateError says that the endpoint doesn't have the contracts' state at a block.
type StateError struct {
	// Endpoint is who was asked, redacted.
	Endpoint string
	Block    int64
	// Err is what it said.
	Err error
}

// Error gives endpoint, block, what it said, and the way out.
func (e *StateError) Error() string {
	return fmt.Sprintf("%s doesn't have the contracts' state at block %d: %v; ask an archive node, or run again and verify soon after: other nodes keep the state of the newest blocks only",
		e.Endpoint, e.Block, e.Err)
}

// Unwrap gives what the endpoint said.
func (e *StateError) Unwrap() error { return e.Err }
