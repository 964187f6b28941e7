package pipeline

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/lakepeer/lakepeer/internal/duck"
)

// The tables that are compared.
const (
	accountTable      = "staging.ledger__account"
	roundTable        = "staging.ledger__round"
	orchestratorTable = "staging.ledger__orchestrator_round"
	gatewayTable      = "staging.ledger__gateway_balance"
	proposalTable     = "staging.ledger__proposal"
	voterTable        = "staging.ledger__voting_power"
)

// poolRounds is of how many of the last rounds the pools of every active orchestrator are compared.
const poolRounds = 3

// ledgerRows reads what is compared from a publication.
type ledgerRows struct {
	reader *duck.Reader
	sample Sample
}

// accounts are those with the largest stakes, and others.
func (l *ledgerRows) accounts(ctx context.Context) ([]ledgerRow, error) {
	return l.read(ctx, l.pickAccounts())
}

// pickAccounts leaves out accounts that were neither delegator nor delegate, as gateways are.
func (l *ledgerRows) pickAccounts() string {
	return l.pick("(select * from "+accountTable+" where last_claim_round > 0 or delegated_wei > 0)", "stake_wei", "account")
}

// protocol is the last round.
func (l *ledgerRows) protocol(ctx context.Context) ([]ledgerRow, error) {
	return l.read(ctx, "select * from "+roundTable+" order by round desc limit 1")
}

// orchestrators are those that are active or in the pool, and those among the accounts, in the last round.
func (l *ledgerRows) orchestrators(ctx context.Context) ([]ledgerRow, error) {
	return l.read(ctx, fmt.Sprintf(`select * from %s where round = (select max(round) from %[1]s)
		and (is_active or in_pool or orchestrator in (select account from (%s))) order by orchestrator`,
		orchestratorTable, l.pickAccounts()))
}

// pools are those of the last rounds of active orchestrators, and others.
func (l *ledgerRows) pools(ctx context.Context) ([]ledgerRow, error) {
	return l.read(ctx, fmt.Sprintf(`select * from (%s) where by_chance <= %d or is_active and round > last_round - %d order by orchestrator, round`,
		l.numbered("(select *, max(round) over () as last_round from "+orchestratorTable+")", "round", "orchestrator || ' ' || round"), l.sample.Count, poolRounds))
}

// gateways are those with the most ETH, and others, with their last balances.
func (l *ledgerRows) gateways(ctx context.Context) ([]ledgerRow, error) {
	last := `(select * from (select *, row_number() over (partition by gateway order by block_number desc, log_index desc) as newest from ` +
		gatewayTable + `) where newest = 1)`
	return l.read(ctx, l.pick(last, "deposit_wei + reserve_wei", "gateway"))
}

// proposals are all of them.
func (l *ledgerRows) proposals(ctx context.Context) ([]ledgerRow, error) {
	return l.read(ctx, "select * from "+proposalTable+" order by proposal_id")
}

// voters are those with the most votes in a proposal, and others.
func (l *ledgerRows) voters(ctx context.Context) ([]ledgerRow, error) {
	all := "(select voter.*, proposal.snapshot_round from " + voterTable + " as voter inner join " + proposalTable + " as proposal using (proposal_id))"
	return l.read(ctx, l.pick(all, "gross_wei", "proposal_id || ' ' || account"))
}

// pick gives the SQL of a table's largest rows, and of others by chance.
func (l *ledgerRows) pick(table, size, key string) string {
	return fmt.Sprintf("select * from (%[1]s) where by_size <= %[2]d or by_chance <= %[2]d order by %[3]s", l.numbered(table, size, key), l.sample.Count, key)
}

// numbered gives the SQL of a table's rows numbered by size and by chance: in the order of a hash of the seed and the key.
func (l *ledgerRows) numbered(table, size, key string) string {
	return fmt.Sprintf(`select *,
			row_number() over (order by %[1]s desc, %[2]s) as by_size,
			row_number() over (order by md5('%[3]d ' || %[2]s), %[2]s) as by_chance
		from %[4]s`, size, key, l.sample.Seed, table)
}

// ledgerRow is a row of the ledger by column.
type ledgerRow map[string]duck.Cell

func (l *ledgerRows) read(ctx context.Context, query string) (rows []ledgerRow, err error) {
	result, err := l.reader.Query(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	defer result.Close()
	for result.Next() {
		row := ledgerRow{}
		for i, cell := range result.Row() {
			row[result.Columns[i].Name] = cell
		}
		rows = append(rows, row)
	}
	return rows, result.Err()
}

// address gives an address; none is zero.
func (r ledgerRow) address(column string) common.Address {
	return common.HexToAddress(r[column].Text)
}

// number gives a whole number; none is 0.
func (r ledgerRow) number(column string) *big.Int {
	return r.numberOr(column, new(big.Int))
}

// numberOr gives a whole number, or what stands for none.
func (r ledgerRow) numberOr(column string, none *big.Int) *big.Int {
	n, ok := new(big.Int).SetString(r[column].Text, 10)
	if !ok {
		return none
	}
	return n
}
