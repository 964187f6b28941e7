package gpuprices

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/load"
)

// catalogueColumn is a column of SkyPilot's files and what it is called here.
type catalogueColumn struct {
	theirs, ours string
	required     bool // the file must have it
}

// catalogueColumns gives what is known of vms.csv. Clouds have them in different orders, and not all of them.
func catalogueColumns() []catalogueColumn {
	return []catalogueColumn{
		{theirs: "InstanceType", ours: "instance_type"},
		{theirs: "AcceleratorName", ours: "accelerator_name", required: true},
		{theirs: "AcceleratorCount", ours: "accelerator_count", required: true},
		{theirs: "vCPUs", ours: "vcpus"},
		{theirs: "MemoryGiB", ours: "memory_gib"},
		{theirs: "GpuInfo", ours: "gpu_info"},
		{theirs: "Price", ours: "price", required: true},
		{theirs: "SpotPrice", ours: "spot_price"},
		{theirs: "Region", ours: "region", required: true},
		{theirs: "AvailabilityZone", ours: "availability_zone"},
		{theirs: "Arch", ours: "arch"},
		{theirs: "HostingType", ours: "hosting_type"},
	}
}

// catalogueRow is a row of a cloud's file: its texts in the order of catalogueColumns, nil where the file lacks the column.
type catalogueRow struct {
	number int64
	texts  []*string
	extra  string // JSON object of the columns that aren't known; "" for none
}

// decodeCatalogue reads a cloud's vms.csv. The error is not nil if it is no such file; rows that can't be true are
// rejected.
func decodeCatalogue(body []byte) (rows []catalogueRow, rejected []load.RejectedRow, err error) {
	header, table, err := readTable(body, 0)
	if err != nil {
		return nil, nil, err
	}
	at, err := newColumns(header)
	if err != nil {
		return nil, nil, err
	}
	known := map[string]bool{}
	for _, c := range catalogueColumns() {
		known[c.theirs] = true
		if _, ok := at[c.theirs]; !ok && c.required {
			return nil, nil, fmt.Errorf("line 1: there is no column %s: this is no vms.csv of the catalogue", c.theirs)
		}
	}
	for _, line := range table {
		row, err := decodeMachine(line, at, known)
		if err != nil {
			reason := fmt.Sprintf("line %d: %v", line.line, err)
			rejected = append(rejected, load.RejectedRow{Position: -1, Reason: reason, Original: []byte(line.original)})
			continue
		}
		rows = append(rows, row)
	}
	return rows, rejected, nil
}

func decodeMachine(line tableRow, at columns, known map[string]bool) (catalogueRow, error) {
	row := catalogueRow{number: line.number}
	if line.wrong != nil {
		return row, line.wrong
	}
	var wrong []string
	for _, name := range []string{"Price", "SpotPrice"} {
		if text := at.value(line, name); text != "" && !isAmount(text) {
			wrong = append(wrong, fmt.Sprintf("%s %q is no amount", name, text))
		}
	}
	count, err := strconv.ParseFloat(at.value(line, "AcceleratorCount"), 64)
	if at.value(line, "AcceleratorName") != "" && (err != nil || !isAmount(at.value(line, "AcceleratorCount")) || count <= 0) {
		wrong = append(wrong, fmt.Sprintf("AcceleratorCount %q is no number of accelerators", at.value(line, "AcceleratorCount")))
	}
	if len(wrong) > 0 {
		return row, errors.New(strings.Join(wrong, "; "))
	}
	for _, c := range catalogueColumns() {
		row.texts = append(row.texts, at.text(line, c.theirs))
	}
	row.extra = unknownColumns(line, at, known)
	return row, nil
}

// amount is a number of 0 or more in plain digits; ten before the point are what the warehouse keeps.
var amount = regexp.MustCompile(`^[0-9]{1,10}(\.[0-9]*)?$`)

func isAmount(text string) bool { return amount.MatchString(text) }

// unknownColumns gives a JSON object of the texts in columns that aren't known; "" if there are none.
func unknownColumns(line tableRow, at columns, known map[string]bool) string {
	fields := map[string]string{}
	for name, i := range at {
		if !known[name] {
			fields[name] = line.fields[i]
		}
	}
	if len(fields) == 0 {
		return ""
	}
	text, _ := json.Marshal(fields) // a map of texts always has a JSON form
	return string(text)
}

func catalogueFields() []arrow.Field {
	text := arrow.BinaryTypes.String
	fields := []arrow.Field{{Name: "row_number", Type: arrow.PrimitiveTypes.Int64}, {Name: "cloud", Type: text}}
	for _, c := range catalogueColumns() {
		fields = append(fields, arrow.Field{Name: c.ours, Type: text, Nullable: true})
	}
	return fields
}

func catalogueBatch(cloud string, rows []catalogueRow) batch {
	b := batch{fields: catalogueFields()}
	for _, row := range rows {
		b.add(row.extra, row.number, append([]*string{&cloud}, row.texts...)...)
	}
	return b
}
