package main

// wanted is the part of the mutants of each subject that tests must catch, in percent.
const wanted = 95

// subject is a package whose code is mutated.
type subject struct {
	dir   string
	files []string // nil for all files
	// tests are the packages whose tests may catch a mutant, the subject's own first.
	tests []string
}

var subjects = []subject{
	{dir: "internal/cases", tests: []string{"internal/cases"}},
	{dir: "internal/roles", tests: []string{"internal/roles", "internal/cases", "internal/client"}},
	{
		dir: "internal/client", // what sends a write, or decides about one
		files: []string{
			"attempt.go", "exchange.go", "lineage.go", "lock.go", "modify.go", "pace.go", "queue.go", "retry.go", "roles.go",
			"worker.go", "write.go",
		},
		tests: []string{"internal/client"},
	},
	{dir: "internal/tfwire", tests: []string{"internal/tfwire"}},
}

// flags are for the tests of one package. The properties draw the same values in each run, and store no failures.
var flags = map[string][]string{
	"internal/cases":  rapid,
	"internal/roles":  rapid,
	"internal/client": rapid,
}

var rapid = []string{"-rapid.checks=20", "-rapid.seed=1", "-rapid.nofailfile", "-rapid.shrinktime=0s"}
