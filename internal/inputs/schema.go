package inputs

// Schema says what a CSV file holds.
type Schema struct {
	// Name is the file's name: "labels.csv".
	Name string
	// Description says what the file is for, in sentences.
	Description string
	// Columns are its columns. A file may have them in any order, and leave out those that aren't required.
	Columns []Column
	// Key names the columns that no two rows may share; none if rows may repeat.
	Key []string
	// Before lists pairs of columns of which the first may not be later than the second.
	Before [][2]string
	// Example is a row that keeps the rules, with a value for every column.
	Example []string
}

// Column says what a column holds.
type Column struct {
	// Name is the column's name in the file's header.
	Name string
	// Type says how its values are written.
	Type Type
	// Unit is what numbers count; "" for what has none.
	Unit string
	// Required tells that every row has a value.
	Required bool
	// Allowed lists the words that a value may be; none: any value of the type.
	Allowed []string
	// Default is what an empty value means; "" where it means that nothing is known.
	Default string
	// Description says what the column means.
	Description string
}

// column gives the place of a column, or -1.
func (s Schema) column(name string) int {
	for i, c := range s.Columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}

// names gives the columns' names.
func (s Schema) names() []string {
	names := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = c.Name
	}
	return names
}
