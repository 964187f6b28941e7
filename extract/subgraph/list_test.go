package subgraph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/lakepeer/lakepeer/extract"
	"github.com/lakepeer/lakepeer/sandbox/graphnode"
	livepeer "github.com/lakepeer/lakepeer/sandbox/subgraph"
)

func readable(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }

// TestPagesShrinkUntilTheyAreAnsweredInTime has a node that answers no more than 100 rows in time.
func TestPagesShrinkUntilTheyAreAnsweredInTime(t *testing.T) {
	counted := &recorder{next: answering(events(t, livepeer.SchemaText(), 700, nil), 100)}
	found, _, err := read(t, Config{}, "deposit_funded_events", counted)
	if err != nil || len(found.rows) != 700 || len(found.rejects) != 0 {
		t.Fatalf("%d rows, %d rejected: %v", len(found.rows), len(found.rejects), err)
	}
	if len(counted.bodies) > 60 {
		t.Errorf("it took %d requests", len(counted.bodies))
	}
}

// TestARowThatSpoilsTheAnswerIsFound has one deposit of a gateway that doesn't exist among 2,500.
func TestARowThatSpoilsTheAnswerIsFound(t *testing.T) {
	const poisoned = 1333
	store := events(t, livepeer.SchemaText(), 1400, func(i int, deposit graphnode.Entity) {
		if i == poisoned {
			deposit["sender"] = "0x00000000000000000000000000000000000000bb"
		}
	})
	counted := &recorder{next: answering(store, 0)}
	found, _, err := read(t, Config{}, "deposit_funded_events", counted)
	if err != nil || len(found.rows) != 1399 || len(found.rejects) != 1 {
		t.Fatalf("%d rows, %d rejected: %v", len(found.rows), len(found.rejects), err)
	}
	reject := found.rejects[0]
	if !strings.Contains(reject.Reason, "`sender`") || !bytes.Contains(reject.Original, []byte(fmt.Sprintf("%064x-0", poisoned))) {
		t.Errorf("rejected: %s %s", reject.Reason, reject.Original)
	}
	if at := begin.Unix() + poisoned*3600; reject.Position != at {
		t.Errorf("it stands at %d, not %d", reject.Position, at)
	}
	if len(counted.bodies) > 30 {
		t.Errorf("it took %d requests", len(counted.bodies))
	}
	if last := found.marks[len(found.marks)-1]; last != head.Time-30*60 {
		t.Errorf("it is complete up to %d", last)
	}
}

// TestClaimsWithoutADelegateAreNoMalformedRows: they are asked for without the relation.
func TestClaimsWithoutADelegateAreNoMalformedRows(t *testing.T) {
	store := events(t, livepeer.SchemaText(), 0, nil)
	store.Put("Transaction", "0x01", graphnode.Entity{"blockNumber": "1", "timestamp": begin.Unix(), "gasUsed": "2", "gasPrice": "3", "from": account, "to": account})
	store.Put("Delegator", account, gone)
	store.Put("EarningsClaimedEvent", "0x01-1", graphnode.Entity{
		"transaction": "0x01", "timestamp": begin.Unix(), "round": "7", "delegator": account, "delegate": zeroAddress, "startRound": "1", "endRound": "7",
		"rewardTokens": "0", "fees": "0",
	})
	if err := store.Err(); err != nil {
		t.Fatal(err)
	}
	found, _, err := read(t, Config{}, "earnings_claimed_events", answering(store, 0))
	if err != nil || len(found.rejects) != 0 || len(found.rows) != 1 || found.rows[0]["delegate_id"] != zeroAddress {
		t.Errorf("%v, rejected %v: %v", found.rows, found.rejects, err)
	}
}

// TestADeploymentThatChangesRestartsTheSnapshot lets another deployment answer from the fifth request on.
func TestADeploymentThatChangesRestartsTheSnapshot(t *testing.T) {
	store := events(t, livepeer.SchemaText(), 0, nil)
	for i := range 2500 {
		store.Put("LivepeerAccount", fmt.Sprintf("0x%040x", i), graphnode.Entity{"lastUpdatedTimestamp": int64(1)})
	}
	asked := 0
	handler := graphnode.NewServer(store, graphnode.Options{
		Head: func() graphnode.Block { return head },
		Deployment: func() string {
			if asked++; asked > 4 {
				return strings.Replace(deployment, "Test", "Next", 1)
			}
			return deployment
		},
	})
	found, _, err := read(t, Config{}, "livepeer_accounts", handler)
	if err != nil || len(found.rows) != 2500 {
		t.Fatalf("%d rows: %v", len(found.rows), err)
	}
	for _, r := range found.rows {
		if !strings.HasPrefix(r["deployment"], "QmNext") || r["pinned_block"] != "2800" {
			t.Fatalf("a row is of %s at block %s", r["deployment"], r["pinned_block"])
		}
	}
}

