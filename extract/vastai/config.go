package vastai

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// Config says what is asked where. A part whose address is empty is left out.
type Config struct {
	// Instance names this occurrence of the source: "main".
	Instance string
	// Endpoint is Vast.AI's own address: "https://console.vast.ai". It gives offers.
	Endpoint string
	// Key is an API key of Vast.AI, "" for none. It is sent as a header, to Endpoint only.
	Key string
	// Farm is the address of 500.farm's exporter: "https://500.farm/vastai-exporter". It gives the farm streams.
	Farm string
	// Grafana and Datasource are the Grafana, with its path, and the uid of the Prometheus in it that hold the exporter's
	// history: "https://500.farm/vastai/grafana.v2" and "EdgV2xcnz". They give farm_history.
	Grafana, Datasource string
	// HistoryDays is how far back farm_history begins when it is read first (DefaultHistoryDays).
	HistoryDays int
	// RowLimit is how many offers one answer may hold (DefaultRowLimit).
	RowLimit int
	// Client asks. ClientOptions gives the options that suit these hosts.
	Client *httpclient.Client
	// Clock gives the time (time.Now).
	Clock func() time.Time
}

// Defaults and bounds of the requests.
const (
	// DefaultHistoryDays is a year.
	DefaultHistoryDays = 365
	// DefaultRowLimit keeps an answer near 20 MB. What the server allows below it is found out.
	DefaultRowLimit = 5000
	// snapshotGrid is one hour.
	snapshotGrid = 3600
	// maxBody is the largest answer: all offers at once were up to 95 MB in 2026.
	maxBody = 256 << 20
)

// ClientOptions gives the options with what these hosts need where the options leave it open: Vast.AI refuses with a plain
// "too frequent" that names no time, and means at least 5 seconds then; it allows 10 searches a minute; and it thinks long before it answers with much.
func ClientOptions(options httpclient.Options) httpclient.Options {
	options.RatePerSecond = cmp.Or(options.RatePerSecond, 0.15)
	options.BackoffBase = cmp.Or(options.BackoffBase, 10*time.Second) // half of a wait is random
	options.BackoffMax = cmp.Or(options.BackoffMax, 160*time.Second)
	options.HeaderTimeout = cmp.Or(options.HeaderTimeout, 2*time.Minute)
	options.MaxAttempts = cmp.Or(options.MaxAttempts, 6)
	return options
}

// New makes the streams of the parts that are configured. It asks nothing yet; it fails if the configuration can't work.
func New(config Config) ([]extract.Stream, error) {
	if config.Client == nil || config.Instance == "" {
		return nil, errors.New("vastai source: an instance name and a client are needed")
	}
	for name, address := range map[string]string{"endpoint": config.Endpoint, "farm": config.Farm, "grafana": config.Grafana} {
		if address == "" {
			continue
		}
		if u, err := url.Parse(address); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return nil, fmt.Errorf("vastai source %q: %s %s is not an http or https address", config.Instance, name, httpclient.Redact(address))
		}
	}
	if config.Grafana != "" && config.Datasource == "" {
		return nil, fmt.Errorf("vastai source %q: grafana needs grafana_datasource, the uid of its Prometheus; leave grafana empty to do without the history", config.Instance)
	}
	if config.HistoryDays < 0 || config.RowLimit < 0 {
		return nil, fmt.Errorf("vastai source %q: history_days and the row limit are 0 or more", config.Instance)
	}
	config.Endpoint, config.Farm = strings.TrimSuffix(config.Endpoint, "/"), strings.TrimSuffix(config.Farm, "/")
	config.Grafana = strings.TrimSuffix(config.Grafana, "/")
	config.HistoryDays = cmp.Or(config.HistoryDays, DefaultHistoryDays)
	config.RowLimit = cmp.Or(config.RowLimit, DefaultRowLimit)
	if config.Clock == nil {
		config.Clock = time.Now
	}
	return config.streams(), nil
}

func (c Config) streams() (streams []extract.Stream) {
	if c.Endpoint != "" {
		streams = append(streams, newOffers(c))
	}
	if c.Farm != "" {
		for _, kind := range farmKinds() {
			streams = append(streams, newFarm(c, kind))
		}
	}
	if c.Grafana != "" {
		streams = append(streams, newHistory(c))
	}
	return streams
}

// Schemas gives the columns of every stream's raw table, by the table's name.
func Schemas() map[string]*arrow.Schema {
	schemas := map[string]*arrow.Schema{
		"vastai__offers":       schemaOf(offerTable()),
		"vastai__farm_history": historySchema(),
	}
	for _, kind := range farmKinds() {
		schemas["vastai__"+kind.stream] = kind.schema()
	}
	return schemas
}

// unavailable marks the failures that say that a host doesn't let us in.
func unavailable(endpoint, wayOut string, err error) error {
	var failed *httpclient.Error
	if errors.As(err, &failed) && (failed.Class == httpclient.Auth || failed.Status == http.StatusNotFound) {
		return &extract.UnavailableError{Endpoint: endpoint, WayOut: wayOut, Err: err}
	}
	return err
}
