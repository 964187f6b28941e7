//go:build !linux

package duck

import "time"

// KeepFreed does nothing: it is about the allocator that DuckDB has on Linux.
func KeepFreed(time.Duration) error { return nil }
