// Package pipeline joins extraction, the lake, the build and publication into what a person asks for: a run, one of
// its stages, or a question to what was published. It is the only package that knows all of them.
//
// A run takes the home's lock, repairs what a killed run left, extracts what the lake lacks, builds, checks and
// publishes. Each stage can be run by itself. What a stage can't do is an error whose [ExitCode] tells how it ended;
// what it could do stays.
package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// Options is what a pipeline is told. Config is required; everything else has a zero value that means the usual.
type Options struct {
	Config config.Config
	// Deployment replaces the one that Config.Network names, if not nil.
	Deployment *livepeer.Deployment
	// AsOf builds from what the lake held then, by each file's instant of extraction; zero: everything.
	AsOf time.Time
	// Full rebuilds every model, whatever is unchanged.
	Full bool
	// Yes allows a backfill of any number of requests.
	Yes bool
	// Selection narrows what is extracted.
	Selection
	// HTTP is how sources are asked, where the configuration says nothing; its agent and secrets are set here.
	HTTP httpclient.Options
	// Command names the invocation in the lock and in reports: "lakepeer run".
	Command string
	// Version is Lakepeer's own, for manifests.
	Version string
	// Clock gives the time; nil: the machine's. The sandbox brings its own.
	Clock func() time.Time
	// Moments are the instants, in rising order, at which snapshots are taken before the rest is extracted, of a world
	// whose time MoveTo sets: its last call says what Clock gives from then on. Empty: now.
	Moments []time.Time
	MoveTo  func(time.Time)
	// Log takes a line per stage; nil: none.
	Log *slog.Logger
	// Progress is told how extraction goes on; nil: nobody.
	Progress extract.Progress
	// BuildProgress is told how the build goes on; nil: nobody.
	BuildProgress func(transform.Progress)
	// Hook is called at failpoints; nil: never.
	Hook func(point string)
}

// Pipeline does the work on one home.
type Pipeline struct {
	Options
	deployment livepeer.Deployment
	runID      string
}

// New resolves the network. A *strictyaml.Error or a *ConfigError says what is wrong with the configuration.
func New(opt Options) (*Pipeline, error) {
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	p := &Pipeline{Options: opt, runID: uuid.Must(uuid.NewV7()).String()}
	if opt.Deployment != nil {
		p.deployment = *opt.Deployment
		return p, nil
	}
	var err error
	p.deployment, err = resolve(opt.Config.Network)
	return p, err
}

// resolve finds a deployment by a preset's name or a file's path.
func resolve(network string) (livepeer.Deployment, error) {
	if d, ok := livepeer.Preset(network); ok {
		return d, nil
	}
	d, err := livepeer.LoadDeployment(network)
	if errors.Is(err, fs.ErrNotExist) {
		return d, &ConfigError{fmt.Sprintf("the network %q is neither a preset (%v) nor a deployment file", network, livepeer.PresetNames())}
	}
	if err != nil {
		return d, &ConfigError{err.Error()}
	}
	return d, nil
}

// network is what the home is about.
func (p *Pipeline) network() load.Network {
	return load.Network{Name: p.deployment.Name, ChainID: p.deployment.ChainID, Controller: p.deployment.Controller}
}

// locked holds the home's lock while do works on its lake, as open gives it, after clearing away what a killed run left.
func (p *Pipeline) locked(open func() (*load.Lake, error), do func(*load.Lake) error) (err error) {
	unlock, err := load.Lock(p.Config.Home, load.Holder{PID: os.Getpid(), Command: p.Command, RunID: p.runID, Since: time.Now().UTC()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	lake, err := open()
	if err != nil {
		return err
	}
	if err := lake.CleanTemp(); err != nil {
		return err
	}
	return do(lake)
}

// openNetwork opens the lake for the configured network, and begins it if there is none.
func (p *Pipeline) openNetwork() (*load.Lake, error) {
	return load.Open(p.Config.Home, p.network(), load.Options{Hook: p.Hook})
}

// openExisting opens the lake of whatever network the home is about.
func (p *Pipeline) openExisting() (*load.Lake, error) {
	return load.OpenExisting(p.Config.Home, load.Options{Hook: p.Hook})
}
