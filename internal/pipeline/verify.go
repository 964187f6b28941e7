package pipeline

import (
	"context"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform"
)

// VerifyLake reads the whole lake and compares it with what it says about itself, and with what the kept publications
// were built from. It gives the number of slices read and what is wrong.
func (p *Pipeline) VerifyLake(ctx context.Context) (checked int, findings []load.Finding, err error) {
	lake, err := p.openExisting()
	if err != nil {
		return 0, nil, err
	}
	kept, err := transform.Publications(p.Config.Home)
	if err != nil {
		return 0, nil, err
	}
	named := map[string]bool{}
	var known []string
	for _, publication := range kept {
		for _, file := range publication.Manifest.Files {
			if !named[file.Path] {
				named[file.Path] = true
				known = append(known, file.Path)
			}
		}
	}
	return lake.Verify(ctx, known)
}
