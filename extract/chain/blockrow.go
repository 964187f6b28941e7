package chain

// block is one block as it is landed.
type block struct {
	number, time, l1, baseFee number
	hash, parent              string
	transactions              number
	extra                     string // "": no unknown field
}

// otherBlockFields are what nodes say of a block besides, on Arbitrum and on Ethereum.
var otherBlockFields = nameSet(
	"blobGasUsed", "difficulty", "excessBlobGas", "extraData", "gasLimit", "gasUsed", "logsBloom", "miner", "mixHash",
	"nonce", "parentBeaconBlockRoot", "receiptsRoot", "requestsHash", "sendCount", "sendRoot", "sha3Uncles", "size",
	"stateRoot", "totalDifficulty", "transactionsRoot", "uncles", "withdrawals", "withdrawalsRoot",
)

// parseBlock reads a block object. Blocks from before Nitro have no base fee, and those of other chains than Arbitrum
// no L1 number; anything else must be there.
func parseBlock(original string) (block, error) {
	var b block
	o := newReading(otherBlockFields)
	err := members(original, func(name, value string) error {
		switch name {
		case "number":
			o.quantity(name, value, &b.number)
		case "hash":
			o.bytes(name, value, 32, &b.hash)
		case "parentHash":
			o.bytes(name, value, 32, &b.parent)
		case "timestamp":
			o.quantity(name, value, &b.time)
		case "l1BlockNumber":
			o.optional(name, value, &b.l1)
		case "baseFeePerGas":
			o.optional(name, value, &b.baseFee)
		case "transactions":
			o.count(name, value, &b.transactions)
		default:
			o.other(name, value)
		}
		return nil
	})
	if err != nil {
		return b, err
	}
	o.require("number", "hash", "parentHash", "timestamp", "transactions")
	b.extra = object(o.extra)
	return b, o.err()
}

// blockColumns are the columns of the stream blocks.
func blockColumns() []column[block] {
	return []column[block]{
		{name: "block_number", number: func(b *block) (int64, bool) { return b.number.get() }},
		{name: "block_hash", text: func(b *block) string { return b.hash }},
		{name: "parent_hash", text: func(b *block) string { return b.parent }},
		{name: "block_timestamp", number: func(b *block) (int64, bool) { return b.time.get() }},
		{name: "l1_block_number", number: func(b *block) (int64, bool) { return b.l1.get() }, nullable: true},
		{name: "base_fee_per_gas", number: func(b *block) (int64, bool) { return b.baseFee.get() }, nullable: true},
		{name: "transaction_count", number: func(b *block) (int64, bool) { return b.transactions.get() }},
	}
}
