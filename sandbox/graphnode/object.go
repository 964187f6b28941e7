package graphnode

// object is something that isn't an entity and can be asked for its fields: the node's metadata, or a part of the
// schema. What get gives for a field is nil, a string, an int64, a bool, an *object or a []*object.
type object struct {
	typ string
	get func(field string, arguments map[string]any) any
}

// fixed makes an object of values that are known already.
func fixed(typ string, values map[string]any) *object {
	return &object{typ, func(field string, _ map[string]any) any { return values[field] }}
}

// object writes what a field chooses of an object.
func (x *execution) object(parent *chosen, o *object) {
	if o == nil {
		x.out.null()
		return
	}
	x.out.open('{')
	for _, c := range choose(parent.selections, x.variables, func(typ string) bool { return typ == o.typ }) {
		x.out.key(c.key)
		if c.field.Name == "__typename" {
			x.out.text(o.typ)
			continue
		}
		switch value := o.get(c.field.Name, argumentsOf(c.field, x.variables)).(type) {
		case *object:
			x.object(c, value)
		case []*object:
			x.out.open('[')
			for _, element := range value {
				x.out.next()
				x.object(c, element)
			}
			x.out.close(']')
		default:
			x.out.value(value)
		}
	}
	x.out.close('}')
}
