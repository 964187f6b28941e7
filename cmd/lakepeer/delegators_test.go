package main

import (
	"fmt"
	"strings"
	"testing"
)

// roundRows gives a row per checkpoint and account with a positive amount, by round.
func (f publishedDevchain) roundRows(t *testing.T, amount func(accountAnswer) string) []string {
	t.Helper()
	var rows []string
	for _, c := range f.Checkpoints {
		for address, a := range c.Accounts {
			if wei := amount(a); wei != "0" {
				rows = append(rows, fmt.Sprintf("%d %s %s", c.Round, address, tokens(t, wei)))
			}
		}
	}
	return rows
}

// stakes compares the stakes of accounts and delegates at the end of every round, what is earned and not claimed included.
func (f publishedDevchain) stakes(t *testing.T) {
	f.same(t, "select round, delegator, stake_lpt from fct_delegator_income where stake_lpt > 0 and"+f.inCheckpoints(),
		f.roundRows(t, func(a accountAnswer) string { return a.PendingStake }))
	f.same(t, "select round, delegate, end_stake_lpt from fct_delegation_flow where end_stake_lpt > 0 and"+f.inCheckpoints(),
		f.roundRows(t, func(a accountAnswer) string { return a.DelegatedAmount }))
}

// delegators compares what accounts have in the end, in the two tables that say it.
func (f publishedDevchain) delegators(t *testing.T) {
	states := []string{"pending", "bonded", "unbonded"}
	var positions, delegators []string
	for address, a := range f.Final.Accounts {
		delegate := a.DelegateAddress
		if strings.Trim(delegate, "0x") == "" {
			delegate = "NULL"
		}
		row := fmt.Sprintf("%s %s %s %s %s %s", address, delegate, states[a.Status], tokens(t, a.BondedAmount), tokens(t, a.PendingStake), tokens(t, a.PendingFees))
		if a.LastClaimRound != "0" {
			delegators = append(delegators, row)
		}
		if a.BondedAmount != "0" {
			positions = append(positions, row)
		}
	}
	f.same(t, "select delegator, delegate, status, bonded_lpt, stake_lpt, fees_eth from dim_delegator", delegators)
	if f.isTimed {
		f.same(t, `select delegator, delegate, status, bonded_lpt, stake_lpt, fees_eth
			from fct_delegator_position where position_date = (select max(position_date) from fct_delegator_position)`, positions)
	}
}
