package livepeer

// treasuryEvents are the Treasury's own events: it is a timelock that executes what LivepeerGovernor decides. ETH
// sent to it emits none.
func treasuryEvents() []Event {
	treasury := []string{Treasury}
	operation := bytes32("id", "Number of the operation, a hash: the calls of one proposal.").ix().as("operation_id")
	call := []Arg{
		operation,
		integer("index", "", "Position of the call within the operation, from 0.").ix().as("call_index"),
		address("target", "Contract or account called."),
		eth("value", "ETH sent with the call."),
		blob("data", "Calldata: for a spending of LPT, a transfer.").as("calldata"),
	}
	return []Event{
		{
			Name: "CallScheduled", Contracts: treasury,
			Description: "A call of a queued proposal was scheduled.",
			Args: append(
				call[:len(call):len(call)],
				bytes32("predecessor", "Operation that must be executed before; all zero if none."),
				integer("delay", UnitSecond, "Seconds until it can be executed."),
			),
		},
		{
			Name: "CallExecuted", Contracts: treasury,
			Description: "A call of a proposal was executed: what the treasury really spends.",
			Args:        call,
		},
		{
			Name: "CallSalt", Contracts: treasury,
			Description: "The salt of a scheduled operation.",
			Args:        []Arg{operation, bytes32("salt", "What tells equal operations apart.")},
		},
		{
			Name: "Cancelled", Contracts: treasury,
			Description: "A scheduled operation was cancelled.",
			Args:        []Arg{operation},
		},
		{
			Name: "MinDelayChange", Contracts: treasury,
			Description: "The least delay of operations was set.",
			Args: []Arg{
				integer("oldDuration", UnitSecond, "Delay before."),
				integer("newDuration", UnitSecond, "Delay from now on."),
			},
		},
	}
}
