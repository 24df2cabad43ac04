//go:build unix

// Command bench measures the cost of the provider with the real Terraform CLI and a
// Kibana double: requests, wall time, CPU time and memory. It measures many roles,
// many grants on few roles, and many spaces in one role.
//
// It compares the wall times with two others: with the same number of terraform_data
// blocks, and with a no-op provider that has the same schemas and the same state.
//
// It prints Markdown tables, and writes all values to a JSON file.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"
)

// options are the command's flags.
type options struct {
	sizes     []int // numbers of roles, and of spaces in one role
	grants    int
	latencies []time.Duration
	rounds    int // repetitions of the plan without changes
}

func main() {
	log.SetFlags(0)
	switch os.Getenv(modeVariable) {
	case modeMeter:
		meterPlugin()
		return
	case modeNoop:
		serveNoop()
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		log.Fatal("bench: ", err)
	}
}

func run(ctx context.Context) error {
	sizes := flag.String("n", "100,300,1000", "comma-separated `numbers` of roles, and of spaces in one role")
	grants := flag.Int("grants", 300, "`number` of grants; each role has ten")
	latencies := flag.String("latency", "0s,30ms", "comma-separated `delays` of the double's answers")
	rounds := flag.Int("rounds", 3, "`number` of plans without changes; the result is their median")
	output := flag.String("json", "bin/bench.json", "`file` for all values")
	flag.Parse()
	o := options{grants: *grants, rounds: *rounds}
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		o.sizes = append(o.sizes, n)
	}
	for text := range strings.SplitSeq(*latencies, ",") {
		latency, err := time.ParseDuration(text)
		if err != nil {
			return err
		}
		o.latencies = append(o.latencies, latency)
	}
	w, err := newWorkspace()
	if err != nil {
		return err
	}
	defer w.remove()
	r, err := measure(ctx, w, o)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	fmt.Print(r.markdown())
	return os.WriteFile(*output, append(text, '\n'), 0o600)
}
