package graphnode

// Entity is the fields of one entity by name. A field without a value is absent or nil. The Go type of a value follows
// the schema: int64 for Int, Int8 and Timestamp, bool for Boolean, []string for lists (of texts and of ids), and string
// for everything else: ID, String, Bytes (0x and hex digits), BigInt and BigDecimal (decimal notation), the name of an
// enum's value, and the id of an entity that a field refers to. Derived fields have no value.
type Entity map[string]any
