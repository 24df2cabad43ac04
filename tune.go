package main

import (
	"os"
	"strings"
)

// ballastSize is how much heap pretends to be in use, in bytes. It is never
// touched, and so takes no memory; but the collector, which runs when the heap has
// doubled, rests until the process has as much again. Terraform starts a provider
// for one walk through its graph, and most end before. A memory limit with the
// collector off would do as well, up to the limit; near it, the collector would
// hardly let go of a processor.
const ballastSize = 128 << 20

// logVariables set the levels of the plugin framework's loggers: the root and two
// that do not inherit from it. Unless told otherwise, each formats every line,
// only for Terraform to throw it away, and looks for its place in a chain of
// contexts that the framework lets grow with every value of an object.
var logVariables = []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"}

// tune sets up the process for a short life. What somebody set in the
// environment takes precedence. The ballast is to be kept to the end.
func tune() (ballast []byte) {
	if !asksForLogs(os.Environ()) {
		for _, variable := range logVariables {
			_ = os.Setenv(variable, "OFF")
		}
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		ballast = make([]byte, ballastSize)
	}
	return ballast
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
