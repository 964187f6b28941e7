package pipeline

import (
	"context"
	"errors"
	"fmt"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/contracts"
	"github.com/lakepeer/lakepeer/internal/evm"
	"github.com/lakepeer/lakepeer/transform"
)

// Sample says which of the ledger's rows are compared with the contracts.
type Sample struct {
	// Count is how many of each kind are taken by size, and as many again by chance.
	Count int `json:"count"`
	// Seed chooses the latter.
	Seed uint64 `json:"seed"`
}

// Verification is what a comparison of the ledger with the contracts found. As JSON it is a contract: fields are only added.
type Verification struct {
	// Publication is the one whose ledger was compared.
	Publication string `json:"publication"`
	// Endpoint is who was asked, redacted.
	Endpoint string `json:"endpoint"`
	// Block is the last block of the publication, at which the contracts were asked.
	Block int64 `json:"block"`
	// CurrentRound is the round that the block is in, as the contracts count it: one that isn't initialised yet may be later
	// than the ledger's.
	CurrentRound uint64 `json:"current_round"`
	Sample       Sample `json:"sample"`
	// Values is how many values were compared, Kinds what they are of.
	Values int            `json:"values"`
	Kinds  []VerifiedKind `json:"kinds"`
	// Differences are the values that aren't equal.
	Differences []Difference `json:"differences"`
}

// VerifiedKind counts what was compared of one kind.
type VerifiedKind struct {
	// Kind is protocol, account, orchestrator, pool, gateway, proposal or voter.
	Kind string `json:"kind"`
	// Subjects is how many of the kind were compared, Values how many values of them.
	Subjects int `json:"subjects"`
	Values   int `json:"values"`
}

// Difference is a value that the ledger and a contract give differently.
type Difference struct {
	// Kind and Subject say what it is of: "account", "0x…".
	Kind    string `json:"kind"`
	Subject string `json:"subject"`
	// Field is the contract's name of the value.
	Field string `json:"field"`
	// Ledger and Contract are the two values: whole numbers, or addresses.
	Ledger   string `json:"ledger"`
	Contract string `json:"contract"`
	// Difference is Ledger minus Contract; "" for addresses.
	Difference string `json:"difference"`
}

// NoLedgerError says that a publication has no ledger that could be verified.
type NoLedgerError struct {
	// Publication is its id.
	Publication string
	// Reason says why there is none.
	Reason string
}

// Error gives the publication and the reason.
func (e *NoLedgerError) Error() string {
	return fmt.Sprintf("publication %s has no bonding ledger to verify: %s", e.Publication, e.Reason)
}

// VerifyAccounts compares the ledger of the current publication with what the contracts answer at its last block. The error
// is a *NoLedgerError, or a *contracts.StateError if the endpoint doesn't have the block's state; differences are no error.
func (p *Pipeline) VerifyAccounts(ctx context.Context, sample Sample) (found Verification, err error) {
	if sample.Count < 1 {
		return found, &ConfigError{fmt.Sprintf("%d accounts are none to verify: ask for 1 or more", sample.Count)}
	}
	current, err := transform.Current(p.Config.Home)
	if err != nil {
		return found, err
	}
	horizon, err := ledgerHorizon(current)
	if err != nil {
		return found, err
	}
	published, err := p.openPublication(ctx, current, nil)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, published.Close()) }()
	ledger := &ledgerRows{reader: published, sample: sample}
	instance, err := p.chainInstance(horizon.Instance)
	if err != nil {
		return found, err
	}
	made := &sources{pipeline: p}
	defer made.close()
	node := evm.NewNode(made.client(instance.Limits), instance.Endpoint)
	block := horizon.Horizon - 1
	if err := p.sameChain(ctx, node, horizon); err != nil {
		return found, err
	}
	reader, err := contracts.NewReader(node, p.deployment, block)
	if err != nil {
		return found, err
	}
	c := &comparison{ledger: ledger, reader: reader, asked: reader.Ask()}
	if err := c.run(ctx); err != nil {
		return found, err
	}
	c.found.Publication, c.found.Endpoint, c.found.Block, c.found.Sample = current.ID, node.Endpoint(), block, sample
	return c.found, nil
}

// ledgerHorizon gives the part of the chain's logs that ends where the ledger does. A publication without a ledger is a
// *NoLedgerError.
func ledgerHorizon(of *transform.Publication) (lowest transform.PartState, err error) {
	state := of.Manifest.Ledger
	switch {
	case state.Version == "":
		return lowest, &NoLedgerError{of.ID, "it was built by a version of lakepeer that made none; run lakepeer run"}
	case !state.IsBuilt:
		return lowest, &NoLedgerError{of.ID, state.Reason}
	}
	found := false
	for _, part := range of.Manifest.Parts {
		if part.Source == "chain" && part.Stream == "logs" && part.Instance == state.Instance && (!found || part.Horizon < lowest.Horizon) {
			lowest, found = part, true
		}
	}
	if !found {
		return lowest, &NoLedgerError{of.ID, fmt.Sprintf("it doesn't say how far the chain instance %q was read; run lakepeer transform --full", state.Instance)}
	}
	return lowest, nil
}

// chainInstance finds the configuration of the instance that the logs came from.
func (p *Pipeline) chainInstance(name string) (config.Chain, error) {
	for _, instance := range p.Config.Sources.Chain {
		if instance.Name == name {
			return instance, nil
		}
	}
	return config.Chain{}, &ConfigError{fmt.Sprintf("the ledger is of the chain instance %q, which isn't configured: add it to sources.chain, its endpoint is what is asked", name)}
}

// sameChain compares the endpoint's chain with the one that the logs are of: by its id, and by the hash of the last block
// where the lake has it.
func (p *Pipeline) sameChain(ctx context.Context, node *evm.Node, horizon transform.PartState) error {
	const op = "ask for the chain id"
	result, err := node.Call(ctx, op, "eth_chainId")
	if err != nil {
		return fmt.Errorf("%s: %s: %w", op, node.Endpoint(), err)
	}
	id, err := evm.Quantity(result)
	if err != nil {
		return fmt.Errorf("%s: read the reply of %s: %w", op, node.Endpoint(), err)
	}
	if uint64(id) != p.deployment.ChainID {
		return &extract.WrongNetworkError{
			Endpoint: node.Endpoint(), Has: fmt.Sprintf("chain id %d", id), Wants: fmt.Sprintf("%s (chain id %d)", p.deployment.Name, p.deployment.ChainID),
		}
	}
	return p.sameBlock(ctx, node, horizon)
}
