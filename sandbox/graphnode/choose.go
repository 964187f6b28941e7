package graphnode

import "github.com/vektah/gqlparser/v2/ast"

// chosen is a field of an answer: what stands under one key, and what is chosen below it.
type chosen struct {
	key        string
	field      *ast.Field
	selections ast.SelectionSet
}

// choose gives the fields that selections choose of an object, in the order of their first mention, with those of the
// fragments that fit it, each once. The object's type is known by what it is.
func choose(selections ast.SelectionSet, variables map[string]any, is func(typ string) bool) []*chosen {
	var fields []*chosen
	byKey := map[string]*chosen{}
	spread := map[string]bool{}
	var add func(ast.SelectionSet)
	add = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				if !included(s.Directives, variables) {
					continue
				}
				if known := byKey[s.Alias]; known != nil {
					known.selections = append(known.selections[:len(known.selections):len(known.selections)], s.SelectionSet...)
					continue
				}
				c := &chosen{s.Alias, s, s.SelectionSet}
				byKey[c.key] = c
				fields = append(fields, c)
			case *ast.InlineFragment:
				if included(s.Directives, variables) && (s.TypeCondition == "" || is(s.TypeCondition)) {
					add(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if !spread[s.Name] && included(s.Directives, variables) && is(s.Definition.TypeCondition) {
					spread[s.Name] = true
					add(s.Definition.SelectionSet)
				}
			}
		}
	}
	add(selections)
	return fields
}

// included tells what the directives skip and include decide.
func included(directives ast.DirectiveList, variables map[string]any) bool {
	for _, directive := range directives {
		condition := directive.Arguments.ForName("if")
		if condition == nil {
			continue
		}
		value, _ := plain(condition.Value, variables)
		if on, _ := value.(bool); directive.Name == "skip" && on || directive.Name == "include" && !on {
			return false
		}
	}
	return true
}
