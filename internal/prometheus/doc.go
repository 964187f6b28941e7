// Package prometheus asks Prometheus's HTTP API for ranges of samples and reads its answers. It sends nothing itself:
// a caller takes the address from [Range.URL], asks it in its own way, and hands the body to [ParseMatrix].
//
//	window := prometheus.Range{Expr: "up", Start: 1767225600, End: 1767312000, Step: 3600}
//	address, err := window.URL("https://grafana.example.org/api/datasources/proxy/uid/abc/api/v1")
//	…
//	series, err := prometheus.ParseMatrix(body)
//
// Values stay the text that was sent ("0.33", "NaN", "+Inf"), so that nothing is lost before somebody says what a number
// means.
package prometheus
