// Package engine is the door of motcua: it opens cases of administrative
// procedures, moves them, fires their deadlines, and says of each, at any
// moment, who holds it, what they owe, and by when.
//
// Words: a procedure is a versioned definition, a case one run of it; a state
// has an owner and a duty; a move changes the state; a clock is a time limit of
// the whole case; an entry is one line of a case's journal; a district is a
// tenant with its own organisation and calendar, recorded in its register.
//
// The package holds no rules of procedures (casefile decides, calendar counts),
// no SQL and no words of the command line.
//
//	eng, err := engine.Open(ctx, engine.Config{Store: s, Procedures: procedures.Load, Calendars: calendars.Load})
//	_, err = eng.Load(ctx, "ward.yaml", file, nil)             // who is bound to what
//	go eng.Run(ctx)                                            // timers, children
//	opened, err := eng.OpenCase(ctx, engine.Opening{…})        // durable when it returns
//	_, err = eng.Do(ctx, engine.Command{Case: opened.Case, …}) // a *RefusedError says why not
//	c, err := eng.Case(ctx, opened.District, opened.Case)      // holder, duty, due, what is next
//
// # The laws
//
//  1. Decide is pure. It reads machine, calendar, organisation, case, command
//     and instant, and nothing else; under one rules edition the same arguments
//     give the same answer everywhere, in every year. The organisation is read
//     as of each entry's own instant, and every entry names the last register
//     record strictly before it, which the commit checks.
//  2. Apply is the only way a case changes: a case is the fold of its entries.
//     What a store keeps as the case row is a cache, which an audit recomputes.
//  3. Someone always holds it: every open case has one holder, one duty, and
//     one due instant or one stated wait.
//  4. Owner is not actor: assignment and handover are entries of their own.
//  5. Online equals offline: when, or whether, anybody swept makes no
//     difference to what a journal says fell due.
//  6. Identical everywhere: a case is pinned to the identity of its procedure
//     version. The same version with other content is refused.
//  7. Acknowledged means durable, once: the same command id with the same
//     content gives the first answer, with other content it is refused. Only
//     accepted commands are remembered.
//  8. Nothing is rewritten: journals are append-only and chained. Personal
//     values never enter them; commitments do, and the values lie beside.
package engine
