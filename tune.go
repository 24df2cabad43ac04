package main

import (
	"os"
	"runtime/debug"
	"strings"
)

// logVariables set the levels of the plugin framework's loggers: of the root logger,
// and of two that do not inherit its level. By default each logger formats every
// line, although Terraform discards it. For each line it also searches a chain of
// contexts, and the framework adds a context to the chain for every value of an
// object.
var logVariables = []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"}

// gcPercent is the value for GOGC: the heap grows by this percentage before the
// garbage collector runs. Go's default is 100. After a call, most of its memory is
// garbage. A value of 200 saves about a tenth of the CPU time of plans and creations, and
// needs a few more megabytes.
const gcPercent = 200

// tune sets up the process for a short life. Variables of the environment take
// precedence.
func tune() {
	if !wantsLogs(os.Environ()) {
		for _, variable := range logVariables {
			_ = os.Setenv(variable, "OFF")
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// wantsLogs reports whether any TF_LOG variable is set.
func wantsLogs(environment []string) bool {
	for _, variable := range environment {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") && value != "" {
			return true
		}
	}
	return false
}
