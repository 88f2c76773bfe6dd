// Package calendar is working time as versioned values: sessions, closures,
// days worked by swap, and what follows from them: when a limit is due, why,
// and how much working time lies between two instants.
//
// A Calendar is immutable data with an index over its validity, so every
// question is answered in O(log years) without allocation. It knows no zone
// database: local time is a fixed offset. It never reads a clock or a file;
// package source reads its YAML, procedures/calendars ships the data.
// Instants are time.Time in UTC, cut to microseconds; the zero time is "none".
// All arithmetic is on integers; only the sub-package lunar, which proposes
// data and decides nothing, uses floats.
//
//	due, provisional, err := c.Due(calendar.Limit{N: 3, Unit: calendar.WorkingDay}, start, nil)
//
// # The rules of counting
//
// Legal sources: the Civil Code 2015 (Bộ luật Dân sự, BLDS), articles 144 to
// 148, where special law is silent (145); Decree 61/2018/NĐ-CP (as kept by
// Decree 118/2025/NĐ-CP) on the one-stop mechanism. Where the law is silent
// the rule is motcua's own and said to be so in Unit.Source.
//
//   - The start's local date is never counted: BLDS 147(2), (3).
//   - Working days are due at the close of the last counted open day: a
//     reading of BLDS 148(1), (6); after that day the result is late.
//   - Days and weeks end at 24:00 of the last day: BLDS 148(1), (6). Months
//     and years end on the corresponding day, or the month's last: 148(3), (4).
//   - A last day that is closed moves the end to the next open day: 148(5).
//   - Hours and minutes run from the very instant: 147(1).
//   - Same day, cut-off 15:00: Civil Status Law 2014 art. 5(3), Decree
//     23/2015/NĐ-CP art. 7; forwarding likewise, Decree 61/2018 art. 18.
//   - After a supplement the limit runs again from zero: Decree 61/2018 art.
//     19(4); after a suspension it continues: Decree 155/2026/NĐ-CP art. 12.
package calendar
