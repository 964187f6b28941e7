package explorer

import (
	"context"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The world of the tests begins on a Monday and is looked at three and a half weeks later.
var (
	begin = time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	now   = begin.Add(24*24*time.Hour + 11*time.Hour)
)

// accounts of the tests: orchestrators have numbers from 1 on, the delegator delegates to the first, the stranger to nobody.
var (
	delegator = common.HexToAddress("0x00000000000000000000000000000000000D0000")
	stranger  = common.HexToAddress("0x5AaeB6053f3E94C9b9A09F33669435e7Ef1bEaEd")
	never     = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
)

func orchestrator(n int64) common.Address { return common.BigToAddress(big.NewInt(0xabc000 + n)) }

// fake is a world of simple numbers.
type fake struct{ orchestrators int }

func (f fake) Orchestrators() (list []Orchestrator) {
	for i := range f.orchestrators {
		list = append(list, Orchestrator{
			Address: orchestrator(int64(i + 1)), ServiceURI: "https://o.example:8935", RewardCut: 250_000, FeeShare: 500_000, LastRewardRound: 3800,
			ActivationRound: 3790, DeactivationRound: never, Delegated: ether(1000), Active: true, Registered: true,
		})
	}
	return list
}

func (f fake) Accounts() (list []common.Address) {
	for _, o := range f.Orchestrators() {
		list = append(list, o.Address)
	}
	for i := range int64(300) {
		list = append(list, common.BigToAddress(big.NewInt(0xdd0000+i)))
	}
	return list
}

func ether(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e18)) }

func (f fake) Account(account common.Address) Account {
	a := Account{Bonded: new(big.Int), PendingStake: new(big.Int), PendingFees: new(big.Int), Balance: big.NewInt(7), Allowance: big.NewInt(8)}
	if account != stranger {
		a.Bonded, a.PendingStake, a.PendingFees, a.Delegate, a.HasCheckpoint = ether(5), ether(6), big.NewInt(12), account, true
	}
	if account == delegator {
		a.Delegate, a.HasCheckpoint = orchestrator(1), false
	}
	return a
}

func (f fake) Round(at time.Time) Round {
	n := int64(at.Sub(begin) / (21 * time.Hour))
	r := Round{Number: 3790 + n, StartL1Block: 1000 + 6377*n, Length: 6377, L1Block: 2000 + 6377*n, L2Block: at.Unix() * 4}
	r.Initialized = true
	return r
}

func (f fake) Votes(account common.Address, round int64) (*big.Int, common.Address) {
	switch account {
	case stranger, common.Address{}:
		return new(big.Int), common.Address{}
	case delegator:
		return big.NewInt(round), orchestrator(1)
	default:
		return big.NewInt(10 * round), account
	}
}

func (f fake) Proposal(id *big.Int, at time.Time) (Proposal, bool) {
	if id.Int64() != 42 || at.Before(begin.Add(24*time.Hour)) {
		return Proposal{}, false
	}
	return Proposal{
		Snapshot: 3795, State: "Defeated", Against: ether(3), For: ether(2), Abstain: ether(1),
		Supply: ether(30), Quorum: ether(10), Quota: 500_000,
		HasVoted: func(account common.Address) bool { return account == delegator },
	}, true
}

func (f fake) ProposalThreshold() *big.Int { return ether(100) }

func (f fake) Contract(name string) common.Address {
	if strings.HasPrefix(name, "L") && strings.HasSuffix(name, "Migrator") {
		return common.Address{}
	}
	return orchestrator(int64(0x100 + len(name)))
}

// Days has one day a day; no round began on the third.
func (f fake) Days(_ context.Context, at time.Time) (list []Day, err error) {
	for i := range int(at.Sub(begin)/(24*time.Hour)) + 1 {
		n := float64(i + 1)
		d := Day{
			Date: begin.Unix() + int64(i)*secondsPerDay, VolumeETH: n, VolumeUSD: 3000 * n, TotalSupply: 30_000_000 + 1000*n,
			ParticipationRate: 0.5, Inflation: 218_500 + 500*n, ActiveTranscoders: 10, Delegators: 40 + n,
		}
		if i == 2 {
			d.ActiveTranscoders, d.Inflation, d.ParticipationRate, d.Delegators = 0, 0, 0, 0
		}
		list = append(list, d)
	}
	return list, nil
}

func (f fake) Indexed(at time.Time) int64 { return at.Unix()*4 - 100 }

// rig is a host on loopback at a time that a test may set.
type rig struct {
	t   *testing.T
	url string
	at  time.Time
}

// serve serves one of a world's hosts.
func serve(t *testing.T, c Config, host func(*Hosts, Clock) http.Handler) *rig {
	t.Helper()
	r := &rig{t: t, at: now}
	c.Seed, c.Begin = 7, begin
	server := httptest.NewServer(host(New(fake{orchestrators: 14}, c), func() time.Time { return r.at }))
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		server.Close()
	})
	r.url = server.URL
	return r
}

// ask gives the status, the header and the body of an answer.
func (r *rig) ask(method, path string) (int, http.Header, string) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode, response.Header, string(body)
}

// get reads an answer with status 200 into a value and gives its text.
func (r *rig) get(path string, into any) string {
	r.t.Helper()
	status, _, body := r.ask(http.MethodGet, path)
	if status != http.StatusOK {
		r.t.Fatalf("%s answers %d: %.300s", path, status, body)
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		r.t.Fatalf("%s: %v: %.300s", path, err, body)
	}
	return body
}
