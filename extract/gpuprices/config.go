package gpuprices

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

// Config says where prices are read from.
type Config struct {
	// Instance names this occurrence of the source: "main".
	Instance string
	// SkyPilot is the address of a version of the catalogue, the folder that has one folder per cloud; "" leaves it out.
	SkyPilot string
	// Clouds are the names of those folders: "aws", "lambda".
	Clouds []string
	// Folder is where sheets (*.csv) are put; "" leaves them out. It need not exist.
	Folder string
	// Sheet is one more sheet, outside of Folder; "" for none. It need not exist.
	Sheet string
	// Client asks.
	Client *httpclient.Client
}

const source = "gpu_prices"

// cloudName is what a cloud may be called: it becomes a part of an address and a folder.
var cloudName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// New makes the streams that are configured: skypilot, files. It asks nothing yet.
func New(config Config) ([]extract.Stream, error) {
	if config.Instance == "" {
		return nil, errors.New("gpu_prices source: an instance name is needed")
	}
	var streams []extract.Stream
	if config.SkyPilot != "" {
		u, err := url.Parse(config.SkyPilot)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return nil, fmt.Errorf("gpu_prices source %q: %s is not an http or https address", config.Instance, httpclient.Redact(config.SkyPilot))
		}
		if config.Client == nil {
			return nil, fmt.Errorf("gpu_prices source %q: a client is needed", config.Instance)
		}
		seen := map[string]bool{}
		for _, cloud := range config.Clouds {
			if !cloudName.MatchString(cloud) || seen[cloud] {
				return nil, fmt.Errorf("gpu_prices source %q: clouds: %q is given twice or is no cloud's name: they are the catalogue's folders, such as aws", config.Instance, cloud)
			}
			seen[cloud] = true
		}
		streams = append(streams, &SkyPilot{
			id:   load.StreamID{Source: source, Instance: config.Instance, Stream: "skypilot"},
			base: strings.TrimRight(config.SkyPilot, "/"), endpoint: config.Client.Redact(config.SkyPilot),
			clouds: config.Clouds, client: config.Client,
		})
	}
	if config.Folder != "" || config.Sheet != "" {
		streams = append(streams, &Files{
			id: load.StreamID{Source: source, Instance: config.Instance, Stream: "files"}, folder: config.Folder, sheet: config.Sheet,
		})
	}
	return streams, nil
}

// Schemas gives the columns of every stream by the name of its raw table.
func Schemas() map[string]*arrow.Schema {
	return map[string]*arrow.Schema{
		source + "__skypilot": arrow.NewSchema(catalogueFields(), nil),
		source + "__files":    arrow.NewSchema(sheetFields(), nil),
	}
}
