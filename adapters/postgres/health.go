package postgres

import (
	"context"
	"time"
)

// How long something may keep dead rows from being removed: beyond the first
// it is worth a word, beyond the second an alarm.
const (
	warnAfter  = time.Minute
	alarmAfter = 5 * time.Minute
)

// holder keeps dead rows from being removed.
type holder struct {
	What  string    `db:"o_what"`
	Since moment    `db:"o_since"`
	Holds string    `db:"o_holds"`
	Now   time.Time `db:"o_now"`
	Seen  bool      `db:"o_seen"`
}

// Health says what now keeps dead rows from being removed for longer than a
// minute, with Alarm for longer than five: a session that holds an old
// snapshot, a prepared transaction, a replication slot, a standby. Every sweep
// and every commit then walks over what is dead, more with each minute. Nil:
// nothing does.
//
// A slot and a standby bear no instant: they count from when a call of Health
// first met them at the same transaction, so ask again now and then. Nothing
// on the path of a commit does.
func (s *Store) Health(ctx context.Context) ([]Setting, error) {
	var rows []holder
	if err := s.all(ctx, &rows, sqlHealth); err != nil {
		return nil, err
	}
	s.holdersLock.Lock()
	defer s.holdersLock.Unlock()
	var found []Setting
	found, s.holders = judgeHolders(rows, s.holders)
	return found, nil
}

// judgeHolders judges what a look brought. met says since when what bears no
// instant has been met at the same transaction; the answer's second part is
// what to give to the next call.
func judgeHolders(rows []holder, met map[string]time.Time) ([]Setting, map[string]time.Time) {
	var found []Setting
	still := map[string]time.Time{}
	for _, h := range rows {
		if h.What == "" {
			if !h.Seen {
				found = append(found, Setting{Name: "pg_read_all_stats", Value: "false", Wanted: "true",
					Why: say("chủ lược đồ không thấy phiên của người khác giữ ảnh dữ liệu cũ", "the owner of the schema cannot see old snapshots of other users")})
			}
			continue
		}
		since := h.Since.Time
		if !h.Since.There {
			key := h.What + " at " + h.Holds
			if since = met[key]; since.IsZero() {
				since = h.Now
			}
			still[key] = since
		}
		if held := h.Now.Sub(since); held >= warnAfter {
			found = append(found, Setting{Name: h.What, Value: held.Truncate(time.Second).String(), Wanted: "< " + warnAfter.String(), Alarm: held >= alarmAfter,
				Why: say("giữ ảnh dữ liệu cũ, dòng chết không dọn được; hãy kết thúc nó", "it holds an old snapshot, and dead rows cannot be removed; end it")})
		}
	}
	return found, still
}
