package main

import (
	"context"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/cmd/motcua/internal/city"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/procedures"
	"github.com/motcua/motcua/procedures/calendars"
)

// demo is `motcua demo` with its flags.
type demo struct {
	a                *app
	seed             uint64
	districts, weeks int
	keep             bool // --db was given
}

const (
	maxDistricts = 200
	maxWeeks     = 52
)

// demoFrom is Monday 30 November 2026, 00:00 in Viet Nam: in the weeks that
// follow, officers of the sample districts are on leave and offices close.
var demoFrom = time.Date(2026, 11, 29, 17, 0, 0, 0, time.UTC)

func demoCmd(a *app) *cobra.Command {
	d := &demo{a: a}
	c := &cobra.Command{
		Use:   "demo",
		Short: a.say("Một thành phố nhỏ, vài tuần làm việc mô phỏng", "A small city, some weeks of simulated work"),
		Long: a.say(`Dựng một thành phố nhỏ trong cơ sở dữ liệu SQLite tạm, chạy các thủ tục thật qua vài tuần làm việc trên đồng hồ ảo,
rồi in: hồ sơ theo địa phương và trạng thái, hồ sơ quá hạn và ai đang giữ, ba hồ sơ đi qua nhiều nơi nhất.
Cùng một hạt giống thì cùng một kết quả. Quá ba địa phương thì nhân bản các địa phương mẫu; ít hơn thì nơi còn lại chỉ trả lời.
Có --db (tệp, hoặc địa chỉ PostgreSQL, còn trống) thì giữ lại ở đó; MOTCUA_DB không được dùng. Tên người đều là bịa.`,
			`Builds a small city in a temporary SQLite database, runs the real procedures through some weeks of work on a virtual clock,
then prints cases by district and state, overdue ones with their holder, and the three most travelled cases.
The same seed gives the same text. More than three districts are copies of the samples; with fewer, the others only answer.
With --db (a file, or an address of PostgreSQL, still empty) it is kept there; MOTCUA_DB is not heeded. Names of people are invented.`),
		Example: "  motcua demo\n  motcua demo --seed 7 --db city.db\n  motcua demo --seed 7 --db postgres://motcua@localhost/city",
		Args:    cobra.NoArgs,
	}
	f := c.Flags()
	f.Uint64Var(&d.seed, "seed", 1, a.say("hạt giống: chọn câu chuyện", "chooses the story"))
	f.IntVar(&d.districts, "districts", 3, a.say("số địa phương", "number of districts"))
	f.IntVar(&d.weeks, "weeks", 6, a.say("số tuần làm việc", "weeks of work"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		d.keep = c.Flags().Changed("db")
		if d.districts < 1 || d.districts > maxDistricts {
			return bad("--districts phải từ 1 đến "+strconv.Itoa(maxDistricts), "--districts must be 1 to "+strconv.Itoa(maxDistricts))
		}
		if d.weeks < 1 || d.weeks > maxWeeks {
			return bad("--weeks phải từ 1 đến "+strconv.Itoa(maxWeeks), "--weeks must be 1 to "+strconv.Itoa(maxWeeks))
		}
		ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt)
		defer stop()
		err := d.run(ctx)
		if ctx.Err() != nil {
			return failed("đã dừng giữa chừng", "stopped half-way", ctx.Err())
		}
		return err
	}
	return c
}

// run makes the database, plays the story and prints what came of it.
func (d *demo) run(ctx context.Context) error {
	file := d.a.db
	if !d.keep {
		folder, err := os.MkdirTemp("", "motcua-demo-")
		if err != nil {
			return failed("không tạo được thư mục tạm", "cannot make a temporary folder", err)
		}
		defer os.RemoveAll(folder)
		file = filepath.Join(folder, "city.db")
	}
	st, err := d.a.openStore(ctx, database{where: file, access: create, virtual: true})
	if err != nil {
		return err
	}
	defer st.Close()
	there, err := st.Districts(ctx)
	if err != nil {
		return failed("không đọc được cơ sở dữ liệu "+quote(shown(file)), "cannot read database "+quote(shown(file)), err)
	}
	if len(there) > 0 {
		return bad(quote(shown(file))+" đã có dữ liệu, không ghi đè; chọn nơi khác", quote(shown(file))+" holds data already and is left alone; choose another place")
	}
	key := sha256.Sum256([]byte("ids and salts of seed " + strconv.FormatUint(d.seed, 10)))
	eng, err := engine.Open(ctx, engine.Config{Store: st, Procedures: procedures.Load, Calendars: calendars.Load, Random: rand.NewChaCha8(key)})
	if err != nil {
		return failing(err)
	}
	tally, err := d.live(ctx, eng)
	if err != nil {
		return failing(err)
	}
	r, err := d.sum(ctx, &session{Engine: eng, app: d.a, store: st}, tally)
	if err != nil {
		return failing(err)
	}
	if d.a.json {
		return d.a.printJSON(r.json())
	}
	return r.print()
}

// live plays the story, with a bar on a terminal.
func (d *demo) live(ctx context.Context, eng *engine.Engine) (city.Tally, error) {
	files, err := demoFiles(d.districts)
	if err != nil {
		return city.Tally{}, err
	}
	bar := newProgress(d.a.err, int64(7*d.weeks), d.a.say("Mô phỏng", "Simulating"))
	defer bar.done()
	town, err := city.Found(ctx, city.Config{
		Engine: eng, Procedures: procedures.Load, Seed: d.seed, From: demoFrom, Weeks: d.weeks, Progress: bar.set,
	}, files)
	if err != nil {
		return city.Tally{}, err
	}
	return town.Live(ctx)
}

// demoFiles are the files of so many districts: the samples, then copies of
// them under new names. The samples are always there, as they ask each other.
func demoFiles(n int) ([]city.File, error) {
	samples := procedures.Districts()
	var files []city.File
	for i := range max(n, len(samples)) {
		name := samples[i%len(samples)]
		text, err := procedures.District(name)
		if err != nil {
			return nil, err
		}
		if round := i / len(samples); round > 0 {
			text, name = renamed(text, name, name+"-"+strconv.Itoa(round+1))
		}
		files = append(files, city.File{Name: name + ".yaml", Text: text, Quiet: i >= n})
	}
	return files, nil
}

// renamed is the file of a district under another name.
func renamed(text []byte, old, name string) ([]byte, string) {
	lines := strings.Split(string(text), "\n")
	if i := slices.Index(lines, "district: "+old); i >= 0 {
		lines[i] = "district: " + name
	}
	return []byte(strings.Join(lines, "\n")), name
}
