package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/lakepeer/lakepeer/internal/config"
	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/internal/livepeer"
)

// Level says what a finding means for a run.
type Level string

// The levels.
const (
	// LevelOK: as it should be.
	LevelOK Level = "ok"
	// LevelWarn: a run will work, but slower, or with something missing.
	LevelWarn Level = "warn"
	// LevelFail: a run will fail, or miss what was configured.
	LevelFail Level = "fail"
)

// Finding is one thing that a diagnosis found. As JSON it is a contract: fields are only added.
type Finding struct {
	// Check is what was looked at: config, inputs, endpoint, clock, disk, home, lock, versions.
	Check string `json:"check"`
	// Subject is which one of them: "chain/main", a file, a folder.
	Subject string `json:"subject"`
	Level   Level  `json:"level"`
	// Text says what was found.
	Text string `json:"text"`
	// WayOut says what a person can do; "" where nothing needs doing.
	WayOut string `json:"way_out,omitempty"`
}

// Diagnosis is what Diagnose found. As JSON it is a contract: fields are only added.
type Diagnosis struct {
	Home string `json:"home"`
	// At is when it was made, by the machine's clock.
	At       time.Time `json:"at"`
	Findings []Finding `json:"findings"`
}

// Count gives the number of findings of a level.
func (d Diagnosis) Count(level Level) int {
	n := 0
	for _, finding := range d.Findings {
		if finding.Level == level {
			n++
		}
	}
	return n
}

// DoctorOptions is what a diagnosis is told. Everything but Config has a zero value that means the usual.
type DoctorOptions struct {
	// Config is what is examined.
	Config config.Config
	// ConfigError says why the configuration can't be used; sources aren't asked then.
	ConfigError error
	// Version is Lakepeer's own.
	Version string
	// Clock gives the time; nil: the machine's.
	Clock func() time.Time
	// Timeout bounds the questions to one endpoint, altogether (10 s).
	Timeout time.Duration
}

// Bounds of a diagnosis.
const (
	doctorTimeout     = 10 * time.Second
	doctorConcurrency = 8
)

// Diagnose looks at everything that a run needs: the configuration, the input files, each endpoint with a few cheap
// questions, the clock, the disk, the home and its lock, the versions. It changes nothing but a probe file that it removes.
// Findings hold no secrets. The error is the context's.
func Diagnose(ctx context.Context, opt DoctorOptions) (Diagnosis, error) {
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	opt.Timeout = cmp.Or(opt.Timeout, doctorTimeout)
	d := newDoctor(opt)
	defer d.client.Close()
	d.examineConfig()
	if opt.ConfigError == nil {
		d.examineInputs()
		d.examineEndpoints(ctx)
	}
	d.examineDisk()
	d.examineHome()
	d.examineVersions()
	diagnosis := Diagnosis{Home: opt.Config.Home, At: opt.Clock().UTC(), Findings: d.findings}
	for i := range diagnosis.Findings {
		finding := &diagnosis.Findings[i]
		finding.Text, finding.WayOut = d.client.Redact(finding.Text), d.client.Redact(finding.WayOut)
	}
	return diagnosis, ctx.Err()
}

// doctor makes one diagnosis.
type doctor struct {
	DoctorOptions
	client     *httpclient.Client
	clock      *serverClock
	deployment livepeer.Deployment
	// hasNetwork tells that deployment is known.
	hasNetwork bool
	findings   []Finding
}

func newDoctor(opt DoctorOptions) *doctor {
	client := httpclient.New(httpclient.Options{
		UserAgent: "lakepeer/" + opt.Version, Secrets: opt.Config.Secrets, MaxAttempts: 1,
		ConnectTimeout: opt.Timeout, HeaderTimeout: opt.Timeout, IdleTimeout: opt.Timeout,
	})
	return &doctor{DoctorOptions: opt, client: client, clock: &serverClock{now: opt.Clock}}
}

func (d *doctor) found(findings ...Finding) { d.findings = append(d.findings, findings...) }

func (d *doctor) examineConfig() {
	subject := cmp.Or(d.Config.File, config.DefaultFile)
	if d.ConfigError != nil {
		d.found(Finding{"config", subject, LevelFail, d.ConfigError.Error(), "correct it; lakepeer init --folder DIR writes a commented one to compare with"})
		return
	}
	text := "it is read as it should be"
	if d.Config.File == "" {
		text = "there is none: the public defaults hold"
	}
	var err error
	if d.deployment, err = resolve(d.Config.Network); err != nil {
		d.found(Finding{"config", subject, LevelFail, err.Error(), "correct the key network"})
		return
	}
	d.hasNetwork = true
	d.found(Finding{Check: "config", Subject: subject, Level: LevelOK, Text: fmt.Sprintf("%s; the network is %s (chain id %d)", text, d.deployment.Name, d.deployment.ChainID)})
}

func (d *doctor) examineInputs() {
	err := ValidateInputs(d.Config)
	var wrong *InputError
	if !errors.As(err, &wrong) {
		d.found(Finding{Check: "inputs", Subject: d.Config.Inputs, Level: LevelOK, Text: "the input files have no problems"})
		return
	}
	for _, problem := range wrong.Problems {
		d.found(Finding{"inputs", d.Config.Inputs, LevelFail, problem.String(), "correct the file: a run doesn't begin before that"})
	}
}

// examineEndpoints asks all endpoints, a bounded number of them at a time, and keeps the findings in the order of the
// configuration.
func (d *doctor) examineEndpoints(ctx context.Context) {
	examinations := d.examinations()
	found := make([][]Finding, len(examinations))
	var group errgroup.Group
	group.SetLimit(doctorConcurrency)
	for i, examine := range examinations {
		group.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, d.Timeout)
			defer cancel()
			found[i] = examine(ctx)
			return nil
		})
	}
	_ = group.Wait() // the functions give no errors
	for _, findings := range found {
		d.found(findings...)
	}
	if len(examinations) > 0 {
		d.found(d.clock.finding())
	}
}
