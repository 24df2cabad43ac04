// Command kibana-double runs the Kibana double of package kibanatest on the loopback
// interface. Use it to try the provider without a Kibana.
//
// The first line on standard output is the URL. The command ends on an interrupt.
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
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

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
		profile   = flags.String("profile", kibanatest.Newest().Name, "Kibana `version`: "+strings.Join(kibanatest.ProfileNames(), ", "))
		user      = flags.String("user", kibanatest.DefaultUser, "user `name` to accept")
		password  = flags.String("password", kibanatest.DefaultPassword, "`password` to accept")
		license   = flags.String("license", "trial", "licence `type`")
		spaces    = flags.String("spaces", "", "comma-separated `ids` of spaces to create")
		latency   = flags.Duration("latency", 0, "delay of each answer")
		readyFile = flags.String("ready-file", "", "`file` to write the URL to when the server is ready")
	)
	if err := flags.Parse(args); err != nil {
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
	double := kibanatest.New(p,
		kibanatest.WithCredentials(kibanatest.Basic(*user, *password)),
		kibanatest.WithLicense(*license),
		kibanatest.WithLatency(*latency),
		kibanatest.WithSpaces(strings.FieldsFunc(*spaces, func(r rune) bool { return r == ',' })...))
	url := "http://" + listener.Addr().String()
	fmt.Fprintln(stdout, url)
	if *readyFile != "" {
		if err := os.WriteFile(*readyFile, []byte(url+"\n"), 0o644); err != nil {
			listener.Close()
			return err
		}
	}
	return serve(ctx, listener, withDebugRoutes(double))
}

// listenLoopback refuses addresses that other machines can reach, because the double
// is not secure.
func listenLoopback(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%s is not a loopback address", host)
	}
	return new(net.ListenConfig).Listen(ctx, "tcp", address)
}

// serve handles requests until ctx ends.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return server.Close()
	}
	return nil
}
