package subgraph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/lakepeer/lakepeer/internal/httpclient"
	"github.com/lakepeer/lakepeer/load"
)

const (
	// patience is how many answers may come too late, or not be whole, before a list is given up. One that comes too late is asked
	// for again, and then halves what is asked for.
	patience = 16
	// restarts is how often a list begins anew because another deployment answers.
	restarts = 3
)

// list is a list of rows that is read page by page, in the order of position and id.
type list struct {
	node    *node
	shape   shape
	columns []column
	scope   scope
	meter   *httpclient.Meter
	beat    heartbeat
	window  load.Interval
	// at and after are the position and the id of the last row that was read.
	at    int64
	after string
	// size is how many rows are asked for, most how many at most: what was too many once isn't tried again.
	size, most int
	// poisoned is how many of the next rows there are among which is one that spoils every answer; 0 if none is known.
	poisoned int
}

// page is what came of a question: rows that weren't read before.
type page struct {
	rows   []row
	isLast bool
}

// movedError says that another deployment answers than the one that was asked how far it is.
type movedError struct{ from, to string }

func (e *movedError) Error() string {
	return fmt.Sprintf("the subgraph moved from deployment %s to %s while it was read, again and again: name one as deployment in the configuration", e.from, e.to)
}

// tornError says that an answer isn't whole.
type tornError struct{ reason string }

func (e *tornError) Error() string { return e.reason }

func (n *node) list(ctx context.Context, e entity, of scope, window load.Interval, meter *httpclient.Meter) (*list, error) {
	beat, err := n.heart(ctx, meter)
	if err != nil {
		return nil, err
	}
	s, err := n.shapeOf(ctx, e, meter)
	if err != nil {
		return nil, err
	}
	return &list{
		node: n, shape: s, columns: e.columns(), scope: of, meter: meter, beat: beat, window: window, at: window.From - 1, size: maxPage, most: maxPage,
	}, nil
}

// next gives the next rows. It asks for fewer where the subgraph finds them too many, and finds a row that spoils the answer by
// halving: that one is alone on its page, malformed.
func (l *list) next(ctx context.Context) (page, error) {
	for slow, torn := 0, 0; ; {
		ask := l.size
		if l.poisoned > 1 {
			ask = min(ask, l.poisoned/2)
		}
		var p page
		var err error
		if l.poisoned == 1 {
			p, err = l.alone(ctx)
		} else {
			p, err = l.fetch(ctx, ask)
		}
		isSlow, isLarge := isTooMuch(err)
		var whole *tornError
		switch {
		case err == nil:
			l.poisoned = max(0, l.poisoned-len(p.rows))
			l.size = min(l.most, 2*l.size)
			return p, nil
		case isPoisoned(err):
			l.poisoned = ask
		case isLarge && ask > 1:
			l.shrink(ask / 2)
		case isSlow && slow < patience:
			if slow++; slow > 1 {
				l.shrink(max(1, ask/2))
			}
		case errors.As(err, &whole) && torn < patience:
			torn++
		default:
			return page{}, err
		}
	}
}

// shrink asks for fewer rows from now on.
func (l *list) shrink(size int) { l.size, l.most = size, size }

// answer is what comes of a question for a page.
type answer struct {
	Meta struct{ Deployment string } `json:"_meta"`
	Rows []json.RawMessage
	Last []struct{ ID json.RawMessage }
}

func (l *list) ask(ctx context.Context, first int, alone bool) (answer, error) {
	name := l.shape.entity.name()
	q := question{
		op: "read " + name, query: l.shape.query(l.scope, alone), meter: l.meter, sized: true,
		variables: map[string]any{"first": first, "after": l.after, "block": l.beat.pinned},
	}
	if l.window.To > 0 {
		q.op += fmt.Sprintf(" from %d to %d", l.window.From, l.window.To)
		q.variables["from"], q.variables["to"], q.variables["block"] = l.window.From, l.window.To, l.beat.Number
		if !l.shape.entity.ofRound() {
			q.variables["at"] = l.at
		}
	} else if l.shape.entity.cut == stillOpen {
		q.variables["from"] = l.beat.round
	}
	if l.shape.entity.when == changedLately {
		q.variables["since"] = max(0, l.beat.pinned-lately)
	}
	var a answer
	if err := l.node.ask(ctx, q, &a); err != nil {
		return a, err
	}
	if a.Meta.Deployment != l.beat.Deployment {
		l.node.moved(a.Meta.Deployment)
		return a, &movedError{l.beat.Deployment, a.Meta.Deployment}
	}
	return a, nil
}

