package main
import ("testing";"time";"github.com/lakepeer/lakepeer/sandbox/jsonrpc")
func TestZZTime(t *testing.T) {
	for _, c := range []string{"small","devchain","reencoded"} {
	s := time.Now()
	e := serveChain(t, c, jsonrpc.Options{})
	t.Log(c, "world", time.Since(s)); s = time.Now()
	st := newSite(t, e)
	t.Log(st.must(t, "run")); t.Log("run", time.Since(s), e.calls("eth_getLogs"), e.calls("eth_getBlockByNumber")); s = time.Now()
	st.must(t, "run"); t.Log("again", time.Since(s)); s = time.Now()
	st.must(t, "run", "--full"); t.Log("full", time.Since(s)); s = time.Now()
	ask := st.published(t)
	t.Log(ask("select count(*) from staging.chain__unknown_event"))
	t.Log(ask("select stream,part,files,rows,horizon from meta.stream"))
	t.Log(ask("select name, severity, failing_rows, sample from meta.check where not passed"))
	}
}
