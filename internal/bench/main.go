//go:build unix

// Command bench measures the cost of the provider with the real Terraform CLI and a
// Kibana double: requests, wall time, CPU time of Terraform and of the provider, and
// the provider's peak memory. The scenarios are: many roles, many grants with ten on
// each role, many grants on one role, many spaces in one role, and commands that read
// every role of a server.
//
// In all but the last, it compares the CPU times with these:
//
//   - as many empty terraform_data blocks
//   - as many terraform_data blocks that hold the same values
//   - in plans without changes, a no-op provider with the same schemas and state
//   - with -before, another build of this provider
//   - with -rival, the elasticstack provider, in the scenarios that have whole roles
//
// Each has its own folder and double. The commands take turns, so that a change of the
// machine's load affects all of them.
//
// Flags:
//
//	-n 100,300,1000    numbers of roles, of grants on one role, and of spaces in one role
//	-grants 300        number of grants with ten on each role
//	-server 5000       number of roles on the server; 0 leaves out the scenario
//	-latency 0s,30ms   delays of the double's answers, for roles and for grants with ten on each role
//	-rounds 3          number of plans without changes; the result is their median
//	-before FILE       another build of this provider
//	-rival FILE        the binary of the elasticstack provider
//	-json FILE         the file for all values; bin/bench.json by default
//
// It prints Markdown tables, and writes all values to a JSON file. To measure a change:
//
//	cp bin/terraform-provider-cases bin/before
//	make bench BENCHARGS='-before bin/before -n 300 -latency 0s'
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
	sizes     []int // numbers of roles, of grants on one role, and of spaces in one role
	grants    int
	server    int
	latencies []time.Duration
	rounds    int
	before    string
	rival     string
	output    string
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
	o, err := parseOptions()
	if err != nil {
		return err
	}
	plugins, err := o.plugins(ctx)
	if err != nil {
		return err
	}
	w, err := newWorkspace(plugins)
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
	return os.WriteFile(o.output, append(text, '\n'), 0o600)
}

func parseOptions() (options, error) {
	var o options
	sizes := flag.String("n", "100,300,1000", "comma-separated `numbers` of roles, of grants on one role, and of spaces in one role")
	flag.IntVar(&o.grants, "grants", 300, "`number` of grants with ten on each role; a multiple of ten")
	flag.IntVar(&o.server, "server", 5000, "`number` of roles on the server; 0 leaves out the scenario")
	latencies := flag.String("latency", "0s,30ms", "comma-separated `delays` of the double's answers, for roles and for grants with ten on each role")
	flag.IntVar(&o.rounds, "rounds", 3, "`number` of plans without changes; the result is their median")
	flag.StringVar(&o.before, "before", "", "`file` of another build of this provider, to compare with")
	flag.StringVar(&o.rival, "rival", "", "`file` of the elasticstack provider, to compare with")
	flag.StringVar(&o.output, "json", "bin/bench.json", "`file` for all values")
	flag.Parse()
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return o, err
		}
		o.sizes = append(o.sizes, n)
	}
	for text := range strings.SplitSeq(*latencies, ",") {
		latency, err := time.ParseDuration(text)
		if err != nil {
			return o, err
		}
		o.latencies = append(o.latencies, latency)
	}
	return o, nil
}

// plugins returns the providers to measure. The first is this project's.
func (o options) plugins(ctx context.Context) ([]plugin, error) {
	var all []plugin
	for _, named := range []struct{ subject, path string }{{casesSubject, binary}, {beforeSubject, o.before}, {rivalSubject, o.rival}} {
		if named.path == "" {
			continue
		}
		p, err := newPlugin(ctx, named.subject, named.path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", named.subject, err)
		}
		all = append(all, p)
	}
	return all, nil
}
