package graphnode

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Store keeps the entities of a subgraph and their history, block by block. It can be read by any number of requests
// while it is written.
type Store struct {
	schema string
	types  *catalogue
	api    *ast.Schema

	mu     sync.RWMutex
	tables map[*entityType]*table
	blocks []Block        // that were begun, the last one being written
	texts  map[string]any // the texts that many cells hold, kept once
	err    error
}

// NewStore makes an empty store of a schema, the text of a subgraph's schema.graphql. The error says what is wrong with
// the schema.
func NewStore(schema string) (*Store, error) {
	types, err := newCatalogue(schema)
	if err != nil {
		return nil, err
	}
	api, err := gqlparser.LoadSchema(&ast.Source{Name: "api.graphql", Input: types.api()})
	if err != nil {
		return nil, fmt.Errorf("make the API schema of the subgraph's schema: %w", err)
	}
	s := &Store{
		schema: schema, types: types, api: api, tables: map[*entityType]*table{}, texts: map[string]any{},
	}
	for _, t := range types.types {
		if !t.isInterface {
			s.tables[t] = newTable(t)
		}
	}
	return s, nil
}

// Schema gives the text that the store was made of.
func (s *Store) Schema() string { return s.schema }

// Err gives the first write that didn't fit the schema or the order of blocks, which was left out, or nil. A server
// answers nothing from a store that has met one.
func (s *Store) Err() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.err
}

// Begin says that the writes that follow belong to a block. Its number must not be less than that of the one before.
func (s *Store) Begin(b Block) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.Number < s.writing() {
		s.fail(fmt.Errorf("begin block %d: it comes after block %d; write blocks in order", b.Number, s.writing()))
		return
	}
	s.blocks = append(s.blocks, b)
}

// writing gives the number of the block that is being written, 0 before the first.
func (s *Store) writing() int64 {
	if len(s.blocks) == 0 {
		return 0
	}
	return s.blocks[len(s.blocks)-1].Number
}

// blockOf gives a block that was begun by its hash, in whichever case that is written.
func (s *Store) blockOf(hash string) (Block, bool) {
	for _, b := range s.blocks {
		if strings.EqualFold(b.Hash, hash) {
			return b, true
		}
	}
	return Block{}, false
}

// Get gives a copy of an entity's newest version, with every stored field that has a value, or nil if there is none.
func (s *Store) Get(typ, id string) Entity {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.tables[s.types.named[typ]]
	if t == nil {
		return nil
	}
	known := t.byID[id]
	if known == nil || known.cells == nil {
		return nil
	}
	e := Entity{"id": id}
	for _, f := range t.typ.fields {
		if f.at < 0 || known.cells[f.at] == nil {
			continue
		}
		e[f.name] = known.cells[f.at]
		if list, ok := known.cells[f.at].([]string); ok {
			e[f.name] = append([]string{}, list...)
		}
	}
	return e
}

// Put writes an entity as of the block that was begun: all its fields, so that one that is absent has no value from then
// on. Numbers are normalised. A second version within a block replaces the first. What doesn't fit the schema is left
// out, and said by Err.
func (s *Store) Put(typ, id string, e Entity) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[s.types.named[typ]]
	if t == nil {
		s.fail(fmt.Errorf("put %s %q: the schema has no such entity", typ, id))
		return
	}
	cells := make([]any, t.typ.cells)
	for name, value := range e {
		if err := s.fill(t.typ, cells, name, value); err != nil {
			s.fail(fmt.Errorf("put %s %q: field %s: %w", typ, id, name, err))
			return
		}
	}
	t.put(s.writing(), s.shared(id), cells)
}

// Remove ends an entity as of the block that was begun. Where there is none, nothing happens.
func (s *Store) Remove(typ, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[s.types.named[typ]]
	if t == nil {
		s.fail(fmt.Errorf("remove %s %q: the schema has no such entity", typ, id))
		return
	}
	if known := t.byID[id]; known != nil {
		known.remove(s.writing())
	}
}

// fill puts a field's value into its cell.
func (s *Store) fill(t *entityType, cells []any, name string, value any) error {
	f := t.named[name]
	switch {
	case f == nil:
		return errors.New("the schema has no such field")
	case f.at == idCell:
		return nil
	case f.at == noCell:
		return errors.New("it is derived and can't be written")
	}
	kept, err := f.kept(value)
	if err != nil {
		return err
	}
	cells[f.at] = s.interned(f, kept)
	return nil
}

// fewDigits is the length up to which numbers are expected to come again.
const fewDigits = 8

// interned gives one copy of the texts that come again: of ids that other entities refer to, of short numbers, of choices.
func (s *Store) interned(f *fieldType, value any) any {
	text, ok := value.(string)
	switch {
	case !ok:
		return value
	case f.target != nil:
		return s.referred(f.target, text)
	case f.values == choice || len(text) <= fewDigits:
		shared := s.shared(text)
		s.texts[text] = shared
		return shared
	}
	return value
}

// referred gives the copy of an id that the entity itself has, if it is there.
func (s *Store) referred(target *entityType, id string) any {
	for _, member := range target.members {
		if known := s.tables[member].byID[id]; known != nil {
			return known.id
		}
	}
	shared := s.shared(id)
	s.texts[id] = shared
	return shared
}

// shared gives the copy of a text that cells hold already, if one does.
func (s *Store) shared(text string) any {
	if known, ok := s.texts[text]; ok {
		return known
	}
	return text
}

func (s *Store) fail(err error) {
	if s.err == nil {
		s.err = fmt.Errorf("write to the subgraph's store: %w", err)
	}
}
