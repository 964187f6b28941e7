package graphnode

// Options are what a server is told beside its store.
type Options struct {
	// Deployment gives the id of the deployment that answers, a Qm and 44 more letters and digits. It is asked once for
	// each request.
	Deployment func() string
	// Key is the only API key that is let in, 32 hex digits. Without one, none is wanted.
	Key string
	// StartBlock is the least start block of the manifest. Queries at an earlier block are refused.
	StartBlock int64
	// Head gives the newest block that the node has indexed. What the store holds of later blocks doesn't show.
	Head func() Block
	// Gateway lets the server answer as The Graph's gateway does in front of an indexer's graph-node.
	Gateway bool
	// MaxSkip is the largest skip: 0 stands for that of public nodes, which is 5,000, and a negative number for none.
	MaxSkip int
	// TimeoutRows is the number of rows above which a list isn't answered in time. 0 means that every list is.
	TimeoutRows int
	// IndexingError tells whether the subgraph has met an error that it went on after. Nil means that it hasn't.
	IndexingError func() bool
}

func (o Options) maxSkip() int {
	if o.MaxSkip == 0 {
		return publicSkip
	}
	return o.MaxSkip
}
