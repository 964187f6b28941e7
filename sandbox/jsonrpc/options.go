package jsonrpc

// Options say which provider a server behaves like.
type Options struct {
	// Limits are the provider's; the zero value has none.
	Limits Limits
	// Dialect chooses the provider whose error texts are used; empty is Nitro.
	Dialect Dialect
	// Faults are injected as scripted; see Fault.
	Faults []Fault
	// Noise injects faults at a seeded rate, on top of Faults.
	Noise Noise
	// ShuffleSeed orders the replies of a batch; 0 keeps them in the order of the calls.
	ShuffleSeed uint64
	// Timestamps says how logs carry their block's time.
	Timestamps Timestamps
	// Finality says how the tags finalized and safe are answered.
	Finality Finality
	// Confirmations is the number of blocks by which finalized lags behind Head, in place of the chain's own
	// finalized block; 0 takes the chain's.
	Confirmations int64
	// HeadLag hides the newest blocks, as a backend that is behind does.
	HeadLag int64
	// RefuseBeyondHead makes eth_getLogs refuse a toBlock beyond the head; otherwise it is clamped silently.
	RefuseBeyondHead bool
	// Reorganised gives the blocks after the finalized one other hashes with every request.
	Reorganised bool
}

// Limits bound what one eth_getLogs call may ask and get. Zero means no limit.
type Limits struct {
	// MaxRange is the greatest number of blocks that a call may span, both ends counted.
	MaxRange int64
	// MaxResults is the greatest number of logs that a call may match.
	MaxResults int
	// MaxAddresses is the greatest number of addresses in a filter.
	MaxAddresses int
	// MaxBatch is the greatest number of calls in a batch.
	MaxBatch int
	// Overshoot makes a suggested range end that many blocks beyond the asked one, as some providers' do.
	Overshoot int64
}

// Timestamps says how logs carry their block's time.
type Timestamps string

// The ways in which providers state a log's time.
const (
	// TimestampsPresent states blockTimestamp where the chain knows it.
	TimestampsPresent Timestamps = ""
	// TimestampsAbsent leaves the field out.
	TimestampsAbsent Timestamps = "absent"
	// TimestampsZero states 0x0.
	TimestampsZero Timestamps = "zero"
)

func (t Timestamps) mode() timestamp {
	switch t {
	case TimestampsAbsent:
		return timestampAbsent
	case TimestampsZero:
		return timestampZero
	default:
		return timestampPresent
	}
}

// Finality says how the tags finalized and safe are answered.
type Finality string

// The ways in which nodes answer the tag finalized.
const (
	// FinalitySupported gives the newest final block.
	FinalitySupported Finality = ""
	// FinalityRefused gives an error, as old nodes and some test chains do.
	FinalityRefused Finality = "refused"
	// FinalityGenesis gives block 0, as nodes without an L1 connection do.
	FinalityGenesis Finality = "genesis"
)
