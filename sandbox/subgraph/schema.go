package subgraph

import _ "embed" // the schema's text

//go:embed schema.graphql
var schemaText string

// SchemaText gives the schema in GraphQL's definition language, as a subgraph states it: with the directives @entity and
// @derivedFrom and the scalars BigInt, BigDecimal and Bytes, which graph-node knows by itself.
func SchemaText() string { return schemaText }
