package inputs_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lakepeer/lakepeer/internal/inputs"
)

const someone = "0x00000000000000000000000000000000000000A1"

// texts gives the problems as lines.
func texts(problems []inputs.Problem) string {
	var lines []string
	for _, problem := range problems {
		lines = append(lines, problem.String())
	}
	return strings.Join(lines, "\n")
}

func TestValuesAreNormalised(t *testing.T) {
	text := "\ufeff# who pays\r\ngateway , job_type,evidence,name\r\n# a comment\r\n" + someone + ", ai ,reported,\"A \"\"B\"\", C\"\r\n"
	rows, problems := inputs.ParseTable("gateways.csv", inputs.Gateways(), []byte(text))
	if problems != nil {
		t.Fatal(texts(problems))
	}
	want := []inputs.Row{{Line: 4, Values: []string{strings.ToLower(someone), `A "B", C`, "", "ai", "", "", "reported", ""}}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	rows, problems = inputs.ParseTable("j.csv", inputs.Journal(), []byte("at,kind\n2026-11-03,price\n2026-11-03T20:30:00+02:00,cut\n"))
	if problems != nil || len(rows) != 2 {
		t.Fatal(rows, texts(problems))
	}
	if rows[0].Values[0] != "2026-11-03T00:00:00Z" || rows[1].Values[0] != "2026-11-03T18:30:00Z" || rows[0].Values[7] != "private" {
		t.Errorf("got %+v", rows)
	}
}

func TestMistakesInTables(t *testing.T) {
	gateways := func(rows string) string {
		return "gateway,job_type,evidence,valid_from_date,valid_to_date,source_url\n" + rows
	}
	survey := func(rows string) string {
		return "respondent_id,month_date,deployment_type,consent,country,gpu_count,power_kwh\n" + rows
	}
	tests := []struct {
		name   string
		schema inputs.Schema
		text   string
		want   string
	}{
		{"empty", inputs.Journal(), "# nothing\n", "f.csv:1: the file has no header: begin with the line at,kind,from,to,downtime_minutes,cost_usd,note,visibility"},
		{
			"columns", inputs.Journal(), "at,kinds,note,note\n2026-11-03,price,,\n",
			"f.csv:1: unknown column \"kinds\": did you mean \"kind\"?\nf.csv:1: note: the column is there twice\nf.csv:1: kind: the column is missing: add it to the header",
		},
		{"address", inputs.Gateways(), gateways("0x12,ai,reported,,,\n"), `f.csv:2: gateway: "0x12" is no address: write 0x and 40 hex digits (these are 4 characters)`},
		{"allowed", inputs.Gateways(), gateways(someone + ",transcodign,reported,,,\n"), `f.csv:2: job_type: "transcodign" is not allowed: did you mean "transcoding"?`},
		{"far from allowed", inputs.Gateways(), gateways(someone + ",video conferences,reported,,,\n"), `f.csv:2: job_type: "video conferences" is not allowed: write one of transcoding, ai, byoc, mixed, unknown`},
		{"required", inputs.Gateways(), gateways("# first\n\n" + someone + ",,reported,,,\n"), `f.csv:4: job_type: a value is needed`},
		{"date", inputs.Gateways(), gateways(someone + ",ai,reported,1.11.2026,,\n"), `f.csv:2: valid_from_date: "1.11.2026" is no date: write year, month and day like 2026-11-01`},
		{"order of dates", inputs.Gateways(), gateways(someone + ",ai,reported,2026-02-01,2026-01-31,\n"), `f.csv:2: valid_to_date: 2026-01-31 is before valid_from_date, which is 2026-02-01`},
		{"page", inputs.Gateways(), gateways(someone + ",ai,reported,,,forum\n"), `f.csv:2: source_url: "forum" is no http or https address`},
		{
			"twice in any case", inputs.Gateways(), gateways(someone + ",ai,reported,,,\n" + strings.ToLower(someone) + ",ai,reported,,,\n"),
			"f.csv:3: the same gateway, valid_from_date as in line 2: keep one of the rows",
		},
		{"too few values", inputs.Gateways(), gateways(someone + ",ai\n"), "f.csv:2: the row has 2 values, the header 6 columns"},
		{"quote", inputs.Gateways(), gateways(someone + ",a\"i,reported,,,\n"), `f.csv:2: bare " in non-quoted-field: write a value that has quotes or commas in double quotes, and each quote in it twice`},
		{
			"every problem of every row", inputs.Survey(), survey("a,2026-10-02,cloud,public,DEU,x,\"1,5\"\nb,2026-10-01,cluod,publik,,,\n"),
			"f.csv:2: month_date: \"2026-10-02\" is not the first day of a month: write 2026-10-01\n" +
				"f.csv:2: country: \"DEU\" is no country: write its two letters, like DE\n" +
				"f.csv:2: gpu_count: \"x\" is no whole number from 0 on: write digits only, like 12\n" +
				"f.csv:2: power_kwh: \"1,5\" is no number: write a point before the decimals and nothing between thousands\n" +
				"f.csv:3: deployment_type: \"cluod\" is not allowed: did you mean \"cloud\"?\n" +
				"f.csv:3: consent: \"publik\" is not allowed: did you mean \"public\"?",
		},
		{"share", inputs.Labels(), "address,label,category,evidence,confidence\n" + someone + ",A,dex,forum,80\n", `f.csv:2: confidence: "80" is no share: write a number from 0 to 1, like 0.25 for 25 %`},
		{"time", inputs.Journal(), "at,kind\n3 Nov,cut\n", `f.csv:2: at: "3 Nov" is no time: write 2026-11-01T13:30:00Z, or a day like 2026-11-01`},
		{"encoding", inputs.Journal(), "at,kind\n\xff,cut\n", "f.csv:1: the file is not UTF-8: save it with that encoding"},
		{"line of a value that is on several", inputs.Journal(), "at,kind,note\n2026-11-03,cut,\"a\nb\"\n", "f.csv:2: note: \"a\\nb\" goes over several lines: write it on one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := inputs.ParseTable("f.csv", tt.schema, []byte(tt.text))
			if diff := cmp.Diff(tt.want, texts(problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzParseTable holds that whatever stands in a file, each row is either given, with as many values as the schema has
// columns, or has a problem with its line.
func FuzzParseTable(f *testing.F) {
	for _, schema := range inputs.Schemas() {
		for _, template := range inputs.Templates() {
			if template.Name == schema.Name {
				f.Add(template.Text)
			}
		}
	}
	f.Add("at,kind\n2026-11-03,cut\n\"")
	f.Add("gateway,job_type,evidence\n" + someone + ",ai,survey\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, schema := range inputs.Schemas() {
			rows, problems := inputs.ParseTable("f.csv", schema, []byte(text))
			for _, row := range rows {
				if len(row.Values) != len(schema.Columns) || row.Line < 2 {
					t.Errorf("%s: row %+v", schema.Name, row)
				}
			}
			for _, problem := range problems {
				if problem.Line < 1 || problem.Text == "" {
					t.Errorf("%s: problem %+v", schema.Name, problem)
				}
			}
		}
	})
}
