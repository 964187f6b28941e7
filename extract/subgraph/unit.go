package subgraph

import "github.com/apache/arrow-go/v18/arrow"

// unit says what a field's values are. The type that the schema of the subgraph gives the field follows from it, and so do the raw
// column and those of staging.
type unit int

const (
	// key is an ID, text a String, a Bytes or an enum; a text may be empty.
	key unit = iota
	text
	// relation is another entity, of which the id is kept; toRound one whose id is a round's number.
	relation
	toRound
	// roundID is the id of a round, ownRound the round that rows stand by, of which the begin is kept too.
	roundID
	ownRound
	// lpt, eth and usd are BigDecimals, ratio is one of 0..1.
	lpt
	eth
	usd
	ratio
	// ppm and ppb are BigInts in parts per million and per billion.
	ppm
	ppb
	// count is a BigInt of things, number an Int.
	count
	number
	// round is a BigInt that is a round's number; greater ones than a BIGINT holds stand for never.
	round
	// l1Block and l2Block are BigInts that are numbers of blocks of Ethereum and of Arbitrum.
	l1Block
	l2Block
	// moment is an Int in Unix seconds, 0 for none; date one that is a midnight.
	moment
	date
	// price is a BigInt in wei per gas, gas one of gas.
	price
	gas
	// wide is a BigInt that no integer type holds.
	wide
	flag
	// texts is a list of scalars, members one of entities.
	texts
	members
	// transaction is the transaction of an event, of which several fields are kept.
	transaction
)

// form is what follows from a unit.
type form struct {
	// scalar is the type of the field in the subgraph's schema, "" where that is an entity.
	scalar string
	// suffix ends the column's name in staging, typ and unit are its type and unit, sql makes it of the raw column, %s.
	suffix, typ, unit, sql string
}

const (
	tokens = "DECIMAL(38,18)"
	none   = "none"
)

func (u unit) form() form {
	return map[unit]form{
		key:      {"ID", "", "VARCHAR", none, "%s"},
		text:     {"String", "", "VARCHAR", none, "%s"},
		relation: {"", "", "VARCHAR", none, "%s"},
		toRound:  {"", "", "BIGINT", "round", "%s"},
		roundID:  {"ID", "", "BIGINT", "round", "%s"},
		lpt:      {"BigDecimal", "_lpt", tokens, "LPT", "%s"},
		eth:      {"BigDecimal", "_eth", tokens, "ETH", "%s"},
		usd:      {"BigDecimal", "_usd", tokens, "USD", "%s"},
		ratio:    {"BigDecimal", "", "DOUBLE", "0..1", "%s"},
		ppm:      {"BigInt", "_share", "DECIMAL(9,6)", "0..1", "cast(%s as decimal(9, 0)) * 0.000001::decimal(6, 6)"},
		ppb:      {"BigInt", "_share", "DECIMAL(18,9)", "0..1", "share_of_ppb(%s)"},
		count:    {"BigInt", "", "BIGINT", "count", "%s"},
		number:   {"Int", "", "BIGINT", "count", "%s"},
		round:    {"BigInt", "", "BIGINT", "round", "try_cast(%s as bigint)"},
		l1Block:  {"BigInt", "", "BIGINT", "L1 block", "%s"},
		l2Block:  {"BigInt", "", "BIGINT", "block", "%s"},
		moment:   {"Int", "_at", "TIMESTAMP", "UTC", "utc_of(nullif(%s, 0))"},
		date:     {"Int", "_date", "DATE", "UTC", "cast(utc_of(nullif(%s, 0)) as date)"},
		price:    {"BigInt", "_wei", "DECIMAL(38,0)", "wei", "%s"},
		gas:      {"BigInt", "", "BIGINT", "gas", "%s"},
		wide:     {"BigInt", "", "VARCHAR", none, "%s"},
		flag:     {"Boolean", "", "BOOLEAN", none, "%s"},
		texts:    {"String", "", "VARCHAR", none, "%s"},
		members:  {"", "", "VARCHAR", none, "%s"},
	}[u]
}

// arrowType is what the raw column holds: numbers of more than 32 bits are texts, as they are sent.
func (u unit) arrowType() arrow.DataType {
	switch u.form().scalar {
	case "Int":
		return arrow.PrimitiveTypes.Int64
	case "Boolean":
		return arrow.FixedWidthTypes.Boolean
	default:
		return arrow.BinaryTypes.String
	}
}
