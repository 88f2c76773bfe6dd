package engine_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/wording"
	"github.com/motcua/motcua/procedures"
	"github.com/motcua/motcua/procedures/calendars"
)

// Embedding: a store, the catalogue that ships, a district, a case.
func Example() {
	ctx := context.Background()
	eng, err := engine.Open(ctx, engine.Config{
		Store:      memory.New(memory.Config{Virtual: true}),
		Procedures: procedures.Load,
		Calendars:  calendars.Load,
	})
	check(err)
	file, err := procedures.District("phuong-hoan-kiem")
	check(err)
	_, err = eng.Load(ctx, "phuong-hoan-kiem.yaml", file, nil)
	check(err)

	at := time.Date(2026, 11, 16, 2, 0, 0, 0, time.UTC) // Monday 09:00 in Viet Nam
	opened, err := eng.OpenCase(ctx, engine.Opening{
		Procedure: "certified-copy",
		Command: engine.Command{
			District: "phuong-hoan-kiem", Actor: "diep", At: at,
			Values:    map[string]string{"requester": "Nguyễn Văn A", "copies": "2"},
			Documents: map[string][]byte{"original": []byte("scan"), "copy": []byte("scan")},
		},
	})
	check(err)
	c, err := eng.Case(ctx, opened.District, opened.Case)
	check(err)
	fmt.Println(c.UnitTitle.In(wording.EN))
	fmt.Println(c.Duty.In(wording.EN))
	fmt.Println("by", c.Due.Format(time.RFC3339))
	// Output:
	// Public administration service centre
	// Compare copies with the original, count the fee, submit for signature
	// by 2026-11-16T02:45:00Z
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
