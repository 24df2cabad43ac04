package main

import (
	"os"
	"runtime/debug"
	"strings"
)

// memoryLimit is the heap below which the collector rests, in bytes: Terraform
// starts a provider for one walk through its graph, and most end before they
// have produced that much garbage.
const memoryLimit = 256 << 20

// tune sets up the process for a short life. What somebody set in the
// environment takes precedence.
func tune() {
	// Unless told otherwise, the plugin framework formats every log line, only
	// for Terraform to throw it away.
	if !asksForLogs(os.Environ()) {
		_ = os.Setenv("TF_LOG_SDK", "OFF")
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(memoryLimit)
	}
}

// asksForLogs reports whether any TF_LOG variable is set.
func asksForLogs(environment []string) bool {
	for _, variable := range environment {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") && value != "" {
			return true
		}
	}
	return false
}
