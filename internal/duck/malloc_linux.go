package duck

// #include <malloc.h>
//
// // All threads share one heap of the C library's allocator. A call from Go can run on any thread, and what is freed in
// // the heap of one isn't used by the others: with one for each, a build takes a third more memory. It must be said
// // before there are threads, so it can't wait for Open.
// #ifdef __GLIBC__
// __attribute__((constructor)) static void share_heap(void) { mallopt(M_ARENA_MAX, 1); }
// #endif
import "C"
