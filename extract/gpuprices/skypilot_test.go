package gpuprices

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/extract/extracttest"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// clouds are those of the conformance world.
var clouds = []string{"aws", "azure", "gcp", "lambda", "vast"}

const rowsPerCloud = 40

// catalogueFile gives the file of a cloud. Clouds have the columns in two orders.
func catalogueFile(cloud string, fault extracttest.Fault) string {
	header := []string{"InstanceType", "AcceleratorName", "AcceleratorCount", "vCPUs", "MemoryGiB", "GpuInfo", "Price", "SpotPrice", "Region", "AvailabilityZone"}
	if cloud == "azure" || cloud == "vast" {
		header[0], header[6], header[2], header[8] = header[6], header[0], header[8], header[2]
	}
	switch fault {
	case extracttest.NewField:
		header = append(header, "Colour")
	case extracttest.RemovedField:
		header = header[:len(header)-1]
	}
	lines := []string{strings.Join(header, ",")}
	for i := range rowsPerCloud {
		row := map[string]string{
			"InstanceType": fmt.Sprintf("%s.%d", cloud, i), "AcceleratorName": "H100", "AcceleratorCount": "8.0", "vCPUs": "32", "MemoryGiB": "64.0",
			"GpuInfo": `"{'Gpus': [{'Name': 'H100', 'Count': 8}], 'TotalGpuMemoryInMiB': 655360}"`, "Price": fmt.Sprintf("%d.50", i), "SpotPrice": "",
			"Region": `"France, FR, EU"`, "AvailabilityZone": "a", "Colour": "green",
		}
		switch {
		case cloud != "gcp" || i != 7:
		case fault == extracttest.WrongType:
			row["Price"] = "dear"
		case fault == extracttest.PoisonedRow:
			row["AcceleratorCount"] = "0"
		}
		var line []string
		for _, name := range header {
			line = append(line, row[name])
		}
		lines = append(lines, strings.Join(line, ","))
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestSkyPilotConformance(t *testing.T) {
	extracttest.Run(t, extracttest.Subject{
		Network: network, Rows: rowsPerCloud * len(clouds), NewField: "Colour", Optional: "availability_zone",
		Without: map[extracttest.Fault]string{
			extracttest.DuplicatePage: "a cloud's file has no pages, and its rows no key of their own",
			extracttest.EmptyPage:     "a cloud's file has no pages",
		},
		Stream: func(t testing.TB, url string, client *httpclient.Client) extract.Stream {
			return only[*SkyPilot](t, Config{SkyPilot: url, Clouds: clouds, Client: client})
		},
		Serve: func(_ testing.TB, world extracttest.World) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/plain")
				cloud, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
				_, _ = w.Write([]byte(catalogueFile(cloud, world.Fault)))
			})
		},
		IsData: func(*http.Request, []byte) bool { return true },
	})
}

func TestCatalogueErrors(t *testing.T) {
	for _, test := range []struct {
		name, body, want string
		status           int
	}{
		{"unknown cloud", "404: Not Found", `has no cloud "aws": take it off the list`, 404},
		{"web page", "<!doctype html><title>Just a moment</title>", "a web page instead of a CSV file", 200},
		{"empty file", "", "line 1: there is no header", 200},
		{"no rows", "InstanceType,AcceleratorName,AcceleratorCount,Price,Region\n", "no row that can be read", 200},
		{"another table", "a,b\n1,2\n", "no column AcceleratorName", 200},
		{"a column twice", "Price,Price\n1,2\n", `the column "Price" is there twice`, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			stream := only[*SkyPilot](t, Config{SkyPilot: url, Clouds: []string{"aws"}, Client: newClient(t)})
			parts, err := stream.Parts(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			out := &recorder{}
			if err := stream.Snapshot(t.Context(), parts[0], out); err == nil || !strings.Contains(err.Error(), test.want) || len(out.rows) > 0 {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestCatalogueRowsAreRejectedOneByOne(t *testing.T) {
	body := "InstanceType,AcceleratorName,AcceleratorCount,Price,SpotPrice,Region\n" +
		"a,H100,8.0,80,0.00,\"France, FR, EU\"\n" + // good
		"b,H100,,80,,r\n" + // no count
		"c,,,1.5,,r\n" + // good: no accelerator
		",A100,1,2.9,,r\n" + // good: the accelerator alone
		"d,H100,1,80\n" + // too short
		"e,H100,1,-1,NaN,r\n" + // no amounts
		"f,H100,1,\"8\"0,,r\n" + // quotes
		"g,A10,0.125,,0.4,r\n" // good: a part of a GPU, spot only
	rows, rejected, err := decodeCatalogue([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int64
	for _, row := range rows {
		numbers = append(numbers, row.number)
	}
	if fmt.Sprint(numbers) != "[1 3 4 8]" || len(rejected) != 4 {
		t.Fatalf("rows %v and %d rejected", numbers, len(rejected))
	}
	for i, want := range []string{
		`line 3: AcceleratorCount "" is no number of accelerators`, "line 6: 4 fields instead of the header's 6",
		`line 7: Price "-1" is no amount; SpotPrice "NaN" is no amount`, "line 8: ",
	} {
		if !strings.HasPrefix(rejected[i].Reason, want) {
			t.Errorf("reason %d is %q, want %q", i, rejected[i].Reason, want)
		}
	}
	if got := string(rejected[1].Original); got != "d,H100,1,80" {
		t.Errorf("the original is %q", got)
	}
}

// TestRecordedCatalogue lands nine recorded rows of Vast.AI.
func TestRecordedCatalogue(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "samples", "vastai", "skypilot-v8-vast-nine.csv"))
	if err != nil {
		t.Skipf("the recorded payloads are not beside the project: %v", err)
	}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v8/vast/vms.csv" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		_, _ = w.Write(body)
	})
	stream := only[*SkyPilot](t, Config{SkyPilot: url + "/v8/", Clouds: []string{"vast"}, Client: newClient(t)})
	parts, err := stream.Parts(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	out := &recorder{}
	if err := stream.Snapshot(t.Context(), parts[0], out); err != nil || len(out.rows) != 9 || len(out.rejects) != 0 {
		t.Fatalf("%d rows, %d rejected, %v", len(out.rows), len(out.rejects), err)
	}
	third := out.rows[2]
	for column, want := range map[string]string{
		"row_number": "3", "cloud": "vast", "accelerator_name": "H200", "accelerator_count": "4", "price": "10.59", "spot_price": "0.00",
		"region": ", US, NA", "memory_gib": "64.0", "availability_zone": "(null)",
		"gpu_info": "{'Gpus': [{'Name': 'H200', 'Count': 4, 'MemoryInfo': {'SizeInMiB': 575084}}], 'TotalGpuMemoryInMiB': 575084}",
	} {
		if third[column] != want {
			t.Errorf("%s is %q, want %q", column, third[column], want)
		}
	}
}

func FuzzDecodeCatalogue(f *testing.F) {
	for _, fault := range []extracttest.Fault{extracttest.None, extracttest.NewField, extracttest.WrongType} {
		f.Add([]byte(catalogueFile("gcp", fault)))
	}
	f.Add([]byte("AcceleratorName,AcceleratorCount,Price,Region,\"\n\"\"x\na,1,1,\"\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, rejected, err := decodeCatalogue(body)
		if err != nil {
			return
		}
		checkRows(t, body, 0, catalogueBatch("gcp", rows), rejected)
	})
}
