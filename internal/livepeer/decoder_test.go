package livepeer

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"
	"github.com/holiman/uint256"
)

// at gives every contract an address of its own: the position of its name.
func at(name string) string {
	for i, candidate := range ContractNames() {
		if candidate == name {
			return common.BigToAddress(big.NewInt(int64(i + 1))).Hex()
		}
	}
	return ""
}

func everyContract(t testing.TB) *Decoder {
	t.Helper()
	var contracts []Contract
	for _, name := range ContractNames() {
		contracts = append(contracts, Contract{Name: name, Address: at(name)})
	}
	d, err := NewDecoder(contracts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const (
	orchestrator = "0x525419ff5707190389bfb5c87c375d710f5fcb0e"
	gateway      = "0xda43d85b8d419a9c51bbf0089c9bd5169c23f2f9"
)

// word64 gives the 64 hex digits of an address or a decimal number.
func word64(t testing.TB, value string) string {
	t.Helper()
	if strings.HasPrefix(value, "0x") {
		return strings.Repeat("0", 66-len(value)) + value[2:]
	}
	n, err := uint256.FromDecimal(value)
	if err != nil {
		t.Fatal(err)
	}
	b := n.Bytes32()
	return text0x(b[:])[2:]
}

// logOf writes the log of an event of fixed length: the values in the order of its arguments.
func logOf(t testing.TB, contract, event string, values ...string) Log {
	t.Helper()
	e := EventNamed(event)
	log := Log{Address: at(contract), Topics: []string{e.Topic0.Hex()}, Data: "0x"}
	for i, a := range e.Args {
		if a.Indexed {
			log.Topics = append(log.Topics, "0x"+word64(t, values[i]))
		} else {
			log.Data += word64(t, values[i])
		}
	}
	return log
}

// decimals gives the values as text, by column.
func decimals(d Decoded) map[string]string {
	out := map[string]string{}
	for i, a := range d.Event.Args {
		out[a.Column] = d.Values[i].Format(a.Kind)
	}
	return out
}

func TestDecodeFixedLength(t *testing.T) {
	d := everyContract(t)
	const most = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
	for _, test := range []struct {
		name string
		log  Log
		want map[string]string
		wide string
	}{
		{
			name: "amounts above 64 bits",
			log:  logOf(t, BondingManager, "Bond", orchestrator, "0", gateway, "1", "2516183590385420266256238"),
			want: map[string]string{
				"new_delegate": orchestrator, "old_delegate": "0x0000000000000000000000000000000000000000", "delegator": gateway,
				"additional_amount": "1", "bonded_amount": "2516183590385420266256238",
			},
		},
		{
			name: "the greatest amount that fits",
			log:  logOf(t, BondingManager, "Reward", orchestrator, strings.Repeat("9", 38)),
			want: map[string]string{"transcoder": orchestrator, "amount": strings.Repeat("9", 38)},
		},
		{
			name: "amount and integer that don't fit",
			log:  logOf(t, BondingManager, "Unbond", orchestrator, gateway, most, "1"+strings.Repeat("0", 38), "9223372036854775808"),
			want: map[string]string{
				"delegate": orchestrator, "delegator": gateway, "unbonding_lock_id": most,
				"amount": "1" + strings.Repeat("0", 38), "withdraw_round": "9223372036854775808",
			},
			wide: `{"amount":"1` + strings.Repeat("0", 38) + `","unbonding_lock_id":"` + most + `","withdraw_round":"9223372036854775808"}`,
		},
		{
			name: "a share that is none",
			log:  logOf(t, BondingManager, "TranscoderUpdate", orchestrator, "999999999", "1000000000"),
			want: map[string]string{"transcoder": orchestrator, "reward_cut": "999999999", "fee_share": "1000000000"},
			wide: `{"fee_share":"1000000000"}`,
		},
		{
			name: "text of 256 bits",
			log:  logOf(t, LivepeerToken, "Approval", orchestrator, gateway, most),
			want: map[string]string{"owner": orchestrator, "spender": gateway, "allowance": most},
		},
		{
			name: "a tuple of fixed length",
			log:  logOf(t, L2Migrator, "MigrateSenderFinalized", orchestrator, gateway, "5", "7"),
			want: map[string]string{"l1_addr": orchestrator, "l2_addr": gateway, "deposit": "5", "reserve": "7"},
		},
		{
			name: "true",
			log:  logOf(t, L2Migrator, "ClaimStakeEnabled", "1"),
			want: map[string]string{"enabled": "true"},
		},
		{
			name: "nothing",
			log:  logOf(t, Controller, "Pause"),
			want: map[string]string{},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := d.Decode(test.log, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, decimals(got)); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if got.WideValues != test.wide {
				t.Errorf("wide values %q, want %q", got.WideValues, test.wide)
			}
		})
	}
}

func TestDecodeBytes20(t *testing.T) {
	log := logOf(t, Controller, "SetContractInfo", "1", orchestrator, "0")
	log.Data = log.Data[:2+2*word] + "F225B10C62CE4BAED0DB14B2B9AF1E19EFEE3B45" + strings.Repeat("0", 24)
	got, err := everyContract(t).Decode(log, nil)
	if err != nil {
		t.Fatal(err)
	}
	if commit := decimals(got)["git_commit_hash"]; commit != "0xf225b10c62ce4baed0db14b2b9af1e19efee3b45" {
		t.Errorf("commit %s", commit)
	}
}

// packed writes the data of an event of variable length with the ABI package.
func packed(t testing.TB, contract, event string, indexed []string, values ...any) Log {
	t.Helper()
	e := EventNamed(event)
	data, err := e.arguments.Pack(values...)
	if err != nil {
		t.Fatal(err)
	}
	log := Log{Address: at(contract), Topics: []string{e.Topic0.Hex()}, Data: text0x(data)}
	for _, value := range indexed {
		log.Topics = append(log.Topics, "0x"+word64(t, value))
	}
	return log
}

func TestDecodeVariableLength(t *testing.T) {
	d := everyContract(t)
	update := struct {
		Field0 []common.Address
		Field1 []*big.Int
		Field2 [][]byte
		Field3 *big.Int
	}{[]common.Address{common.HexToAddress(orchestrator)}, []*big.Int{big.NewInt(12)}, [][]byte{{0xab, 0xcd}}, big.NewInt(3)}
	locks := struct {
		Field0, Field1 common.Address
		Field2         *big.Int
		Field3         []*big.Int
		Field4         common.Address
	}{common.HexToAddress(gateway), common.HexToAddress(gateway), big.NewInt(9), []*big.Int{big.NewInt(1), big.NewInt(4)}, common.HexToAddress(orchestrator)}
	for _, test := range []struct {
		name string
		log  Log
		want map[string]string
	}{
		{
			name: "text that is no UTF-8",
			log:  packed(t, ServiceRegistry, "ServiceURIUpdate", []string{orchestrator}, "https://\xff.example:8935"),
			want: map[string]string{"addr": orchestrator, "service_uri": "https://\uFFFD.example:8935"},
		},
		{
			name: "indexed and plain arguments, and a small integer type",
			log:  packed(t, LivepeerGovernor, "VoteCast", []string{orchestrator}, big.NewInt(77), uint8(2), big.NewInt(5), "because"),
			want: map[string]string{"voter": orchestrator, "proposal_id": "77", "support": "2", "weight": "5", "reason": "because"},
		},
		{
			name: "a tuple of lists, then a plain argument",
			log:  packed(t, Governor, "UpdateStaged", nil, update, big.NewInt(100)),
			want: map[string]string{
				"targets": `["` + orchestrator + `"]`, "values_wei": `["12"]`, "calldatas": `["0xabcd"]`, "nonce": "3", "delay": "100",
			},
		},
		{
			name: "a tuple with addresses and a list",
			log:  packed(t, L2Migrator, "MigrateUnbondingLocksFinalized", nil, locks),
			want: map[string]string{"l1_addr": gateway, "l2_addr": gateway, "total": "9", "unbonding_lock_ids": `["1","4"]`, "delegate": orchestrator},
		},
		{
			name: "empty lists, and lists of texts",
			log: packed(t, LivepeerGovernor, "ProposalCreated", nil, big.NewInt(1), common.HexToAddress(gateway), []common.Address{},
				[]*big.Int{}, []string{"transfer()", "\xfe"}, [][]byte{}, big.NewInt(4), big.NewInt(8), "# Title"),
			want: map[string]string{
				"proposal_id": "1", "proposer": gateway, "targets": "[]", "values_wei": "[]", "signatures": `["transfer()","` + "\uFFFD" + `"]`,
				"calldatas": "[]", "vote_start": "4", "vote_end": "8", "description": "# Title",
			},
		},
		{
			name: "fixed bytes beside variable ones",
			log: packed(t, Treasury, "CallScheduled", []string{"5", "0"}, common.HexToAddress(gateway), big.NewInt(1), []byte{},
				[32]byte{31: 9}, big.NewInt(60)),
			want: map[string]string{
				"operation_id": "0x" + word64(t, "5"), "call_index": "0", "target": gateway, "value": "1", "calldata": "0x",
				"predecessor": "0x" + word64(t, "9"), "delay": "60",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := d.Decode(test.log, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, decimals(got)); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeRefusesMalformedLogs(t *testing.T) {
	d := everyContract(t)
	good := logOf(t, BondingManager, "WithdrawFees", orchestrator, gateway, "1")
	uri := packed(t, ServiceRegistry, "ServiceURIUpdate", []string{orchestrator}, "https://orchestrator.example:8935")
	for _, test := range []struct {
		name  string
		log   Log
		cause string
	}{
		{"short data", Log{good.Address, good.Topics, good.Data[:100]}, "the data has 49 bytes, the event needs 64"},
		{"no data", Log{good.Address, good.Topics, "0x"}, "the data has 0 bytes"},
		{"data without 0x", Log{good.Address, good.Topics, good.Data[2:]}, "it doesn't begin with 0x"},
		{"half a byte", Log{good.Address, good.Topics, good.Data + "0"}, "half a byte"},
		{"no hex", Log{good.Address, good.Topics, "0x" + strings.Replace(good.Data[2:], "0", "g", 5)}, "other than hex digits"},
		{"a topic missing", Log{good.Address, good.Topics[:1], good.Data}, "the log has 0 indexed arguments, the event has 1"},
		{"a topic too many", Log{good.Address, append(good.Topics[:2:2], good.Topics[1]), good.Data}, "the log has 2 indexed arguments"},
		{"a short topic", Log{good.Address, []string{good.Topics[0], good.Topics[1][:64]}, good.Data}, "argument delegator: its topic has 31 bytes"},
		{"text cut off", Log{uri.Address, uri.Topics, uri.Data[:2+3*word]}, "the data doesn't hold the event's arguments"},
		{"neither true nor false", logOf(t, L2Migrator, "ClaimStakeEnabled", "2"), "2 is neither true nor false"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := d.Decode(test.log, nil)
			var malformed *MalformedError
			if !errors.As(err, &malformed) || !strings.Contains(err.Error(), test.cause) {
				t.Fatalf("error %v, want a MalformedError with %q", err, test.cause)
			}
			if d.Validate(test.log) == nil {
				t.Error("Validate lets it pass")
			}
		})
	}
}

func TestDecodeToleratesWhatDoesNoHarm(t *testing.T) {
	d := everyContract(t)
	log := logOf(t, BondingManager, "Reward", orchestrator, "12")
	log.Data += strings.Repeat("f", 66)
	log.Topics[1] = "0x" + strings.Repeat("e", 24) + strings.ToUpper(orchestrator[2:])
	log.Topics[0] = "0x" + strings.ToUpper(log.Topics[0][2:])
	got, err := d.Decode(log, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"transcoder": orchestrator, "amount": "12"}, decimals(got)); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestUnknownEventsAreNoErrors(t *testing.T) {
	d := everyContract(t)
	reward := logOf(t, BondingManager, "Reward", orchestrator, "12")
	for name, test := range map[string]struct {
		log      Log
		contract string
	}{
		"another topic":          {Log{reward.Address, []string{"0x" + strings.Repeat("1", 64)}, "0x"}, BondingManager},
		"no topic":               {Log{reward.Address, nil, "0x1234"}, BondingManager},
		"another contract":       {Log{orchestrator, reward.Topics, reward.Data}, ""},
		"another contract's one": {Log{at(TicketBroker), reward.Topics, reward.Data}, TicketBroker},
	} {
		got, err := d.Decode(test.log, nil)
		if err != nil || got.Event != nil || got.Contract != test.contract {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if err := d.Validate(test.log); err != nil {
			t.Errorf("%s: Validate: %v", name, err)
		}
	}
}

func TestValidateRefusesWhatIsNoLog(t *testing.T) {
	d := everyContract(t)
	topic := "0x" + strings.Repeat("1", 64)
	for name, log := range map[string]Log{
		"address":      {"0x12", nil, "0x"},
		"topic":        {orchestrator, []string{"0x12"}, "0x"},
		"five topics":  {orchestrator, []string{topic, topic, topic, topic, topic}, "0x"},
		"odd data":     {orchestrator, []string{topic}, "0x1"},
		"missing data": {orchestrator, []string{topic}, ""},
	} {
		if d.Validate(log) == nil {
			t.Errorf("%s: passes", name)
		}
	}
}

func TestNewDecoderRefusesBadContracts(t *testing.T) {
	for name, contracts := range map[string][]Contract{
		"did you mean BondingManager?": {{Name: "BondingManger", Address: orchestrator}},
		"40 hex digits":                {{Name: Minter, Address: "0x12"}},
		"one address has one name":     {{Name: Minter, Address: orchestrator}, {Name: Treasury, Address: orchestrator}},
	} {
		if _, err := NewDecoder(contracts); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want %q", err, name)
		}
	}
}
