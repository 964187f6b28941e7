package duck

import (
	"context"
	"fmt"
	"slices"
)

// readable are DuckDB's own table functions that a Reader's SQL may call: they compute, or tell about the catalogue, or
// read files, of which the Reader opens only its own. The others change settings, write logs, run SQL out of a text, or
// take memory addresses.
var readable = []string{
	"duckdb_columns", "duckdb_constraints", "duckdb_databases", "duckdb_dependencies", "duckdb_extensions", "duckdb_functions",
	"duckdb_indexes", "duckdb_keywords", "duckdb_memory", "duckdb_optimizers", "duckdb_schemas", "duckdb_sequences", "duckdb_settings",
	"duckdb_tables", "duckdb_types", "duckdb_variables", "duckdb_views", "generate_series", "glob", "histogram", "histogram_values",
	"icu_calendar_names", "json_each", "json_tree", "parquet_bloom_probe", "parquet_file_metadata", "parquet_full_metadata",
	"parquet_kv_metadata", "parquet_metadata", "parquet_scan", "parquet_schema", "pg_timezone_names", "pragma_collations",
	"pragma_database_size", "pragma_platform", "pragma_show", "pragma_storage_info", "pragma_table_info", "pragma_version", "range",
	"read_blob", "read_csv", "read_csv_auto", "read_json", "read_json_auto", "read_json_objects", "read_json_objects_auto",
	"read_ndjson", "read_ndjson_auto", "read_ndjson_objects", "read_parquet", "read_text", "repeat", "repeat_row", "sniff_csv",
	"summary", "test_all_types", "unnest",
}

// checkFunctions refuses table functions of DuckDB that could do more than read. Table macros of the file are welcome.
func (r *Reader) checkFunctions(ctx context.Context, s *Select) error {
	for _, name := range s.References().TableFunctions {
		if slices.Contains(readable, name) {
			continue
		}
		own, err := Value[bool](ctx, r.db, "select count(*) > 0 and bool_and(not internal) from duckdb_functions() where lower(function_name) = ?", name)
		if err != nil {
			return fmt.Errorf("query: look up the function %s: %w", name, err)
		}
		if !own {
			return &StatementError{Name: "query", Problem: fmt.Sprintf("the table function %s can't be called here: queries only read", name)}
		}
	}
	return nil
}
