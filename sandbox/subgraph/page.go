package subgraph

import "github.com/lakepeer/lakepeer/sandbox/graphnode"

// page holds what a block writes, until it is over: the store gets each row of the block once.
type page struct {
	rows []key
	// entities are the rows of events, which never change again; nil for a row that is to be removed.
	entities map[key]graphnode.Entity
	// objects are the rows that come from the state.
	objects map[key]object
}

// key is a row's type and id.
type key struct{ kind, id string }

// object is a part of the state that is shown as a row.
type object interface{ entity() graphnode.Entity }

// put writes a row.
func (p *page) put(kind, id string, e graphnode.Entity) {
	k := p.list(kind, id)
	delete(p.objects, k)
	p.entities[k] = e
}

// show writes a part of the state as it is at the end of the block.
func (p *page) show(kind, id string, o object) {
	k := p.list(kind, id)
	delete(p.entities, k)
	p.objects[k] = o
}

// remove takes a row away.
func (p *page) remove(kind, id string) { p.put(kind, id, nil) }

// list notes a row, once.
func (p *page) list(kind, id string) key {
	if p.entities == nil {
		p.entities, p.objects = map[key]graphnode.Entity{}, map[key]object{}
	}
	k := key{kind, id}
	_, put := p.entities[k]
	_, shown := p.objects[k]
	if !put && !shown {
		p.rows = append(p.rows, k)
	}
	return k
}

// writeTo writes the rows in the order in which they were first noted, and empties the page.
func (p *page) writeTo(store *graphnode.Store) {
	for _, k := range p.rows {
		if o := p.objects[k]; o != nil {
			store.Put(k.kind, k.id, o.entity())
		} else if e := p.entities[k]; e != nil {
			store.Put(k.kind, k.id, e)
		} else {
			store.Remove(k.kind, k.id)
		}
	}
	p.rows = p.rows[:0]
	clear(p.entities)
	clear(p.objects)
}
