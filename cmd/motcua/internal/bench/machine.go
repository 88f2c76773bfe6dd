package bench

import (
	"os"
	"runtime"
	"strings"
)

// Machine says where figures come from.
type Machine struct {
	CPU    string   `json:"cpu"`
	Cores  int      `json:"cores"`
	OS     string   `json:"os"`
	Go     string   `json:"go"`
	Stores []string `json:"stores"`
}

func thisMachine() Machine {
	return Machine{CPU: cpuName(), Cores: runtime.NumCPU(), OS: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
}

// cpuName is what Linux says of the processor, "" elsewhere.
func cpuName() string {
	b, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
