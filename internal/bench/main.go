//go:build unix

// Command bench measures what the provider costs, with the real Terraform CLI
// and a Kibana double: requests, time, processor and memory for many roles, for
// many grants on few roles, and for many spaces in one role. Beside it stand
// Terraform's own floor, the same number of terraform_data blocks, and a
// provider that does nothing with the same schemas on the same state.
//
// It prints Markdown tables, and writes all figures to a JSON file.
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

func main() {
	log.SetFlags(0)
	switch os.Getenv(actVariable) {
	case actMeter:
		meterPlugin()
		return
	case actIdle:
		serveIdle()
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		log.Fatal("bench: ", err)
	}
}

// options say what is measured.
type options struct {
	sizes     []int // roles, and spaces of one role
	grants    int
	latencies []time.Duration
	rounds    int // of what is compared
}

func run(ctx context.Context) error {
	sizes := flag.String("n", "100,300,1000", "comma-separated `numbers` of roles, and of spaces in one role")
	grants := flag.Int("grants", 300, "`number` of grants, ten to a role")
	latencies := flag.String("latency", "0s,30ms", "comma-separated `delays` of the double's answers")
	rounds := flag.Int("rounds", 3, "how often no-op plans are `repeated`; the median counts")
	output := flag.String("json", "bin/bench.json", "`file` for all figures")
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
