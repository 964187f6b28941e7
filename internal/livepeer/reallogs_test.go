package livepeer

import (
	"compress/gzip"
	"encoding/json"
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// The fast way through fixed words and the ABI package's way agree on every event of fixed length.
func TestFixedLengthAgreesWithTheABI(t *testing.T) {
	d := everyContract(t)
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(Events()).Draw(t, "event")
		if e.dynamic || e.Name == "ClaimStakeEnabled" || e.Name == "SetContractInfo" || e.Name == "Initialized" {
			return
		}
		log := Log{Address: at(e.Contracts[0]), Topics: []string{e.Topic0.Hex()}, Data: "0x"}
		for _, a := range e.Args {
			w := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, a.Name)
			copy(w, make([]byte, rapid.SampledFrom([]int{0, 12, 20, 31}).Draw(t, "zeros")))
			if a.Indexed {
				log.Topics = append(log.Topics, text0x(w))
			} else {
				log.Data += text0x(w)[2:]
			}
		}
		got, err := d.Decode(log, nil)
		if err != nil {
			t.Fatal(err)
		}
		words := unpackWords(t, e, log)
		for i, a := range e.Args {
			if text := got.Values[i].Format(a.Kind); text != words[i] {
				t.Errorf("%s.%s = %s, the ABI package says %s", e.Name, a.Name, text, words[i])
			}
		}
	})
}

// unpackWords decodes topics and data with the ABI package, every word by its Solidity type.
func unpackWords(t *rapid.T, e *Event, log Log) []string {
	topics, data := log.Topics[1:], log.Data[2:]
	var out []string
	for _, a := range e.Args {
		var hexWord string
		if a.Indexed {
			hexWord, topics = topics[0][2:], topics[1:]
		} else {
			hexWord, data = data[:word], data[word:]
		}
		typ, err := abi.NewType(a.Type, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		values, err := abi.Arguments{{Type: typ}}.Unpack(common.FromHex(hexWord))
		if err != nil {
			t.Fatal(err)
		}
		switch v := values[0].(type) {
		case *big.Int:
			out = append(out, v.String())
		case common.Address:
			out = append(out, strings.ToLower(v.Hex()))
		case [32]byte:
			out = append(out, text0x(v[:]))
		}
	}
	return out
}

func TestDecodeRealLogs(t *testing.T) {
	d, err := NewDecoder(ArbitrumOne().Contracts)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	rewards := new(uint256.Int)
	for _, log := range recordedLogs(t) {
		got, err := d.Decode(log, nil)
		if err != nil || got.Event == nil {
			t.Fatalf("%+v: %+v, %v", log, got, err)
		}
		counts[got.Event.Name]++
		if got.Event.Name == "Reward" {
			rewards.Add(rewards, &uint256.Int{got.Values[1].Lo, got.Values[1].Hi})
		}
	}
	want := map[string]int{
		"Bond": 277, "EarningsClaimed": 576, "ParameterUpdate": 2, "Rebond": 350, "Reward": 863, "TranscoderActivated": 88,
		"TranscoderDeactivated": 3, "TranscoderUpdate": 118, "TransferBond": 346, "Unbond": 373, "WithdrawFees": 370,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if rewards.Dec() != "79982828778305311958333" {
		t.Errorf("rewards are %s wei", rewards.Dec())
	}
}

// recordedLogs gives the BondingManager's first logs on Arbitrum One.
func recordedLogs(t testing.TB) []Log {
	t.Helper()
	file, err := os.Open(shared(t, "data", "reencoded-logs", "bondingmanager-logs-to-2022-02-28.ndjson.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var logs []Log
	for decoder := json.NewDecoder(content); decoder.More(); {
		var log Log
		if err := decoder.Decode(&log); err != nil {
			t.Fatal(err)
		}
		logs = append(logs, log)
	}
	return logs
}

func FuzzDecode(f *testing.F) {
	d := everyContract(f)
	for _, log := range []Log{
		logOf(f, BondingManager, "Reward", orchestrator, "12"),
		packed(f, ServiceRegistry, "ServiceURIUpdate", []string{orchestrator}, "https://orchestrator.example"),
	} {
		f.Add(log.Address, strings.Join(log.Topics, ","), log.Data)
	}
	for i, e := range Events() {
		f.Add(at(e.Contracts[0]), e.Topic0.Hex(), "0x"+strings.Repeat("00", i*8))
	}
	f.Fuzz(func(t *testing.T, address, topics, data string) {
		got, err := d.Decode(Log{address, strings.Split(topics, ","), data}, nil)
		if err == nil && got.Event != nil && len(got.Values) != len(got.Event.Args) {
			t.Errorf("%s has %d values", got.Event.Signature, len(got.Values))
		}
		if got.WideValues != "" && !json.Valid([]byte(got.WideValues)) {
			t.Errorf("wide values %q are no JSON", got.WideValues)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	d, err := NewDecoder(ArbitrumOne().Contracts)
	if err != nil {
		b.Fatal(err)
	}
	logs := recordedLogs(b)
	var buffer []Value
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		got, err := d.Decode(logs[i%len(logs)], buffer)
		if err != nil {
			b.Fatal(err)
		}
		buffer = got.Values
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "logs/s")
}
