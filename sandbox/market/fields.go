package market

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
)

// field is a member of an offer by its name.
type field struct {
	name  string
	index int
}

// offerFields lists the members of an offer in their order.
func offerFields() []field {
	var list []field
	for i, f := range reflect.VisibleFields(reflect.TypeFor[Offer]()) {
		if name := f.Tag.Get("json"); name != "" {
			list = append(list, field{name, i})
		}
	}
	return list
}

// getter gives what reads an offer's member of that name: a bool, float64, string, other value, or nil for null.
func (m *Market) getter(name string) (get func(*Offer) any, known bool) {
	switch name {
	case "external":
		return func(o *Offer) any { return o.External != nil && *o.External }, true
	case "verified":
		return func(o *Offer) any { return o.Verification == "verified" }, true
	}
	for _, f := range m.fields {
		if f.name == name {
			return func(o *Offer) any { return plain(reflect.ValueOf(o).Elem().Field(f.index)) }, true
		}
	}
	return nil, false
}

func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Int64:
		return float64(v.Int())
	default:
		return v.Interface()
	}
}

// optional are the members that a sparse machine's offers lack.
func optional(name string) bool {
	switch name {
	case "cpu_ghz", "disk_name", "geolocode", "gpu_max_power", "gpu_max_temp", "mobo_name", "pcie_bw", "static_ip":
		return true
	}
	return false
}

// appendOffer appends an offer as JSON with the members that keep lets pass and, at its end, the further ones.
func (m *Market) appendOffer(b []byte, o *Offer, keep func(string) bool, further []byte) []byte {
	b = append(b, '{')
	v := reflect.ValueOf(o).Elem()
	first := true
	for _, f := range m.fields {
		if !keep(f.name) || o.sparse && optional(f.name) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(append(append(b, '"'), f.name...), '"', ':')
		b = appendValue(b, v.Field(f.index))
	}
	if !first && len(further) > 0 {
		b = append(b, ',')
	}
	return append(append(b, further...), '}')
}

func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Float64:
		return appendNumber(b, v.Float())
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return appendValue(b, v.Elem())
	default:
		text, _ := json.Marshal(v.Interface()) // texts, lists of numbers and costs always have a JSON form
		return append(b, text...)
	}
}

// appendNumber appends a number with as many digits as tell it from its neighbours.
func appendNumber(b []byte, x float64) []byte {
	if math.Abs(x) >= 1e-6 && math.Abs(x) < 1e21 || x == 0 {
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	}
	return strconv.AppendFloat(b, x, 'e', -1, 64)
}
