// Package vastai reads the GPU rental market of Vast.AI: what is offered and rented, at which price, right now, and, from
// 500.farm's record, what it was.
//
// Six streams, three hosts. Snapshots, one an hour: offers (Vast.AI's own search), farm_offers, farm_machines, farm_hosts
// and farm_gpu_stats (500.farm's exporter). Along time: farm_history, the exporter's metrics out of a Prometheus behind
// a Grafana. A part of a Config that is empty switches its streams off.
//
//	streams, err := vastai.New(vastai.Config{
//		Instance: "main", Farm: "https://500.farm/vastai-exporter",
//		Client: httpclient.New(vastai.ClientOptions(httpclient.Options{UserAgent: "lakepeer/1.0"})),
//	})
//
// Addresses of hosts are personal data and are never landed: README.md says what is dropped.
package vastai
