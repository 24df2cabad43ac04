package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// stopper cancels the requests that the server handles without the framework when
// Terraform is interrupted. The framework does the same for those that it handles.
type stopper struct {
	mu      sync.Mutex
	last    int                        // guarded by mu
	cancels map[int]context.CancelFunc // guarded by mu; of the requests under way
}

// begin returns the context of a request. The caller must call end.
func (s *stopper) begin(ctx context.Context) (stoppable context.Context, end func()) {
	stoppable, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancels == nil {
		s.cancels = map[int]context.CancelFunc{}
	}
	s.last++
	request := s.last
	s.cancels[request] = cancel
	return stoppable, func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.cancels, request)
	}
}

// stop cancels all requests that are under way.
func (s *stopper) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cancel := range s.cancels {
		cancel()
	}
}

func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.stopper.stop()
	return s.frameworkServer.StopProvider(ctx, req)
}
