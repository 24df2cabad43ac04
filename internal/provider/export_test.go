package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// NewImpatientServer is NewServer, but for the time before the second verifying
// read, which is none to speak of.
func NewImpatientServer() func() tfprotov6.ProviderServer {
	return NewServerOnMachine("")
}

// NewServerOnMachine is NewImpatientServer on a machine of its own: only processes
// with the same folder for temporary files share locks.
func NewServerOnMachine(tempDir string) func() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: "test", recheckAfter: time.Nanosecond, tempDir: tempDir})
}

// NewSlowServer is NewServerOnMachine with the time that Terraform takes to begin
// with all objects of a plan.
func NewSlowServer() tfprotov6.ProviderServer {
	return newServer(casesProvider{version: "test", recheckAfter: time.Nanosecond, opening: opening})()
}
