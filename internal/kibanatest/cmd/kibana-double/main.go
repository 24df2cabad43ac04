// Command kibana-double runs the Kibana double of package kibanatest on the loopback
// interface, and the Elasticsearch behind it. Use it to try the provider without a Kibana.
//
// The first line on standard output is Kibana's URL, and the second is Elasticsearch's.
// The command ends on an interrupt.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// version is set by the linker in a release.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "kibana-double:", err)
		os.Exit(1)
	}
}

// run serves the double until ctx ends.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("kibana-double", flag.ContinueOnError)
	var (
		listen    = flags.String("listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 means any free port")
		esListen  = flags.String("elasticsearch-listen", "127.0.0.1:0", "loopback `address` of Elasticsearch; port 0 means any free port")
		profile   = flags.String("profile", kibanatest.Newest().Name, "Kibana `version`: "+strings.Join(kibanatest.ProfileNames(), ", "))
		user      = flags.String("user", kibanatest.DefaultUser, "user `name` to accept")
		password  = flags.String("password", kibanatest.DefaultPassword, "`password` to accept")
		license   = flags.String("license", "trial", "licence `type`")
		spaces    = flags.String("spaces", "", "comma-separated `ids` of spaces to create")
		latency   = flags.Duration("latency", 0, "delay of each answer")
		readyFile = flags.String("ready-file", "", "`file` to write the URLs to when the server is ready")
		ask       = flags.Bool("version", false, "print the version")
	)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *ask {
		_, err := fmt.Fprintln(stdout, "kibana-double", version)
		return err
	}
	p, err := kibanatest.ProfileFor(*profile)
	if err != nil {
		return err
	}
	listener, err := listenLoopback(ctx, *listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	elasticsearch, err := listenLoopback(ctx, *esListen)
	if err != nil {
		return err
	}
	defer elasticsearch.Close()
	double := kibanatest.New(p,
		kibanatest.WithCredentials(kibanatest.Basic(*user, *password)),
		kibanatest.WithLicense(*license),
		kibanatest.WithLatency(*latency),
		kibanatest.WithSpaces(strings.FieldsFunc(*spaces, func(r rune) bool { return r == ',' })...))
	urls := "http://" + listener.Addr().String() + "\nhttp://" + elasticsearch.Addr().String() + "\n"
	fmt.Fprint(stdout, urls)
	if *readyFile != "" {
		if err := os.WriteFile(*readyFile, []byte(urls), 0o644); err != nil {
			return err
		}
	}
	return serve(ctx, map[net.Listener]http.Handler{listener: withDebugRoutes(double), elasticsearch: double.Elasticsearch()})
}