// TestAPageThatEndsTooEarlyIsAskedForAgain cuts every other answer short.
func TestAPageThatEndsTooEarlyIsAskedForAgain(t *testing.T) {
	next, count := answering(events(t, livepeer.SchemaText(), 40, nil), 0), 0
	found, _, err := read(t, Config{}, "deposit_funded_events", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		body := answer.Body.Bytes()
		if count++; bytes.Contains(body, []byte(`"rows":[`)) && count%2 == 0 {
			begin := bytes.Index(body, []byte(`"rows":[`)) + len(`"rows":[`)
			end := bytes.Index(body, []byte(`],"last"`))
			body = append(body[:begin:begin], body[end:]...)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}))
	if err != nil || len(found.rows) != 40 {
		t.Errorf("%d rows: %v", len(found.rows), err)
	}
}

// TestFieldsThatAreNewAndGone: a new field lands in _extra, one that is gone is NULL and reported.
func TestFieldsThatAreNewAndGone(t *testing.T) {
	text := schemaText("type DepositFundedEvent implements Event @entity {", "type DepositFundedEvent implements Event @entity {\n  memo: String")
	cut := strings.Index(text, "type DepositFundedEvent")
	gone := regexp.MustCompile(`"[^"]*"\s+amount: BigDecimal!`).FindString(text[cut:])
	text = text[:cut] + strings.Replace(text[cut:], gone, "", 1)
	store := events(t, text, 3, func(_ int, deposit graphnode.Entity) {
		delete(deposit, "amount")
		deposit["memo"] = "hello"
	})
	found, stream, err := read(t, Config{}, "deposit_funded_events", answering(store, 0))
	if err != nil || len(found.rows) != 3 || found.rows[0]["_extra"] != `{"memo":"hello"}` || found.rows[0]["amount"] != "" {
		t.Errorf("%v: %v", found.rows, err)
	}
	if removed := stream.(extract.Introspected).RemovedFields(); len(removed) != 1 || removed[0] != "amount" {
		t.Errorf("gone: %v", removed)
	}
}

// TestRefusals answers every request with an error.
func TestRefusals(t *testing.T) {
	tests := []struct {
		message, key, want string
		isOptional         bool
	}{
		{"auth error: missing authorization header", "", "the gateway wants an API key", true},
		{"auth error: API key not found", testKey, "check the key", false},
		{"subgraph not found: no allocations", "", "check subgraph_id", false},
		{"indexing_error", "", "nothing of it is taken over", false},
		{"bad indexers: {0xab: BadResponse(unattestable response: Store error: database unavailable)}", "", "database unavailable", false},
		{"bad indexers: {0xab: Unavailable(missing block: 9, latest: 8)}", "", "missing block: 9", false},
	}
	for _, tt := range tests {
		t.Run(tt.message, func(t *testing.T) {
			asked := &recorder{next: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprintf(w, `{"errors":[{"message":%q}]}`, tt.message)
			})}
			found, _, err := read(t, Config{Key: tt.key}, "transcoders", asked)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), testKey) || len(found.rows) != 0 {
				t.Errorf("%d rows, and %v", len(found.rows), err)
			}
			var unavailable *extract.UnavailableError
			if errors.As(err, &unavailable) && unavailable.Optional != tt.isOptional || tt.isOptional && unavailable == nil {
				t.Errorf("it is %+v", unavailable)
			}
			if want := "Bearer " + tt.key; tt.key != "" && asked.keys[0] != want || tt.key == "" && asked.keys[0] != "" {
				t.Errorf("the key went as %q", asked.keys[0])
			}
		})
	}
}

// TestMetaMeasuresTheLag asks a node of the chain that is ahead.
func TestMetaMeasuresTheLag(t *testing.T) {
	chain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		result := `"0x4e20"`
		if bytes.Contains(body, []byte("eth_getBlockByNumber")) {
			result = `{"timestamp":"0x64"}`
		}
		w.Header().Set("Content-Type", "application/json")
		var asked struct{ ID json.RawMessage }
		_ = json.Unmarshal(body, &asked) // the client always writes an id
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":%s}`, asked.ID, result)
	}))
	defer chain.Close()
	found, _, err := read(t, Config{RPC: chain.URL}, "meta", answering(events(t, livepeer.SchemaText(), 0, nil), 0))
	if err != nil || len(found.rows) != 1 {
		t.Fatalf("%v: %v", found.rows, err)
	}
	r := found.rows[0]
	if r["chain_head_block"] != "20000" || r["block_number"] != "10000" || r["pinned_block"] != "2800" || r["pinned_timestamp"] != "100" || r["deployment"] != deployment {
		t.Errorf("it says %v", r)
	}
}

