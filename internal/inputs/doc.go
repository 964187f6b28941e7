// Package inputs reads the files that people write for Lakepeer: who is who, what things cost, what was changed when.
// They lie in one folder, and each of them may be absent:
//
//	operators.yaml     operators and the addresses that belong to them
//	gateways.csv       gateways, and what they pay for
//	labels.csv         what we call an address
//	survey.csv         what orchestrators say that they spend
//	vendor_prices.csv  price sheets of vendors, data centres and clouds
//	alternatives.csv   what else a machine or its price would have earned
//	journal.csv        one's own changes
//	claims/*.json      signed statements of investors about themselves
//
// Each CSV file has a [Schema], which says what every column means and what it may hold; [Templates] writes them as files
// to begin with. [Validate] finds every mistake of a folder, with the line and, where it can be told, the nearest right
// value:
//
//	inputs/labels.csv:4: category: "exchnage" is not allowed: did you mean "exchange"?
//
// Lines that begin with # are comments. Addresses may be written in any case; times are UTC. What isn't said to be public
// is private.
package inputs
