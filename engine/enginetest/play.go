package enginetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine"
)

// play does one line of a scenario and writes what came of it.
func (p *play) play(ctx context.Context, l line) error {
	if !l.at.IsZero() && !p.asleep || l.verb == "sweep" {
		if err := p.engine.Advance(ctx, l.at); err != nil {
			return err
		}
		if err := p.news(ctx); err != nil {
			return err
		}
	}
	switch {
	case l.verb == "sweep":
		return nil
	case l.verb == "asleep" || l.verb == "awake":
		p.asleep = l.verb == "asleep"
		return nil
	case l.who == "":
		return p.ask(ctx, l)
	}
	err := p.act(ctx, l)
	var refused *engine.RefusedError
	switch {
	case errors.As(err, &refused):
		if err := p.news(ctx); err != nil {
			return err
		}
		fmt.Fprintf(&p.out, "  refused %s: %s\n", refused.Refusal.Code, refused.Text())
		return nil
	case err != nil:
		var known *engine.Error
		if errors.As(err, &known) {
			fmt.Fprintf(&p.out, "  not done: %s\n", known.Text())
			return nil
		}
		return err
	}
	if !p.asleep {
		if err := p.engine.Settle(ctx); err != nil {
			return err
		}
	}
	return p.news(ctx)
}

// act puts the command of a line to the engine.
func (p *play) act(ctx context.Context, l line) error {
	cmd := engine.Command{
		District: p.district, Event: l.verb, Actor: l.who, At: l.at,
		Values: map[string]string{}, Documents: map[string][]byte{}, ChildUnits: map[string]string{}, Amounts: map[string]string{},
	}
	var o engine.Opening
	as := "case"
	for _, arg := range l.args {
		key, value, found := strings.Cut(arg, "=")
		if doc, ok := strings.CutPrefix(arg, "doc:"); ok {
			cmd.Documents[doc] = []byte("bytes of " + doc)
			continue
		}
		if !found {
			if l.verb != "open" || o.Procedure != "" {
				return fmt.Errorf("%q says nothing", arg)
			}
			o.Procedure = arg
			continue
		}
		switch key {
		case "as":
			as = value
		case "follows":
			c, err := p.find(value)
			if err != nil {
				return err
			}
			o.Follows = c.id
		case "applicant":
			o.Applicant = value
		default:
			if err := word(&cmd, key, value); err != nil {
				return err
			}
		}
	}
	if l.verb == "open" {
		cmd.Event = ""
		o.Command = cmd
		answer, err := p.engine.OpenCase(ctx, o)
		if err == nil && p.byID(answer.Case) == nil {
			p.cases = append(p.cases, &actor{name: as, id: answer.Case, district: p.district})
		}
		return p.replayed(answer, err)
	}
	c, err := p.find(l.name)
	if err != nil {
		return err
	}
	cmd.Case, cmd.District = c.id, c.district
	answer, err := p.engine.Do(ctx, cmd)
	return p.replayed(answer, err)
}

// replayed says when a command had been accepted before.
func (p *play) replayed(a engine.Answer, err error) error {
	if err == nil && a.Replayed {
		fmt.Fprintf(&p.out, "  answered before: %s\n", Describe(&a.Entry))
	}
	return err
}

// word gives a command one of its words.
func word(cmd *engine.Command, key, value string) error {
	kind, name, _ := strings.Cut(key, ":")
	var err error
	switch {
	case key == "for":
		cmd.For = value
	case key == "unit":
		cmd.Unit = value
	case key == "officer":
		cmd.Officer = value
	case key == "id":
		cmd.ID = value
	case key == "expect":
		cmd.Expect, err = strconv.ParseInt(value, 10, 64)
	case key == "lacks":
		cmd.Lacks = strings.Split(value, ",")
	case kind == "unit":
		cmd.ChildUnits[name] = value
	case kind == "add":
		cmd.Amounts[name] = value
	default:
		cmd.Values[key] = value
	}
	return err
}

// find returns a case by its name, the first one for "".
func (p *play) find(name string) (*actor, error) {
	for i := len(p.cases) - 1; i >= 0; i-- {
		if c := p.cases[i]; c.name == name || name == "" && i == 0 {
			return c, nil
		}
	}
	return nil, fmt.Errorf("no case %q yet", name)
}

func (p *play) byID(id string) *actor {
	for _, c := range p.cases {
		if c.id == id {
			return c
		}
	}
	return nil
}
