package graphnode

// condition is a part of a filter, made for the rows of one entity type.
type condition interface {
	// holds tells whether an entity fulfils it.
	holds(x *execution, v view) bool
	// span says what it leaves of the values of a stored field that isn't a list.
	span(x *execution, f *fieldType) span
}

// allOf holds if each of its conditions does.
type allOf []condition

func (all allOf) holds(x *execution, v view) bool {
	for _, c := range all {
		if !c.holds(x, v) {
			return false
		}
	}
	return true
}

func (all allOf) span(x *execution, f *fieldType) span {
	var s span
	for _, c := range all {
		s = both(f, s, c.span(x, f))
	}
	return s
}

// anyOf holds if one of its conditions does.
type anyOf []condition

func (some anyOf) holds(x *execution, v view) bool {
	for _, c := range some {
		if c.holds(x, v) {
			return true
		}
	}
	return false
}

func (some anyOf) span(x *execution, f *fieldType) span {
	if len(some) == 0 {
		return span{isPoints: true}
	}
	s := some[0].span(x, f)
	for _, c := range some[1:] {
		s = either(f, s, c.span(x, f))
	}
	return s
}

// changedSince holds for versions that a block or a later one made.
type changedSince int64

func (since changedSince) holds(x *execution, v view) bool {
	return v.row.changedAt(x.block) >= int64(since)
}

func (changedSince) span(*execution, *fieldType) span { return span{} }

// relation holds if an entity refers to one that fulfils a filter, or is referred to by one if the field is derived.
type relation struct {
	field *fieldType
	where map[*entityType]condition // by member of what it refers to
	ids   map[string]bool           // the ids that fulfil it, once they were looked for
}

func (r *relation) holds(x *execution, v view) bool {
	ids := r.matching(x)
	if r.field.derivedFrom != "" {
		return ids[v.id()]
	}
	switch to := v.value(r.field).(type) {
	case string:
		return ids[to]
	case []string:
		for _, id := range to {
			if ids[id] {
				return true
			}
		}
	}
	return false
}

func (r *relation) span(x *execution, f *fieldType) span {
	subject := r.field.name == f.name || r.field.derivedFrom != "" && f.at == idCell
	if !subject || r.field.list && r.field.derivedFrom == "" {
		return span{}
	}
	s := span{isPoints: true}
	for id := range r.matching(x) {
		s.points = append(s.points, id)
	}
	return s
}

// matching gives the ids of the entities that fulfil the filter or, if the field is derived, that those refer to.
func (r *relation) matching(x *execution) map[string]bool {
	if r.ids != nil {
		return r.ids
	}
	r.ids = map[string]bool{}
	for _, member := range r.field.target.members {
		for _, found := range x.all(member, r.where[member]) {
			if r.field.derivedFrom == "" {
				r.ids[found.id()] = true
				continue
			}
			switch to := found.value(member.named[r.field.derivedFrom]).(type) {
			case string:
				r.ids[to] = true
			case []string:
				for _, id := range to {
					r.ids[id] = true
				}
			}
		}
	}
	return r.ids
}
