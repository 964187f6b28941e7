package duck

// #include <malloc.h>
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
import "C"
