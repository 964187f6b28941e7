package livepeer

// The functions of this file declare arguments, so that the tables of events read like the contracts' sources. Each
// fixes kind, usual Solidity type and unit; column is the snake_case of the name unless as says otherwise.

func arg(name, typ string, kind Kind, unit, description string) Arg {
	return Arg{Name: name, Type: typ, Column: Snake(name), Kind: kind, Unit: unit, Description: description}
}

func address(name, description string) Arg {
	return arg(name, "address", Address, "", description)
}

func lpt(name, description string) Arg { return arg(name, "uint256", Wei, UnitLPT, description) }

func eth(name, description string) Arg { return arg(name, "uint256", Wei, UnitETH, description) }

func ppm(name, description string) Arg { return arg(name, "uint256", Int, UnitPPM, description) }

func round(name, description string) Arg {
	return arg(name, "uint256", Int, UnitRound, description)
}

func integer(name, unit, description string) Arg {
	return arg(name, "uint256", Int, unit, description)
}

func wide(name, description string) Arg { return arg(name, "uint256", Wide, "", description) }

func bytes32(name, description string) Arg { return arg(name, "bytes32", Bytes, "", description) }

func blob(name, description string) Arg { return arg(name, "bytes", Bytes, "", description) }

func text(name, description string) Arg { return arg(name, "string", Text, "", description) }

func list(name, typ, description string) Arg { return arg(name, typ, List, "", description) }

// ix makes the argument an indexed one.
func (a Arg) ix() Arg {
	a.Indexed = true
	return a
}

// as gives the argument a column name of its own, where the Solidity name is a keyword, misleads, or has another
// kind elsewhere.
func (a Arg) as(column string) Arg {
	a.Column = column
	return a
}

// of gives the argument another Solidity type.
func (a Arg) of(typ string) Arg {
	a.Type = typ
	return a
}
