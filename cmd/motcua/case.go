package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/procedures"
)

// caseCmd is `motcua case`: what officers and applicants do with cases.
func caseCmd(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "case",
		Short: a.say("Mở, xử lý, xem hồ sơ", "Open, move and show cases"),
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(caseOpenCmd(a), caseDoCmd(a), caseClaimCmd(a), caseReleaseCmd(a), caseForwardCmd(a), caseExtendCmd(a),
		caseShowCmd(a), caseListCmd(a))
	return c
}

func caseOpenCmd(a *app) *cobra.Command {
	var f commandFlags
	var follows, applicant string
	c := &cobra.Command{
		Use:   a.say("open THỦ-TỤC", "open PROCEDURE"),
		Short: a.say("Mở hồ sơ của một thủ tục (tên trong danh mục, hoặc tệp)", "Open a case of a procedure (a name of the catalogue, or a file)"),
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.session(c.Context(), existing, func(s *session) error {
				name, err := s.procedure(c.Context(), args[0])
				if err != nil {
					return err
				}
				cmd, err := f.command(c.Context(), s, "")
				if err != nil {
					return err
				}
				answer, err := s.OpenCase(c.Context(), engine.Opening{Command: cmd, Procedure: name, Follows: follows, Applicant: applicant})
				return s.answer(c.Context(), answer, err)
			})
		},
	}
	f.add(a, c)
	c.Flags().StringVar(&follows, "follows", "", a.say("hồ sơ mà hồ sơ này tiếp nối", "the case that this one follows"))
	c.Flags().StringVar(&applicant, "applicant", "", a.say("người nộp hồ sơ (dữ liệu cá nhân)", "who applies (personal)"))
	return c
}

// procedure finds which procedure is meant. A file is published first.
func (s *session) procedure(ctx context.Context, arg string) (string, error) {
	if _, err := procedures.Load(arg); err == nil || !isFile(arg) && !strings.ContainsAny(arg, `./\`) {
		return arg, nil
	}
	b, err := os.ReadFile(arg)
	if err != nil {
		return "", noFile(arg)
	}
	p, err := s.Publish(ctx, arg, b, beside(filepath.Dir(arg)))
	return p.Procedure, err
}

// beside looks procedures up in a folder: NAME.yaml, else any definition there
// that says it is NAME.
func beside(folder string) engine.Lookup {
	return func(name string) ([]byte, error) {
		if b, err := os.ReadFile(filepath.Join(folder, name+".yaml")); err == nil {
			return b, nil
		}
		files, err := filepath.Glob(filepath.Join(folder, "*.y*ml"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				continue
			}
			if d, _, _ := source.Parse(file, b); d.Name == name {
				return b, nil
			}
		}
		return nil, os.ErrNotExist
	}
}

func caseDoCmd(a *app) *cobra.Command {
	return a.move(a.say("do HỒ-SƠ SỰ-KIỆN", "do CASE EVENT"), 2,
		a.say("Thực hiện một bước (kể cả assign, note, resume)", "Make a move (assign, note and resume too)"),
		func(ctx context.Context, s *session, cmd engine.Command, args []string) (engine.Answer, error) {
			cmd.Event = args[1]
			if officer, set := cmd.Values["officer"]; set && cmd.Event == engine.Assign && cmd.Officer == "" {
				cmd.Officer = officer
				delete(cmd.Values, "officer")
			}
			return s.Do(ctx, cmd)
		})
}

func caseClaimCmd(a *app) *cobra.Command {
	return a.move(a.say("claim HỒ-SƠ", "claim CASE"), 1, a.say("Nhận việc của đơn vị mình", "Take a case of one's unit on"),
		func(ctx context.Context, s *session, cmd engine.Command, _ []string) (engine.Answer, error) {
			return s.Claim(ctx, cmd)
		})
}

func caseReleaseCmd(a *app) *cobra.Command {
	return a.move(a.say("release HỒ-SƠ", "release CASE"), 1, a.say("Trả hồ sơ đã nhận về đơn vị", "Put a claimed case back into its unit"),
		func(ctx context.Context, s *session, cmd engine.Command, _ []string) (engine.Answer, error) {
			cmd.Event = engine.Release
			return s.Do(ctx, cmd)
		})
}

func caseForwardCmd(a *app) *cobra.Command {
	return a.move(a.say("forward HỒ-SƠ --unit ĐƠN-VỊ", "forward CASE --unit UNIT"), 1,
		a.say("Chuyển cho đơn vị khác trong cùng bước (--set reason=…)", "Hand over inside the step (--set reason=…)"),
		func(ctx context.Context, s *session, cmd engine.Command, _ []string) (engine.Answer, error) {
			if cmd.Unit == "" {
				return engine.Answer{}, bad("thiếu --unit", "--unit is missing")
			}
			return s.Forward(ctx, cmd)
		})
}

func caseExtendCmd(a *app) *cobra.Command {
	var add string
	c := a.move(a.say("extend HỒ-SƠ THỜI-HẠN", "extend CASE CLOCK"), 2,
		a.say("Gia hạn một thời hạn (visit: hạn của bước)", "Extend a clock (visit: the limit of the step)"),
		func(ctx context.Context, s *session, cmd engine.Command, args []string) (engine.Answer, error) {
			return s.Extend(ctx, cmd, args[1], add)
		})
	c.Flags().StringVar(&add, "add", "", a.say(`thêm bao nhiêu ("5 working days"); bỏ trống: mức cho phép`, `how much ("5 working days"); as much as allowed when left out`))
	return c
}

// move builds a verb that puts one command to one case.
func (a *app) move(use string, args int, short string, do func(context.Context, *session, engine.Command, []string) (engine.Answer, error)) *cobra.Command {
	var f commandFlags
	c := &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(args),
		RunE: func(c *cobra.Command, args []string) error {
			return a.session(c.Context(), existing, func(s *session) error {
				cmd, err := f.command(c.Context(), s, args[0])
				if err != nil {
					return err
				}
				answer, err := do(c.Context(), s, cmd, args)
				return s.answer(c.Context(), answer, err)
			})
		},
	}
	f.add(a, c)
	return c
}
