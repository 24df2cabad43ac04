package main

import (
	"os"
	"runtime/debug"
	"strings"
)

// logVariables set the levels of the plugin framework's loggers: the root and two
// that do not inherit from it. Unless told otherwise, each formats every line,
// only for Terraform to throw it away, and looks for its place in a chain of
// contexts that the framework lets grow with every value of an object.
var logVariables = []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"}

// gcPercent is how much the heap grows, in percent of what is in use, before the
// collector runs. Most of what is allocated is garbage when a call has been
// answered: twice the usual growth saves a sixth of the processor time that it
// takes to create many roles, for a few megabytes.
const gcPercent = 200

// tune sets up the process for a short life. What somebody set in the
// environment takes precedence.
func tune() {
	if !asksForLogs(os.Environ()) {
		for _, variable := range logVariables {
			_ = os.Setenv(variable, "OFF")
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
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
