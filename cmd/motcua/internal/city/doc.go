// Package city simulates the daily work of some districts: people file cases,
// officers take them on, work, send back, pass round, forget, go on leave. It
// drives the public engine on a virtual clock and knows no rule of its own:
// what can be done next it asks the engine, what a command must carry it reads
// in the procedure, and a refusal is an answer like any other.
//
// Nothing in it knows a procedure by name. The same seed, files and engine give
// the same commands at the same instants; the engine needs a Random of the same
// kind for the same ids.
//
//	town, err := city.Found(ctx, city.Config{Engine: eng, Procedures: procedures.Load, Seed: 1, From: monday, Weeks: 6}, files)
//	tally, err := town.Live(ctx)
package city