// fetch asks for so many rows, and moves on behind them.
func (l *list) fetch(ctx context.Context, first int) (page, error) {
	a, err := l.ask(ctx, first, false)
	if err != nil {
		return page{}, err
	}
	var read []row
	for _, original := range a.Rows {
		r := l.shape.parse(l.columns, original, l.scope == unrelated)
		if r.wrong == "" {
			err = l.complete(ctx, &r)
		}
		if err != nil {
			return page{}, err
		}
		if r.wrong != "" || l.isNew(r) {
			read = append(read, r)
		}
	}
	p := page{rows: distinct(read)}
	return p, l.end(&p, a, first)
}

// isNew tells whether a row lies behind the last one.
func (l *list) isNew(r row) bool {
	if l.shape.entity.ofRound() || r.at == l.at || l.window.To == 0 {
		return r.id > l.after
	}
	return r.at > l.at
}

// end moves on behind the page's rows, and finds out whether they are the last: the answer says which row is.
func (l *list) end(p *page, a answer, first int) error {
	last := ""
	if len(a.Last) > 0 && (json.Unmarshal(a.Last[0].ID, &last) != nil || last == "") {
		return &tornError{fmt.Sprintf("the answer of %s about %s doesn't say which row is the last", l.node.endpoint, l.shape.entity.name())}
	}
	isNameless, moved := false, false
	at, after := l.at, l.after
	for _, r := range p.rows {
		p.isLast = p.isLast || r.id == last
		isNameless = isNameless || r.id == "" || r.at < 0 && l.window.To > 0
		if r.id != "" && (r.at >= 0 || l.window.To == 0) && l.isNew(r) {
			moved = true
			at, after = max(at, r.at), r.id
		}
	}
	p.isLast = p.isLast || last == "" || isNameless && len(a.Rows) < first
	if !p.isLast && !moved {
		return &tornError{fmt.Sprintf("the answer of %s about %s ends before its last row, %s", l.node.endpoint, l.shape.entity.name(), last)}
	}
	l.at, l.after = at, after
	return nil
}

// alone asks for the next row without what leads to other rows. It is malformed: asked for as a whole it has no answer.
func (l *list) alone(ctx context.Context) (page, error) {
	_, refused := l.ask(ctx, 1, false)
	if !isPoisoned(refused) { // it has an answer by now, or another failure
		if refused == nil {
			l.poisoned = 0
			return l.fetch(ctx, 1)
		}
		return page{}, refused
	}
	a, err := l.ask(ctx, 1, true)
	if err != nil {
		return page{}, err
	}
	if len(a.Rows) != 1 {
		return page{}, &tornError{fmt.Sprintf("the answer of %s about %s lacks the row that spoils the whole", l.node.endpoint, l.shape.entity.name())}
	}
	r := l.shape.parse(l.columns, a.Rows[0], false)
	var message *refusalError
	errors.As(refused, &message)
	r.wrong = message.message
	p := page{rows: []row{r}}
	return p, l.end(&p, a, 1)
}

// complete asks for what a nested list lacks: it gives a thousand members at once.
func (l *list) complete(ctx context.Context, r *row) error {
	for i, c := range l.columns {
		text, ok := r.values[i].(string)
		if c.unit != members || !ok {
			continue
		}
		var ids []string
		if err := json.Unmarshal([]byte(text), &ids); err != nil {
			return fmt.Errorf("read %s of %s: %w", c.field, r.id, err)
		}
		for n := len(ids); n == maxPage; {
			more, err := l.members(ctx, r.id, c.field, ids[len(ids)-1])
			if err != nil {
				return err
			}
			ids, n = append(ids, more...), len(more)
		}
		out, err := json.Marshal(ids)
		if err != nil {
			return fmt.Errorf("write %s of %s: %w", c.field, r.id, err)
		}
		r.values[i] = string(out)
	}
	return nil
}

// members gives the members of a nested list after one.
func (l *list) members(ctx context.Context, id, field, after string) (ids []string, err error) {
	var a struct {
		Row struct{ Members []struct{ ID string } }
	}
	err = l.node.ask(ctx, question{
		op: fmt.Sprintf("read %s of %s %s", field, l.shape.entity.typ, id), query: l.shape.entity.membersQuery(field), meter: l.meter,
		variables: map[string]any{"id": id, "after": after, "block": l.beat.pinned},
	}, &a)
	for _, m := range a.Row.Members {
		ids = append(ids, m.ID)
	}
	return ids, err
}
