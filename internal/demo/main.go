// Command demo shows the provider at its main job, with the real Terraform CLI:
// against a Kibana double that it starts, or against the Kibana at
// KIBANA_ENDPOINT. It exits with an error unless all of it went as told.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

const (
	quickstart = "examples/quickstart"
	refused    = "examples/refused"
	binary     = "bin/terraform-provider-cases"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo failed:", err)
		os.Exit(1)
	}
	fmt.Println("\nAll of it went as told.")
}

func run(ctx context.Context) error {
	kibana, err := startKibana()
	if err != nil {
		return err
	}
	defer kibana.stop()
	workspace, err := newWorkspace(kibana.environment)
	if err != nil {
		return err
	}
	defer workspace.remove()
	fmt.Println("Kibana is", kibana.title)
	return errors.Join(show(ctx, kibana, workspace), refuse(ctx, workspace))
}

// show takes the quickstart from its first plan to its end.
func show(ctx context.Context, k *kibana, w *workspace) (err error) {
	tf, err := w.open(ctx, quickstart)
	if err != nil {
		return err
	}
	say("The plan, as a reviewer reads it")
	if _, err := tf.run(ctx, changes, "plan", "-out=tfplan", "-detailed-exitcode"); err != nil {
		return err
	}
	say("Apply")
	if _, err := tf.run(ctx, success, "apply", "tfplan"); err != nil {
		return err
	}
	// Whatever happens from here, nothing stays behind.
	defer func() { err = errors.Join(err, destroy(ctx, k, tf)) }()

	say("What Kibana stored")
	for _, role := range []string{"soc-tier1", "soc-lead"} {
		if err := k.print(ctx, role); err != nil {
			return err
		}
	}
	say("Who can do what, and why, as a matrix for a review")
	if _, err := tf.run(ctx, success, "output", "-raw", "access_matrix"); err != nil {
		return err
	}
	say("A second plan finds nothing to do")
	_, err = tf.run(ctx, success, "plan", "-detailed-exitcode")
	return err
}

func destroy(ctx context.Context, k *kibana, tf *terraform) error {
	say("Destroy")
	if err := tf.runQuietly(ctx, "plan", "-destroy", "-out=tfplan"); err != nil {
		return err
	}
	if _, err := tf.run(ctx, success, "apply", "tfplan"); err != nil {
		return err
	}
	return k.checkGone(ctx, "soc-tier1", "soc-lead")
}

// refuse shows a configuration that cannot work, and what is said about it.
func refuse(ctx context.Context, w *workspace) error {
	say("A configuration that cannot work is refused before anything is asked of Kibana")
	source, err := os.ReadFile(refused + "/main.tf")
	if err != nil {
		return err
	}
	_, example, _ := strings.Cut(string(source), "\n\n")
	fmt.Println(example)
	tf, err := w.open(ctx, refused)
	if err != nil {
		return err
	}
	output, err := tf.run(ctx, failure, "validate")
	if err == nil && !strings.Contains(output, "Full access needs Connectors All") {
		err = errors.New("terraform validate failed for another reason than the one told")
	}
	return err
}

func say(title string) {
	fmt.Printf("\n%s\n%s\n\n", title, strings.Repeat("-", len(title)))
}
