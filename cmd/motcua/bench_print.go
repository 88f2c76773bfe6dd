package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/motcua/motcua/cmd/motcua/internal/bench"
)

// printBench prints what was measured as a table, a line for each contender.
func (a *app) printBench(r *bench.Report) error {
	var b strings.Builder
	m := &r.Machine
	fmt.Fprintf(&b, "%s, %d %s, %s, %s; %s\n", m.CPU, m.Cores, a.say("lõi", "cores"), m.OS, m.Go, strings.Join(m.Stores, ", "))
	fmt.Fprintln(&b, a.say("Mức trần = 1 là chính kho lưu ghi cùng những dòng ấy, 16 người gọi. Số trong ngoặc: thấp nhất đến cao nhất.",
		"The ceiling = 1 is the store itself writing the same rows, 16 callers. In brackets: lowest to highest."))
	place := ""
	var w *tabwriter.Writer
	for i := range r.Rows {
		row := &r.Rows[i]
		if at := fmt.Sprintf(a.say("%s, %d địa phương", "%s, %d districts"), row.Store, row.Districts); at != place {
			if w != nil {
				w.Flush()
			}
			place = at
			fmt.Fprintf(&b, "\n%s\n", place)
			w = tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
			fmt.Fprintln(w, a.say("\tngười gọi\ttỷ lệ\t\tmỗi giây\tgiao dịch\tdòng\tWAL byte\tCPU µs\tp50 ms\tp99 ms\t",
				"\tcallers\tratio\t\tper second\tcommits\trows\tWAL bytes\tCPU µs\tp50 ms\tp99 ms\t"))
		}
		name := a.say("động cơ", "engine")
		if row.Contender == "ceiling" {
			name = a.say("mức trần", "ceiling")
		}
		fmt.Fprintf(w, "%s\t%d\t%.2f\t(%.2f–%.2f)\t%.0f\t%s\t%s\t%s\t%s\t%.1f\t%.1f\t\n", name, row.Callers, row.Ratio, row.RatioLowest, row.RatioHigh,
			row.PerSecond, each(row.Commits, 3), each(row.Rows, 2), each(row.WAL, 0), each(row.CPU, 0), row.P50, row.P99)
	}
	if w != nil {
		w.Flush()
	}
	for i := range r.Timers {
		t := &r.Timers[i]
		fmt.Fprintf(&b, a.say("\n%s, hạn giờ: %d hồ sơ đang chờ, %d đến hạn cùng lúc nổ hết trong %.1f s (%.0f mỗi giây).\n",
			"\n%s, timers: %d cases pending; %d due at one instant fired in %.1f s (%.0f a second).\n"), t.Store, t.Pending, t.Storm, t.Seconds, t.PerSecond)
		fmt.Fprintf(&b, a.say("Một lượt quét không có gì: %.2f ms trước, %.2f ms sau", "A sweep that finds nothing: %.2f ms before, %.2f ms after"), t.EmptyBefore, t.EmptyAfter)
		if t.EmptyHeld != nil {
			fmt.Fprintf(&b, a.say(", %.2f ms khi có báo cáo cũ giữ ảnh chụp", ", %.2f ms while a report holds an old snapshot"), *t.EmptyHeld)
		}
		fmt.Fprintf(&b, a.say("; cả một vòng của động cơ: %.2f ms.\n", "; a whole round of the engine: %.2f ms.\n"), t.Round)
	}
	_, err := a.out.Write([]byte(b.String()))
	return err
}

// each prints a figure for one transition, · where the store does not tell.
func each(v *float64, digits int) string {
	if v == nil {
		return "·"
	}
	return fmt.Sprintf("%.*f", digits, *v)
}
