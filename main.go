// Command terraform-provider-cases manages access to Kibana Cases.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// version is set by the linker in a release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "keep running until interrupted, for a debugger")
	flag.Parse()
	tune()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve("registry.terraform.io/kibana-cases/cases", provider.NewServer(version), options...); err != nil {
		log.Fatal(err)
	}
}
