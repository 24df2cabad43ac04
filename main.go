// Command terraform-provider-cases manages access to Kibana Cases.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "keep running, for a debugger to attach to")
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
