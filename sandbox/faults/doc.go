// Package faults lets servers misbehave as real ones do in a year of use.
//
//	handler = faults.Handler(handler, faults.Vast(), faults.Heavy, seed)
//
// Which request meets which fault is a function of the seed and the request's number: another seed strikes elsewhere.
// Faults are such that a client that retries, rejects what is malformed, and comes again ends up with the same data as
// without them. No fault invents, alters or hides a value that a client could take for true.
//
// [Light] has what happens every day: too many requests with and without Retry-After, failed servers, cut, slow and
// reset answers, fields that nobody knows yet. [Heavy] has besides: refusals in plain text, web pages with status 200,
// answers that stall, required fields that are missing or of another type, pages that hold every row twice, and lists
// that are empty although the market isn't. A [Service] says which fields are required, see [Services].
//
// Package jsonrpc has the faults of its protocol in addition (batches out of order, wrong ids, refused ranges, a
// reorganised head) and takes the transport's from here.
package faults
