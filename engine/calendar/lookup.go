package calendar

import "sort"

// closureOn finds the closure of a date, if it has one.
func (c *Calendar) closureOn(d Date) (Closure, bool) {
	list := c.data.Closures
	i := sort.Search(len(list), func(i int) bool { return list[i].Date >= d })
	if i == len(list) || list[i].Date != d {
		return Closure{}, false
	}
	return list[i], true
}

// workedOn finds what is said of a day worked by swap.
func (c *Calendar) workedOn(d Date) (Worked, bool) {
	list := c.data.Worked
	i := sort.Search(len(list), func(i int) bool { return list[i].Date >= d })
	if i == len(list) || list[i].Date != d {
		return Worked{}, false
	}
	return list[i], true
}
