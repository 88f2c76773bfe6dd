package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	_ "embed"

	"github.com/spf13/cobra"
)

// Skeletons of a procedure; NAME stands for its name.
var (
	//go:embed skeleton.vi.yaml
	skeletonVI string
	//go:embed skeleton.en.yaml
	skeletonEN string
)

var procedureName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// procedureNewCmd is `motcua procedure new`: a commented file to begin from,
// which lints clean. It never overwrites.
func procedureNewCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "new NAME",
		Short: a.say("Tạo tệp NAME.yaml để bắt đầu một thủ tục", "Write NAME.yaml to begin a procedure from"),
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := strings.TrimSuffix(args[0], ".yaml")
			if !procedureName.MatchString(name) || len(name) > 64 {
				return bad("tên thủ tục "+quote(name)+" không dùng được; chữ thường không dấu, số và -, như «certified-copy»",
					"procedure name "+quote(name)+" cannot be used; lower-case letters, digits and -, such as «certified-copy»")
			}
			file := name + ".yaml"
			if err := writeNew(file, strings.ReplaceAll(a.say(skeletonVI, skeletonEN), "NAME", name)); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"file": file})
			}
			_, err := fmt.Fprintln(a.out, a.say(
				"đã viết "+file+"; kiểm tra bằng: motcua procedure lint "+file,
				"wrote "+file+"; check it with: motcua procedure lint "+file))
			return err
		},
	}
}

// writeNew writes a file that does not exist yet.
func writeNew(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return bad("tệp "+quote(file)+" đã có; không ghi đè", "file "+quote(file)+" exists; it is not overwritten")
	}
	if err != nil {
		return failed("không ghi được tệp "+quote(file), "cannot write file "+quote(file), err)
	}
	if _, err = f.WriteString(text); err == nil {
		err = f.Close()
	}
	if err != nil {
		return failed("không ghi được tệp "+quote(file), "cannot write file "+quote(file), err)
	}
	return nil
}
