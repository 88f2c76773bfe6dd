package eventlog

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestInstant(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2011-10-11T13:45:40.276+02:00", "2011-10-11T11:45:40.276Z"},
		{"2011-10-11 13:45:40.276+0200", "2011-10-11T11:45:40.276Z"},
		{"2011-10-11T13:45:40Z", "2011-10-11T13:45:40Z"},
		{"2011-10-11T13:45:40", "2011-10-11T13:45:40Z"},
		{"2011-10-11T13:45:40.123456789-23:59", "2011-10-12T13:44:40.123456Z"},
		{"2011-10-11T13:45:40.9999999Z", "2011-10-11T13:45:40.999999Z"},
		{"1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"}, // cut, not rounded towards 1970
		{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},                // an instant like others
		{"0000-02-29T00:00:00Z", "0000-02-29T00:00:00Z"},
		{"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
		{"1900-02-29T00:00:00Z", ""},
		{"2011-10-11T13:45:40.1234567890Z", ""},
		{"2011-10-11T13:45:40.Z", ""},
		{"2011-10-11T13:45:40,5Z", ""},
		{"2011-10-11T13:45:40+02", ""},
		{"2011-10-11T13:45:40z", ""},
		{"2011-10-11t13:45:40Z", ""},
		{"2011-10-11T13:45:40 Z", ""},
		{" 2011-10-11T13:45:40Z", ""},
		{"2011-10-11T13:45:40+24:00", ""},
		{"2011-10-11T13:45:40+02:60", ""},
		{"2011-10-11T13:45:40+2:000", ""},
		{"2011-10-11T24:00:00Z", ""},
		{"2011-10-11T13:45:60Z", ""},
		{"2011-10-11T13:45Z", ""},
		{"2011-10-11", ""},
		{"2011-00-11T13:45:40Z", ""},
		{"11/10/2011 13:45:40", ""},
		{"", ""},
	} {
		micros, ok := Instant(c.text, 0)
		if got := time.UnixMicro(micros).UTC().Format(time.RFC3339Nano); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q: %s %v, want %q", c.text, got, ok, c.want)
		}
	}
	if micros, _ := Instant("1970-01-01T07:00:00", 7*time.Hour); micros != 0 {
		t.Errorf("local time: %d", micros)
	}
}

// What is written of any instant, in any offset, is read as that instant.
func TestInstantReadsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("", 60*rapid.IntRange(-1439, 1439).Draw(t, "minutes"))
		at := time.Unix(rapid.Int64Range(-62135500000, 253402200000).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).In(zone)
		layout := rapid.SampledFrom([]string{time.RFC3339Nano, "2006-01-02 15:04:05.000000000-0700"}).Draw(t, "layout")
		text := at.Format(layout)
		if micros, ok := Instant(text, 0); !ok || micros != at.UnixMicro() {
			t.Fatalf("%s: %d %v, want %d", text, micros, ok, at.UnixMicro())
		}
	})
}
