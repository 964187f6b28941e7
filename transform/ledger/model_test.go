package ledger_test

import (
	"fmt"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/lakepeer/lakepeer/transform/ledger"
)

// duckTypes are the columns' types as the front matter writes them.
var duckTypes = map[arrow.Type]string{
	arrow.STRING: "VARCHAR", arrow.INT64: "BIGINT", arrow.BOOL: "BOOLEAN", arrow.DATE32: "DATE", arrow.TIMESTAMP: "TIMESTAMP", arrow.DECIMAL128: "DECIMAL(38,0)",
}

func TestFrontMatterDescribesTheTables(t *testing.T) {
	for _, table := range ledger.Tables() {
		text, err := ledger.Models.ReadFile(table.Name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var model struct {
			Description, Grain, Evidence, Version string
			Key, Outputs                          []string
			Columns                               []struct{ Name, Type, Unit, Description string }
		}
		if err := yaml.Unmarshal(text, &model); err != nil {
			t.Fatalf("%s: %v", table.Name, err)
		}
		if model.Version != ledger.Version || !cmp.Equal(model.Outputs, []string{"raw." + table.Name}) || model.Description == "" || model.Grain == "" || model.Evidence != "onchain" {
			t.Errorf("%s: %+v", table.Name, model)
		}
		has, says := []string{"_instance VARCHAR"}, []string{}
		for _, f := range table.Schema.Fields() {
			has = append(has, f.Name+" "+duckTypes[f.Type.ID()])
		}
		columns := map[string]bool{}
		for _, c := range model.Columns {
			says, columns[c.Name] = append(says, fmt.Sprint(c.Name, " ", c.Type)), true
			if c.Unit == "" || c.Description == "" {
				t.Errorf("%s: column %s has no unit or description", table.Name, c.Name)
			}
		}
		if diff := cmp.Diff(has, says); diff != "" {
			t.Errorf("%s: %s", table.Name, diff)
		}
		for _, k := range model.Key {
			if !columns[k] {
				t.Errorf("%s: its key has no column %s", table.Name, k)
			}
		}
	}
}
