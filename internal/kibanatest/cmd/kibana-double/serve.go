package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

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

// serve handles requests until ctx ends or a listener fails, with a handler for each
// listener.
func serve(ctx context.Context, handlers map[net.Listener]http.Handler) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, len(handlers))
	for listener, handler := range handlers {
		go func() {
			ended <- serveOne(ctx, listener, handler)
			stop()
		}()
	}
	var errs []error
	for range handlers {
		errs = append(errs, <-ended)
	}
	return errors.Join(errs...)
}

func serveOne(ctx context.Context, listener net.Listener, handler http.Handler) error {
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
