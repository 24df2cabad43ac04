// Command cases-review says who gains and who loses what, from a Terraform plan.
package main

import (
	"os"
)

// version is set by the linker in a release.
var version = ""

func main() {
	os.Exit(command{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		color: isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == "",
	}.run(os.Args[1:]))
}

// isTerminal reports whether somebody looks at a file's output.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
