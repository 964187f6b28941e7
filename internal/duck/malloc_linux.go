package duck

// #include <errno.h>
// #include <malloc.h>
// #include <stdio.h>
//
// // DuckDB's buffers come from an allocator of its own, jemalloc, which keeps what is freed for a while, for each thread
// // apart: some 300 MiB beyond the memory limit, and more the longer a build takes. With these options it gives freed
// // pages back at once. The name is its malloc_conf_2_conf_harder, which wins over the options that DuckDB sets, with
// // DuckDB's prefix.
// const char *duckdb_je_malloc_conf_2_conf_harder = "dirty_decay_ms:0,muzzy_decay_ms:0";
//
// // What doesn't go through it, some 30 MiB, comes from the C library's, which would keep as much for each thread. It
// // must be said before there are threads, so it can't wait for Open.
// #ifdef __GLIBC__
// __attribute__((constructor)) static void share_heap(void) { mallopt(M_ARENA_MAX, 1); }
// #endif
//
// int duckdb_je_mallctl(const char *name, void *old, size_t *old_size, void *value, size_t size);
//
// // arenas. is for the arenas to come, arena.i. for each that there is.
// static int keep_freed(ssize_t ms) {
//   unsigned count = 0;
//   size_t size = sizeof count;
//   int code = duckdb_je_mallctl("arenas.dirty_decay_ms", NULL, NULL, &ms, sizeof ms);
//   if (code == 0) code = duckdb_je_mallctl("arenas.narenas", &count, &size, NULL, 0);
//   for (unsigned i = 0; code == 0 && i < count; i++) {
//     char name[64];
//     snprintf(name, sizeof name, "arena.%u.dirty_decay_ms", i);
//     int one = duckdb_je_mallctl(name, NULL, NULL, &ms, sizeof ms);
//     if (one != EFAULT) code = one; // that arena isn't in use
//   }
//   return code;
// }
import "C"

import (
	"fmt"
	"time"
)

// KeepFreed lets DuckDB's allocator keep pages that were freed for so long, in the whole process; it begins with not at all. To
// give them back at once bounds the memory of a large build, and takes much of the time of a small one.
func KeepFreed(d time.Duration) error {
	if code := C.keep_freed(C.ssize_t(d.Milliseconds())); code != 0 {
		return fmt.Errorf("let DuckDB's allocator keep what is freed for %s: error %d", d, code)
	}
	return nil
}
