package ledger

import (
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"

	"github.com/lakepeer/lakepeer/transform/bonding"
)

// Prefix begins the names of the ledger's raw tables.
const Prefix = "ledger__"

// Table is one of the ledger's tables.
type Table struct {
	// Name is the raw table's: "ledger__round".
	Name string
	// Schema are the columns of its file. The raw table has _instance before them.
	Schema *arrow.Schema
}

// Tables gives the ledger's tables, by name.
func Tables() []Table {
	var all []Table
	for _, k := range kinds() {
		all = append(all, k.table())
	}
	slices.SortFunc(all, func(a, b Table) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// kind is one of the ledger's kinds of rows.
type kind interface {
	table() Table
	// open begins the table's file in a folder. Rows are written by the queue.
	open(dir string, q *queue) (sink, error)
}

// kinds gives all of them, those of the most rows first.
func kinds() []kind {
	return []kind{
		delegatorDays(), delegatorRounds(), delegateDays(), orchestratorRounds(), stakeChanges(), gatewayBalances(), fees(), forfeits(),
		rounds(), locks(), votingPowers(), proposals(), accounts(), parameters(),
	}
}

// layout says what rows R become.
type layout[R any] struct {
	name    string
	columns []column[R]
}

// newLayout puts columns and groups of them into one table.
func newLayout[R any](noun string, groups ...[]column[R]) layout[R] {
	return layout[R]{Prefix + noun, slices.Concat(groups...)}
}

// table gives name and columns. All columns can be NULL as far as the file says; the front matter says which never are.
func (l layout[R]) table() Table {
	fields := make([]arrow.Field, len(l.columns))
	for i, c := range l.columns {
		fields[i] = arrow.Field{Name: c.name, Type: c.typ, Nullable: true}
	}
	return Table{Name: l.name, Schema: arrow.NewSchema(fields, nil)}
}

// place are the columns of the log that a row comes from.
func place[R any](get func(*R) *bonding.At) []column[R] { return placeOf("", get) }

// placeInRound are the same for a row that has a round of its own.
func placeInRound[R any](get func(*R) *bonding.At) []column[R] {
	columns := place(get)
	return columns[:len(columns)-1] // without the round
}

// placeOf are the columns of a log, with a prefix. All are NULL if there is no such log.
func placeOf[R any](prefix string, get func(*R) *bonding.At) []column[R] {
	number := func(name string, of func(*bonding.At) uint64) column[R] {
		return optionalCount(prefix+name, func(r *R) (uint64, bool) {
			at := get(r)
			return of(at), *at != bonding.At{}
		})
	}
	return []column[R]{
		number("block_number", func(at *bonding.At) uint64 { return at.Block }),
		number("log_index", func(at *bonding.At) uint64 { return at.Index }),
		hash(prefix+"transaction_hash", func(r *R) *common.Hash { return &get(r).Hash }),
		instant(prefix+"event_at", func(r *R) int64 { return get(r).Time }),
		number("round", func(at *bonding.At) uint64 { return at.Round }),
	}
}

// position are the columns of what an account has.
func position[R any](get func(*R) *bonding.Position) []column[R] {
	amounts := positionAmounts(get)
	delegate := address("delegate", func(r *R) *common.Address { return &get(r).Delegate })
	return slices.Concat(amounts, []column[R]{delegate}, positionRounds(get))
}

func positionAmounts[R any](get func(*R) *bonding.Position) []column[R] {
	return []column[R]{
		amount("bonded_wei", func(r *R) *uint256.Int { return &get(r).Bonded }),
		amount("stored_fees_wei", func(r *R) *uint256.Int { return &get(r).StoredFees }),
		amount("stake_wei", func(r *R) *uint256.Int { return &get(r).Stake }),
		amount("fees_wei", func(r *R) *uint256.Int { return &get(r).Fees }),
	}
}

func positionRounds[R any](get func(*R) *bonding.Position) []column[R] {
	return []column[R]{
		count("start_round", func(r *R) uint64 { return get(r).StartRound }),
		count("last_claim_round", func(r *R) uint64 { return get(r).LastClaimRound }),
		count("next_lock_id", func(r *R) uint64 { return get(r).NextLockID }),
		amount("votes_wei", func(r *R) *uint256.Int { return &get(r).Votes }),
	}
}
