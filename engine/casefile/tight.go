package casefile

// tightened are the allowances that the district has tightened as of the
// opening, clocks before states, each in order of name.
func (d *decider) tightened() []Tight {
	var list []Tight
	for _, k := range d.m.Clocks {
		list = d.tightenedOf(list, k.Name)
	}
	for _, s := range d.m.States {
		list = d.tightenedOf(list, s.Name)
	}
	return list
}

func (d *decider) tightenedOf(list []Tight, name string) []Tight {
	for i, item := range d.view.Tightened(d.m.Name, name) {
		list = append(list, Tight{Name: name, Item: i, Limit: item.Limit})
	}
	return list
}
