package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/casefile"
)

func caseShowCmd(a *app) *cobra.Command {
	var district string
	c := &cobra.Command{
		Use:   a.say("show HỒ-SƠ", "show CASE"),
		Short: a.say("Ai giữ, việc gì, hạn nào, làm gì tiếp, đã qua những đâu", "Who holds it, what they owe, by when, what is next, where it has been"),
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.session(c.Context(), existing, func(s *session) error {
				return s.show(c.Context(), district, args[0])
			})
		},
	}
	c.Flags().StringVar(&district, "district", "", a.say("địa phương của hồ sơ", "the case's district"))
	return c
}

func (s *session) show(ctx context.Context, district, id string) error {
	if district == "" {
		var err error
		if district, err = s.Find(ctx, id); err != nil {
			return err
		}
	}
	c, err := s.Case(ctx, district, id)
	if err != nil {
		return err
	}
	followers, err := s.Followers(ctx, district, id)
	if err != nil {
		return err
	}
	var journal []casefile.Entry
	for e, err := range s.Journal(ctx, district, id, 0) {
		if err != nil {
			return err
		}
		journal = append(journal, e)
	}
	if !s.app.json {
		names, err := s.names(ctx, &c)
		if err != nil {
			return err
		}
		return s.app.printCase(&c, followers, journal, names)
	}
	entries := make([]entryJSON, len(journal))
	for i := range journal {
		entries[i] = entryOf(&journal[i])
	}
	return s.app.printJSON(s.app.shownOf(&c, followers, entries))
}
