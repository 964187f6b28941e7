package pipeline

import "github.com/lakepeer/lakepeer/internal/httpclient"

// Source is one configured source instance. As JSON it is a contract: fields are only added.
type Source struct {
	Source   string `json:"source"`
	Instance string `json:"instance"`
	// Endpoint is where it is asked, redacted.
	Endpoint string `json:"endpoint"`
	// Streams are the kinds of row that it gives.
	Streams []SourceStream `json:"streams"`
}

// SourceStream is one kind of row of a source.
type SourceStream struct {
	Name        string `json:"name"`
	Axis        string `json:"axis"`
	Description string `json:"description"`
}

// Sources lists what is configured. Nothing is asked.
func (p *Pipeline) Sources() []Source {
	redactor := httpclient.NewRedactor(p.Config.Secrets)
	var sources []Source
	for _, instance := range p.Config.Sources.Chain {
		sources = append(sources, Source{
			Source: "chain", Instance: instance.Name,
			Endpoint: redactor.Text(httpclient.Redact(instance.Endpoint)),
			Streams: []SourceStream{{
				Name: "logs", Axis: "block",
				Description: "every event of Livepeer's contracts, of the polls and of the delegator pools, by contract address",
			}},
		})
	}
	return sources
}
