package render

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// arrowTypes are DuckDB's types that have one of Arrow's for themselves. DECIMAL is handled apart; all others become text.
var arrowTypes = map[string]arrow.DataType{
	"BOOLEAN":                  arrow.FixedWidthTypes.Boolean,
	"TINYINT":                  arrow.PrimitiveTypes.Int8,
	"SMALLINT":                 arrow.PrimitiveTypes.Int16,
	"INTEGER":                  arrow.PrimitiveTypes.Int32,
	"BIGINT":                   arrow.PrimitiveTypes.Int64,
	"UTINYINT":                 arrow.PrimitiveTypes.Uint8,
	"USMALLINT":                arrow.PrimitiveTypes.Uint16,
	"UINTEGER":                 arrow.PrimitiveTypes.Uint32,
	"UBIGINT":                  arrow.PrimitiveTypes.Uint64,
	"HUGEINT":                  &arrow.Decimal128Type{Precision: 38},
	"UHUGEINT":                 &arrow.Decimal128Type{Precision: 38},
	"FLOAT":                    arrow.PrimitiveTypes.Float32,
	"DOUBLE":                   arrow.PrimitiveTypes.Float64,
	"DATE":                     arrow.FixedWidthTypes.Date32,
	"TIMESTAMP":                &arrow.TimestampType{Unit: arrow.Microsecond},
	"TIMESTAMP WITH TIME ZONE": arrow.FixedWidthTypes.Timestamp_us,
}

// schemaOf gives the Arrow schema of a result.
func schemaOf(columns []duck.Column) (*arrow.Schema, error) {
	seen := map[string]bool{}
	fields := make([]arrow.Field, len(columns))
	for i, column := range columns {
		if seen[column.Name] {
			return nil, fmt.Errorf("write Parquet: two columns are called %s: give one another name with AS", column.Name)
		}
		seen[column.Name] = true
		fields[i] = arrow.Field{Name: column.Name, Type: arrowType(column.Type), Nullable: true}
	}
	return arrow.NewSchema(fields, nil), nil
}

func arrowType(typ string) arrow.DataType {
	if known, ok := arrowTypes[typ]; ok {
		return known
	}
	var precision, scale int32
	if n, err := fmt.Sscanf(typ, "DECIMAL(%d,%d)", &precision, &scale); n == 2 && err == nil {
		return &arrow.Decimal128Type{Precision: precision, Scale: scale}
	}
	return arrow.BinaryTypes.String
}
