// Package subgraph is the source subgraph: Livepeer's subgraph, asked through The Graph's gateway or at a graph-node.
//
// Events are streams along time; rounds, pools and days too, once they are over; everything else is taken once a day, all of it
// at one block. The streams, their columns and the models of staging follow from one catalogue of entities, entities().
//
//	streams, err := subgraph.New(subgraph.Config{Instance: "main", Endpoint: "https://…/subgraphs/id/…", Key: key, From: deployed, Client: client})
//
// The subgraph is asked first which fields it has. One that the catalogue doesn't know is kept in _extra; one that is gone is
// NULL and reported.
package subgraph

//go:generate go run ./genstaging ../../sql/staging
