package main

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/calendar"
)

// commandFlags are those of every verb that puts a command to a case.
type commandFlags struct {
	district, as, whom, officer, id, at string
	units, sets, docs                   []string
	expect                              int64
}

func (f *commandFlags) add(a *app, c *cobra.Command) {
	p := c.Flags()
	p.StringVar(&f.district, "district", "", a.say("địa phương; bỏ trống nếu chỉ có một", "the district; may be left out if there is one"))
	p.StringVar(&f.as, "as", "", a.say("ai làm: mã công chức, hoặc applicant", "who acts: an officer's id, or applicant"))
	p.StringVar(&f.whom, "for", "", a.say("làm thay ai: công chức vắng mặt, hoặc applicant", "for whom: an officer on leave, or applicant"))
	p.StringArrayVar(&f.units, "unit", nil, a.say("đơn vị giữ tiếp theo; HỒ-SƠ-CON=ĐƠN-VỊ cho hồ sơ con", "the unit that holds next; CHILD=UNIT for a child"))
	p.StringArrayVar(&f.sets, "set", nil, a.say("TRƯỜNG=GIÁ-TRỊ; reason=…, lacks=a,b", "FIELD=VALUE; reason=…, lacks=a,b"))
	p.StringArrayVar(&f.docs, "doc", nil, a.say("GIẤY-TỜ=TỆP", "NAME=FILE"))
	p.StringVar(&f.officer, "officer", "", a.say("giao cho ai (assign)", "to whom (assign)"))
	p.StringVar(&f.id, "id", "", a.say("mã lệnh; gửi lại cùng mã thì được cùng câu trả lời", "id of the command; the same id again gets the same answer"))
	p.Int64Var(&f.expect, "expect", 0, a.say("số thứ tự đã thấy; bị từ chối nếu hồ sơ đã đổi", "the sequence seen; refused if the case has changed since"))
	p.StringVar(&f.at, "at", "", a.say("thời điểm (chỉ với đồng hồ ảo)", "the instant (with a virtual clock only)"))
	if err := c.MarkFlagRequired("as"); err != nil {
		panic(err) // the flag stands above
	}
}

// command makes the command that the flags say, for a case or, without one,
// for an opening.
func (f *commandFlags) command(ctx context.Context, s *session, id string) (engine.Command, error) {
	cmd := engine.Command{
		ID: f.id, Case: id, Actor: f.as, For: f.whom, Officer: f.officer, Expect: f.expect,
		ChildUnits: map[string]string{}, Values: map[string]string{}, Documents: map[string][]byte{},
	}
	if f.expect < 0 {
		return cmd, bad("--expect không được âm", "--expect cannot be negative")
	}
	for _, u := range f.units {
		if child, unit, both := strings.Cut(u, "="); both {
			cmd.ChildUnits[child] = unit
		} else {
			cmd.Unit = u
		}
	}
	if err := f.values(&cmd); err != nil {
		return cmd, err
	}
	if f.at != "" {
		at, ok := calendar.ParseInstant(f.at, localOffset)
		if !ok {
			return cmd, badInstant(f.at)
		}
		cmd.At = at
	}
	var err error
	cmd.District, err = f.inDistrict(ctx, s, id)
	return cmd, err
}

// localOffset is Viet Nam's, for instants that say none.
const localOffset = calendar.Offset(7 * 60)

func (f *commandFlags) values(cmd *engine.Command) error {
	for _, set := range f.sets {
		name, value, ok := strings.Cut(set, "=")
		_, twice := cmd.Values[name]
		switch {
		case !ok || name == "" || twice:
			return bad("--set "+quote(set)+": viết TRƯỜNG=GIÁ-TRỊ, mỗi trường một lần", "--set "+quote(set)+": write FIELD=VALUE, each field once")
		case name == "lacks":
			cmd.Lacks = append(cmd.Lacks, strings.Split(value, ",")...)
		default:
			cmd.Values[name] = value
		}
	}
	for _, doc := range f.docs {
		name, file, ok := strings.Cut(doc, "=")
		if _, twice := cmd.Documents[name]; !ok || name == "" || twice {
			return bad("--doc "+quote(doc)+": viết GIẤY-TỜ=TỆP, mỗi giấy tờ một lần", "--doc "+quote(doc)+": write NAME=FILE, each paper once")
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return noFile(file)
		}
		cmd.Documents[name] = b
	}
	return nil
}

// inDistrict is the district that the flag says; else that of the case, or the
// only one there is.
func (f *commandFlags) inDistrict(ctx context.Context, s *session, id string) (string, error) {
	if f.district != "" {
		return f.district, nil
	}
	if id != "" {
		return s.Find(ctx, id)
	}
	all, err := s.Districts(ctx)
	switch {
	case err != nil:
		return "", err
	case len(all) == 1:
		return all[0], nil
	case len(all) == 0:
		return "", bad("chưa nạp địa phương nào; nạp bằng motcua district load TỆP, hoặc tên một địa phương mẫu",
			"no district is loaded; load one with motcua district load FILE, or the name of a sample")
	}
	return "", bad("có nhiều địa phương ("+strings.Join(all, ", ")+"); nêu --district", "there are several districts ("+strings.Join(all, ", ")+"); name one with --district")
}

// answer prints what a command did, after what it set off has happened.
func (s *session) answer(ctx context.Context, answer engine.Answer, err error) error {
	if err != nil {
		return s.app.refusal(err)
	}
	s.settle(ctx)
	c, err := s.CaseAt(ctx, answer.District, answer.Case, answer.Entry.Seq)
	if err != nil {
		return err
	}
	if s.app.json {
		return s.app.printJSON(answerJSON{
			caseJSON: s.app.caseOf(&c), Command: answer.Command, Replayed: answer.Replayed, Entry: entryOf(&answer.Entry),
		})
	}
	return s.app.printAnswer(&c, &answer)
}
