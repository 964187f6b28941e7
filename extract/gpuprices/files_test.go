package gpuprices

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/load"
)

const sheetHead = "observed_at,source,gpu_model,gpu_count,region,price_usd_per_hour,price_kind,available_count\n"

// write puts a sheet into a folder.
func write(t *testing.T, folder, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run extracts once; the report says how many rows of how many slices came.
func run(t *testing.T, lake *load.Lake, folder string) extract.PartReport {
	t.Helper()
	runner := extract.Runner{
		Lake: lake, Streams: []extract.Stream{only[*Files](t, Config{Folder: folder})}, RunID: "run-1",
		Clock: func() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) },
	}
	report, err := runner.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s := report.Streams[0]; s.Error != "" || len(s.Parts) != 1 {
		t.Fatalf("the report is %+v", s)
	}
	return report.Streams[0].Parts[0]
}

func TestSheetsAreReadOnceInEachState(t *testing.T) {
	lake, err := load.Open(t.TempDir(), network, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "sheets")
	if r := run(t, lake, folder); r.Error != "" || r.Files != 0 {
		t.Fatalf("a folder that doesn't exist gives %+v", r)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, folder, "notes.txt", "not a sheet")
	write(t, folder, "a.csv", sheetHead+"2026-11-01,Acme,RTX 4090,2,\"Oslo, NO\",0.80,on_demand,\n\n2026-11-01T12:00:00Z,Acme,H100,8,,16.40,reserved,4\n")
	if r := run(t, lake, folder); r.Rows != 2 || r.Files != 1 || r.Error != "" {
		t.Fatalf("the first run gives %+v", r)
	}
	if r := run(t, lake, folder); r.Files != 0 {
		t.Fatalf("the same state is read again: %+v", r)
	}
	write(t, folder, "b.csv", "\ufeffprice_kind,price_usd_per_hour,gpu_count,gpu_model,source,observed_at\nspot,0.1,1,T4,Acme,2026-11-01 10:00:00\n")
	if r := run(t, lake, folder); r.Rows != 3 || r.Files != 1 {
		t.Fatalf("with another sheet the run gives %+v", r)
	}
}

func TestMalformedLinesAreRejectedWithFileAndLine(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "a.csv", sheetHead+
		"2026-11-01,Acme,RTX 4090,2,Oslo,0.80,on_demand,\n"+
		"yesterday,Acme,RTX 4090,0,Oslo,0,80,spott,x\n"+
		"yesterday,,RTX 4090,0,Oslo,-1,spott,x\n")
	stream := only[*Files](t, Config{Folder: folder})
	keys, err := stream.Wanted(t.Context(), load.File{})
	if err != nil || len(keys) != 1 || !strings.HasPrefix(keys[0], "a.csv:") || len(keys[0]) != len("a.csv:")+64 {
		t.Fatalf("wanted are %q, %v", keys, err)
	}
	out := &recorder{}
	if err := stream.Lookup(t.Context(), load.Part{}, keys, out); err != nil || len(out.rows) != 1 || len(out.rejects) != 2 {
		t.Fatalf("%d rows, %d rejected, %v", len(out.rows), len(out.rejects), err)
	}
	if row := out.rows[0]; row["line_number"] != "2" || row["file_name"] != "a.csv" || row["available_count"] != "(null)" || row["price_usd_per_hour"] != "0.80" {
		t.Errorf("the row is %v", row)
	}
	file := filepath.Join(folder, "a.csv")
	for i, want := range []string{
		file + ": line 3: 9 fields instead of the header's 8",
		file + `: line 4: observed_at "yesterday" is no time in UTC: write 2026-11-01 or 2026-11-01T12:00:00Z; source is empty; gpu_count "0" is no number of GPUs above 0; ` +
			`price_usd_per_hour "-1" is no amount of 0 or more, with a point; price_kind "spott" is unknown, did you mean "spot"? The kinds are on_demand, spot, reserved, host_earning; ` +
			`available_count "x" is no whole number of 0 or more`,
	} {
		if out.rejects[i].Reason != want {
			t.Errorf("reason %d is\n%s\nwant\n%s", i, out.rejects[i].Reason, want)
		}
	}
}

func TestSheetErrors(t *testing.T) {
	for _, test := range []struct{ name, content, want string }{
		{"misspelt column", strings.Replace(sheetHead, "gpu_model", "gpu_modell", 1), `line 1: unknown column "gpu_modell", did you mean "gpu_model"?`},
		{"missing column", "observed_at,source,gpu_model,gpu_count,price_usd_per_hour\n", `line 1: there is no column "price_kind"`},
		{"empty file", "", "line 1: there is no header"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			write(t, folder, "a.csv", test.content)
			stream := only[*Files](t, Config{Folder: folder})
			keys, err := stream.Wanted(t.Context(), load.File{})
			if err != nil {
				t.Fatal(err)
			}
			err = stream.Lookup(t.Context(), load.Part{}, keys, &recorder{})
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "a.csv") {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestSheetThatChangesMeanwhileIsAnError(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "a.csv", sheetHead)
	stream := only[*Files](t, Config{Folder: folder})
	keys, err := stream.Wanted(t.Context(), load.File{})
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "a.csv", sheetHead+"2026-11-01,Acme,RTX 4090,2,Oslo,0.80,on_demand,\n")
	if err := stream.Lookup(t.Context(), load.Part{}, keys, &recorder{}); err == nil || !strings.Contains(err.Error(), "changed while it was being read") {
		t.Errorf("got %v", err)
	}
}

func TestConfigurationMistakes(t *testing.T) {
	for _, config := range []Config{
		{SkyPilot: "ftp://x", Clouds: []string{"aws"}},
		{SkyPilot: "https://x", Clouds: []string{"aws", "aws"}},
		{SkyPilot: "https://x", Clouds: []string{"../aws"}},
	} {
		config.Instance, config.Client = "main", newClient(t)
		if streams, err := New(config); err == nil {
			t.Errorf("%+v makes %d streams", config, len(streams))
		}
	}
	if streams, err := New(Config{Instance: "main"}); err != nil || len(streams) != 0 {
		t.Errorf("nothing configured makes %d streams, %v", len(streams), err)
	}
}

func FuzzDecodeSheet(f *testing.F) {
	f.Add([]byte(sheetHead + "2026-11-01,Acme,RTX 4090,2,Oslo,0.80,on_demand,\nx\n\"\n"))
	f.Add([]byte("\ufeffprice_kind,price_usd_per_hour,gpu_count,gpu_model,source,observed_at\r\nspot,0.1,1,T4,\xff,2026-11-01 10:00:00\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		lines, rejected, err := decodeSheet(body)
		if err != nil {
			return
		}
		checkRows(t, body, '#', sheetBatch("a.csv", lines), rejected)
	})
}
