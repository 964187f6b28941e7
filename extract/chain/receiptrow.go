package chain

// receipt is what became of one transaction, as it is landed.
type receipt struct {
	block, index, kind, status  number
	gasUsed, gasUsedForL1       number
	gasPrice, l1, logs          number
	txHash, blockHash, from, to string
	extra                       string // "": no unknown field
}

// otherReceiptFields are what nodes say of a transaction besides, on Arbitrum and on Ethereum.
var otherReceiptFields = nameSet(
	"blobGasPrice", "blobGasUsed", "contractAddress", "cumulativeGasUsed", "logsBloom", "root", "timeboosted",
)

// parseReceipt reads a receipt object. A transaction that creates a contract has no receiver, one of before 2017 no
// status, one of another chain than Arbitrum no L1 part; anything else must be there.
func parseReceipt(original string) (receipt, error) {
	var r receipt
	o := newReading(otherReceiptFields)
	err := members(original, func(name, value string) error {
		switch name {
		case "transactionHash":
			o.bytes(name, value, 32, &r.txHash)
		case "blockHash":
			o.bytes(name, value, 32, &r.blockHash)
		case "from":
			o.bytes(name, value, 20, &r.from)
		case "to":
			if value != "null" {
				o.bytes(name, value, 20, &r.to)
			}
		case "logs":
			o.count(name, value, &r.logs)
		default:
			r.takeNumber(o, name, value)
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	o.require("transactionHash", "blockHash", "blockNumber", "transactionIndex", "from", "type", "gasUsed", "logs")
	r.extra = object(o.extra)
	return r, o.err()
}

func (r *receipt) takeNumber(o *reading, name, value string) {
	switch name {
	case "blockNumber":
		o.quantity(name, value, &r.block)
	case "transactionIndex":
		o.quantity(name, value, &r.index)
	case "type":
		o.quantity(name, value, &r.kind)
	case "gasUsed":
		o.quantity(name, value, &r.gasUsed)
	case "status":
		o.optional(name, value, &r.status)
	case "gasUsedForL1":
		o.optional(name, value, &r.gasUsedForL1)
	case "effectiveGasPrice":
		o.optional(name, value, &r.gasPrice)
	case "l1BlockNumber":
		o.optional(name, value, &r.l1)
	default:
		o.other(name, value)
	}
}

// receiptColumns are the columns of the stream receipts.
func receiptColumns() []column[receipt] {
	return []column[receipt]{
		{name: "block_number", number: func(r *receipt) (int64, bool) { return r.block.get() }},
		{name: "transaction_hash", text: func(r *receipt) string { return r.txHash }},
		{name: "block_hash", text: func(r *receipt) string { return r.blockHash }},
		{name: "transaction_index", number: func(r *receipt) (int64, bool) { return r.index.get() }},
		{name: "from_address", text: func(r *receipt) string { return r.from }},
		{name: "to_address", text: func(r *receipt) string { return r.to }, nullable: true},
		{name: "transaction_type", number: func(r *receipt) (int64, bool) { return r.kind.get() }},
		{name: "status", number: func(r *receipt) (int64, bool) { return r.status.get() }, nullable: true},
		{name: "gas_used", number: func(r *receipt) (int64, bool) { return r.gasUsed.get() }},
		{name: "gas_used_for_l1", number: func(r *receipt) (int64, bool) { return r.gasUsedForL1.get() }, nullable: true},
		{name: "effective_gas_price", number: func(r *receipt) (int64, bool) { return r.gasPrice.get() }, nullable: true},
		{name: "l1_block_number", number: func(r *receipt) (int64, bool) { return r.l1.get() }, nullable: true},
		{name: "log_count", number: func(r *receipt) (int64, bool) { return r.logs.get() }},
	}
}
