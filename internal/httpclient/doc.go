// Package httpclient is the one way in which Lakepeer asks anything over HTTP.
//
// A request either gives a whole body or an [Error] that says what kind of failure it was, whether asking again
// helps, and what a person can do about it. Retries, the limits that a host deserves, and the redaction of keys
// are done here, once, for every source:
//
//	client := httpclient.New(httpclient.Options{UserAgent: "lakepeer/1.0", Secrets: []string{os.Getenv("RPC_KEY")}})
//	defer client.Close()
//	reply, err := client.Do(ctx, httpclient.Request{URL: endpoint, JSON: true, Op: "read the price of LPT"})
//
// A stalled reply is given up after an idle time; a slow one that makes progress isn't. What the transport says
// about a failure embeds the URL, so every text that leaves this package is redacted.
package httpclient
