package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/cmd/motcua/internal/bench"
)

// benchCmd is `motcua bench`: how fast, beside what the store itself allows.
func benchCmd(a *app) *cobra.Command {
	var o bench.Options
	var stores, districts, callers string
	var timers bool
	c := &cobra.Command{
		Use:   "bench",
		Short: a.say("Đo tốc độ, bên cạnh giới hạn của chính kho lưu", "Measure speed, beside what the store itself allows"),
		Long: a.say(`Đo cả động cơ (điều kiện, đồng hồ, chuỗi băm) trên SQLite và PostgreSQL, bên cạnh mức trần: cùng những dòng ấy, ghi bằng một câu lệnh
chuẩn bị sẵn, mỗi lần một giao dịch, 16 kết nối. Tỷ lệ luôn tính với mức trần của cùng vòng đo; giá trị giữa, kèm thấp nhất và cao nhất.
Không có --db thì tự dựng một máy chủ PostgreSQL tạm (cần cài sẵn) và một tệp SQLite tạm. Có --db postgres://… thì đo cơ sở dữ liệu ấy, phải trống.`,
			`Measures the whole engine (guards, clocks, chain) on SQLite and PostgreSQL, beside the ceiling: the same rows, written by one prepared
statement, each a commit of its own, over 16 connections. A ratio is to the ceiling of the same round; the median, with lowest and highest.
Without --db it starts a throw-away PostgreSQL server (which must be installed) and makes a temporary SQLite file. With --db postgres://…
it measures that database, which must be empty.`),
		Example: "  motcua bench\n  motcua bench --store postgres --districts 20 --time 5s --json\n  motcua bench --store postgres --districts 20 --timers\n  motcua bench --store postgres --districts 20 --history 1000000",
		Args:    cobra.NoArgs,
	}
	f := c.Flags()
	f.StringVar(&stores, "store", "sqlite,postgres", a.say("đo trên: sqlite, postgres", "measure on: sqlite, postgres"))
	f.StringVar(&districts, "districts", "1,20,200", a.say("trải việc lên bấy nhiêu địa phương", "spread the load over so many districts"))
	f.StringVar(&callers, "callers", "1,16,64,256", a.say("bấy nhiêu người gọi cùng lúc", "so many callers at a time"))
	f.DurationVar(&o.Time, "time", time.Second, a.say("mỗi bên đo bao lâu trong một vòng", "how long each contender runs in a round"))
	f.IntVar(&o.Rounds, "rounds", 3, a.say("số vòng", "rounds"))
	f.IntVar(&o.Cases, "cases", 10000, a.say("số hồ sơ được chuyển", "cases that are moved"))
	f.IntVar(&o.History, "history", 0, a.say("ghi trước bấy nhiêu mục nhật ký", "write so many journal entries first"))
	f.BoolVar(&timers, "timers", false, a.say("đo cả hạn giờ", "measure timers, too"))
	f.IntVar(&o.Pending, "pending", 1_000_000, a.say("hồ sơ đang chờ hạn xa (với --timers)", "cases waiting for an instant far away (with --timers)"))
	f.IntVar(&o.Storm, "storm", 100_000, a.say("hồ sơ đến hạn cùng lúc (với --timers)", "cases due at one instant (with --timers)"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		var err error
		if o.Districts, err = numbers("--districts", districts, 1, 1000); err != nil {
			return err
		}
		if o.Callers, err = numbers("--callers", callers, 1, 4096); err != nil {
			return err
		}
		if o.Stores, err = a.benchStores(c.Flags().Changed("store"), c.Flags().Changed("db"), stores); err != nil {
			return err
		}
		if c.Flags().Changed("db") {
			o.URL = a.db
		}
		if !timers {
			o.Pending = 0
		}
		if o.Time < 10*time.Millisecond || o.Rounds < 1 || o.Cases < 512 || o.History < 0 || timers && (o.Pending < 100 || o.Storm < 100) {
			return bad("--time ít nhất 10ms, --rounds ít nhất 1, --cases ít nhất 512, --pending và --storm ít nhất 100",
				"--time is at least 10ms, --rounds at least 1, --cases at least 512, --pending and --storm at least 100")
		}
		ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt)
		defer stop()
		return a.bench(ctx, o)
	}
	return c
}

// numbers reads a list of numbers of a flag.
func numbers(flag, list string, least, most int) (all []int, err error) {
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < least || n > most {
			return nil, bad(fmt.Sprintf("%s cần các số từ %d đến %d, cách nhau dấu phẩy: %s", flag, least, most, quote(list)),
				fmt.Sprintf("%s needs numbers from %d to %d with commas between: %s", flag, least, most, quote(list)))
		}
		all = append(all, n)
	}
	return all, nil
}

// benchStores are the stores that are asked for.
func (a *app) benchStores(asked, db bool, list string) (all []string, err error) {
	if db && !isPostgres(a.db) {
		return nil, bad("bench đo SQLite trong tệp tạm; --db chỉ nhận postgres://…", "bench measures SQLite in a temporary file; --db takes postgres://… only")
	}
	if db && !asked {
		return []string{"postgres"}, nil
	}
	for word := range strings.SplitSeq(list, ",") {
		word = strings.TrimSpace(word)
		if word != "sqlite" && word != "postgres" {
			return nil, bad("không có kho "+quote(word)+"; dùng sqlite, postgres", "no store "+quote(word)+"; use sqlite, postgres")
		}
		all = append(all, word)
	}
	return all, nil
}

func (a *app) bench(ctx context.Context, o bench.Options) error {
	bar := newProgress(a.err, -1, a.say("Đo", "Measuring"))
	defer bar.done()
	o.Progress = func(done, of int) { bar.of(done, of) }
	r, err := bench.Run(ctx, o)
	bar.done()
	name := quote(shown(a.db))
	switch {
	case ctx.Err() != nil:
		return failed("đã dừng giữa chừng", "stopped half-way", ctx.Err())
	case bench.InUse(err):
		return bad(name+" đã có dữ liệu, không đo trên đó; chọn nơi khác", name+" holds data already and is left alone; choose another place")
	case bench.Missing(err):
		return failed("chưa cài PostgreSQL trên máy này; cài đặt, hoặc dùng --db, hoặc --store sqlite", "PostgreSQL is not installed here; install it, or use --db, or --store sqlite", err)
	case err != nil:
		return failed("không đo được", "cannot measure", discreet(database{where: a.db}, err))
	}
	if a.json {
		return a.printJSON(r)
	}
	return a.printBench(&r)
}
