package graphnode

// Block is where something was written, or how far the node has indexed.
type Block struct {
	Number int64
	Time   int64  // seconds since 1970
	Hash   string // 0x and 64 hex digits
}
