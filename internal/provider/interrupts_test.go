package provider_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Terraform asks a provider to stop: the write that is under way is seen through,
// state and error say what became of it, and the next apply makes up for it.
func TestWriteUnderWayIsSeenThrough(t *testing.T) {
	t.Parallel()
	const name = "interrupted"
	view := object{"name": name, "spaces": inSoc(security("view"))}
	full := object{"name": name, "spaces": inSoc(security("full"))}
	for change, test := range map[string]struct{ from, to object }{
		"create": {nil, view},
		"update": {view, full},
		"delete": {full, nil},
	} {
		for ends, end := range endings {
			t.Run(change+" "+ends, func(t *testing.T) {
				t.Parallel()
				k := onDouble(t, kibanatest.Newest())
				p := start(t, k.settings(object{"max_retries": 4}))
				prior := kept{}
				if test.from != nil {
					prior = p.change("cases_role", prior, test.from)
				}
				arrived, finish := k.underWay(t, end)
				outcome := make(chan kept)
				go func() { outcome <- p.change("cases_role", prior, test.to) }()
				<-arrived
				if _, err := p.server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
					t.Fatal(err)
				}
				finish()
				after := <-outcome
				if end.effect {
					p.wantNoDiagnostics()
				} else {
					p.wantDiagnostic("ERROR", "Terraform was interrupted", "terraform plan")
				}
				next := start(t, k.settings(nil))
				after = next.refresh("cases_role", after)
				changes := next.roleDiffers(after, test.to)
				if changes == end.effect {
					t.Errorf("the next plan has changes: %v", changes)
				}
				if changes {
					next.change("cases_role", after, test.to)
				}
				next.wantNoDiagnostics()
				if _, stored := k.Stored(name); stored != (test.to != nil) {
					t.Errorf("stored in the end: %v", stored)
				}
			})
		}
	}
}

// TestInterruptedWhileWaiting: a grant that still waits for another change of its
// role has written nothing, and says so.
func TestInterruptedWhileWaiting(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	p := start(t, k.settings(nil))
	waits := &process{t: t, server: p.server}
	arrived, finish := k.underWay(t, ending{effect: true, answer: true})
	writes := make(chan struct{})
	go func() {
		defer close(writes)
		p.applyGrant(nil, views("rich", "*"))
	}()
	<-arrived
	plan := waits.planGrant(nil, views("rich", "soc"))
	waited := make(chan struct{})
	go func() {
		defer close(waited)
		waits.applyChange(featurePrivilege, kept{}, views("rich", "soc"), plan)
	}()
	for interrupted := false; !interrupted; {
		if _, err := p.server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Fatal(err)
		}
		select {
		case <-waited:
			interrupted = true
		case <-time.After(10 * time.Millisecond): // it may not wait yet
		}
	}
	finish()
	<-writes
	waits.wantDiagnostic("ERROR", `Changing role "rich" failed`, "Terraform was interrupted. Nothing was written for this object. Run terraform plan again.")
	if strings.Contains(strings.Join(waits.diagnostics, ""), "request was") {
		t.Errorf("a request is blamed: %q", waits.diagnostics)
	}
	p.wantNoDiagnostics()
}

// TestInterruptedApply: whether Terraform is interrupted once, and waits, or
// twice, and leaves at once, the next plan knows what there is, and the next
// apply brings state and Kibana together. A role that Kibana alone knows of is
// imported first, as the refusal says.
func TestInterruptedApply(t *testing.T) {
	t.Parallel()
	tf, interrupted := newCLI(t, nil), newBuiltCLI(t)
	const (
		name  = "interrupted"
		view  = "resource \"cases_role\" \"test\" {\n name = \"" + name + "\"\n spaces = { soc = { security = { access = \"view\" } } }\n}"
		grant = "resource \"cases_feature_privilege\" \"test\" {\n role = \"others\"\n space = \"soc\"\n security = { access = \"view\" }\n}"
	)
	const clean, changes = 0, 2
	for change, test := range map[string]struct {
		from, to string
		// The next plan, when the write took effect after Terraform had left.
		unseen int
	}{
		"create": {"", view, changes},
		"update": {view, strings.Replace(view, "view", "full", 1), clean},
		"delete": {view, "", clean},
		"grant":  {"", grant, changes},
	} {
		for ends, end := range endings {
			if end.answer {
				continue // the rows of TestWriteUnderWayIsSeenThrough say enough
			}
			for _, interrupts := range []string{"once", "twice"} {
				t.Run(strings.Join([]string{change, ends, interrupts}, ", "), func(t *testing.T) {
					t.Parallel()
					k := target{Server: kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc"))}
					k.Plant("others", kibanatest.ESRole{})
					e := example{tf.at(k.Server), t.TempDir()}
					e.write(t, "versions.tf", withRequirements)
					state := ""
					if test.from != "" {
						e.write(t, "main.tf", test.from)
						e.must(t, 0, "apply", "-auto-approve")
						state = read(t, filepath.Join(e.folder, "terraform.tfstate"))
					}
					e.write(t, "main.tf", test.to)

					arrived, finish := k.underWay(t, end)
					apply := example{interrupted.at(k.Server), e.folder}.begin(t, "apply", "-auto-approve")
					<-arrived
					apply.interrupt("GRPCProvider.v6: Stop") // its state is written by now
					next := changes
					if interrupts == "twice" {
						apply.interrupt("Two interrupts received")
						apply.wait()
						finish()
						// Terraform may leave while it writes the file, which then is empty.
						e.write(t, "terraform.tfstate", state)
						if end.effect {
							next = test.unseen
						}
					} else {
						finish()
						apply.wait()
						if end.effect {
							next = clean
						}
					}

					if change == "create" && next == test.unseen && end.effect {
						// The plan of a role that exists says how to import it.
						if output, code := e.terraform(t, "plan"); code != 1 || !strings.Contains(output, "import {") {
							t.Fatal(output)
						}
						e.must(t, 0, "import", "cases_role.test", name)
					} else {
						e.must(t, next, "plan", "-detailed-exitcode")
					}
					if next == clean {
						return
					}
					e.must(t, 0, "apply", "-auto-approve")
					e.must(t, clean, "plan", "-detailed-exitcode")
				})
			}
		}
	}
}