// TestSnapshotsLeaveOutWhatIsOver has a delegator who left with nothing, and an account that was seen 100 days ago only.
func TestSnapshotsLeaveOutWhatIsOver(t *testing.T) {
	const left, owed, stays = account, "0x00000000000000000000000000000000000000bb", "0x00000000000000000000000000000000000000cc"
	const perDay = 345_600
	late := graphnode.Block{Number: 200 * perDay, Time: now.Unix() - 60, Hash: head.Hash}
	store := events(t, livepeer.SchemaText(), 0, nil)
	delegator := func(delegate any, fees string) graphnode.Entity {
		return graphnode.Entity{
			"startRound": "0", "bondedAmount": "0", "principal": "0", "unbonded": "0", "fees": fees, "withdrawnFees": "0", "delegatedAmount": "0",
			"delegate": delegate,
		}
	}
	seen := graphnode.Entity{"lastUpdatedTimestamp": begin.Unix()}
	store.Put("LivepeerAccount", left, seen)
	store.Put("Delegator", left, delegator(nil, "0"))
	store.Put("Delegator", owed, delegator(nil, "0.5"))
	store.Put("Delegator", stays, delegator(nil, "0"))
	store.Begin(graphnode.Block{Number: 190 * perDay, Time: begin.Unix() + 3600, Hash: "0x02"})
	store.Put("LivepeerAccount", stays, seen)
	store.Put("Transcoder", stays, orchestrator)
	store.Put("Delegator", stays, delegator(stays, "0"))
	if err := store.Err(); err != nil {
		t.Fatal(err)
	}
	server := graphnode.NewServer(store, graphnode.Options{
		Deployment: func() string { return deployment }, Gateway: true, Head: func() graphnode.Block { return late },
	})
	for stream, want := range map[string]string{"delegators": owed + " " + stays, "livepeer_accounts": stays} {
		found, _, err := read(t, Config{}, stream, server)
		if err != nil {
			t.Fatalf("%s: %v", stream, err)
		}
		var ids []string
		for _, row := range found.rows {
			ids = append(ids, row["id"])
		}
		if got := strings.Join(ids, " "); got != want || len(found.rejects) > 0 {
			t.Errorf("%s: %s, want %s; %d rejected", stream, got, want, len(found.rejects))
		}
	}
}

// TestNestedListsAreWhole has 2,300 orchestrators that join with the next round.
func TestNestedListsAreWhole(t *testing.T) {
	const count = 2300
	store := events(t, livepeer.SchemaText(), 0, nil)
	var joining []string
	for i := range count {
		id := fmt.Sprintf("0x%040x", i)
		store.Put("Transcoder", id, orchestrator)
		joining = append(joining, id)
	}
	store.Put("Protocol", "0", graphnode.Entity{
		"inflation": "0", "inflationChange": "0", "numActiveTranscoders": "0", "activeTranscoderCount": "0", "paused": false, "targetBondingRate": "0",
		"unbondingPeriod": "0", "lockPeriod": "0", "roundLockAmount": "0", "totalActiveStake": "0", "totalVolumeETH": "0", "totalVolumeUSD": "0",
		"participationRate": "0", "currentRound": "7", "lastInitializedRound": "7", "lastRoundLengthUpdateRound": "7", "roundLength": "0",
		"lastRoundLengthUpdateStartBlock": "0", "totalSupply": "0", "lptPriceEth": "0", "winningTicketCount": int64(0), "roundCount": int64(0),
		"pendingActivation": joining, "pendingDeactivation": []string{}, "delegatorsCount": "0", "activeBroadcasters": []string{},
	})
	if err := store.Err(); err != nil {
		t.Fatal(err)
	}
	found, _, err := read(t, Config{}, "protocol", answering(store, 0))
	if err != nil || len(found.rows) != 1 {
		t.Fatalf("%d rows: %v", len(found.rows), err)
	}
	var got []string
	if err := json.Unmarshal([]byte(found.rows[0]["pending_activation"]), &got); err != nil || strings.Join(got, " ") != strings.Join(joining, " ") {
		t.Errorf("%d members: %v", len(got), err)
	}
}

// TestOnlyWhatIsOverIsHistory has a round that is over and one that is not, each with a pool, and a deposit of 20 minutes ago.
func TestOnlyWhatIsOverIsHistory(t *testing.T) {
	store := events(t, livepeer.SchemaText(), 2, func(i int, deposit graphnode.Entity) {
		if i == 1 {
			deposit["timestamp"] = now.Add(-20 * time.Minute).Unix()
		}
	})
	store.Put("Transcoder", account, orchestrator)
	store.Put("Round", "8", roundAt(now.Add(-3*time.Hour)))
	for _, number := range []string{"7", "8"} {
		store.Put("Pool", "000000000"+number+"-"+account, graphnode.Entity{
			"round": number, "delegate": account, "fees": "0", "totalStake": "0", "rewardCut": "0", "feeShare": "0",
		})
	}
	if err := store.Err(); err != nil {
		t.Fatal(err)
	}
	server := answering(store, 0)
	for stream, want := range map[string]string{
		"rounds": "7", "open_rounds": "8", "pools": "0000000007-" + account, "open_pools": "0000000008-" + account,
		"deposit_funded_events": fmt.Sprintf("0x%064x-0", 0),
	} {
		found, _, err := read(t, Config{}, stream, server)
		if err != nil {
			t.Fatalf("%s: %v", stream, err)
		}
		var ids []string
		for _, row := range found.rows {
			ids = append(ids, row["id"])
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", stream, got, want)
		}
	}
}
