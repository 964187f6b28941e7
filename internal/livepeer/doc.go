// Package livepeer knows Livepeer's contracts: which events they emit, how those are encoded, and where the contracts
// of a network live. It is a leaf: pure Go, no input or output but the reading of one deployment file, no Arrow and
// no database.
//
// Three things are in it.
//
// The catalogue, [Events], describes every event of the contracts on Arbitrum: name, topic, contracts that emit it,
// and each argument with its column, unit and meaning. The staging models are generated from it.
//
// A [Decoder] turns a log into typed values by (contract, first topic), never by the event's name, because several
// contracts share names (Transfer, RoleGranted, …). An event that the catalogue doesn't have is not an error: it
// stays visible as unknown.
//
//	decoder, err := livepeer.NewDecoder(livepeer.ArbitrumOne().Contracts)
//	if err != nil {
//		return err
//	}
//	decoded, err := decoder.Decode(log, nil)
//	if err != nil {
//		return err // a known event whose topics or data are malformed
//	}
//	if decoded.Event == nil {
//		return nil // an unknown event
//	}
//	for i, arg := range decoded.Event.Args {
//		fmt.Println(arg.Column, decoded.Values[i].Format(arg.Kind))
//	}
//
// A [Deployment] lists the contracts of one network. [ArbitrumOne] is built in; [LoadDeployment] reads a file for
// any other chain.
package livepeer

//go:generate go run ./genstaging ../../sql/staging
