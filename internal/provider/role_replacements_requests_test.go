package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// manyRenamed are n roles with raw features that Kibana has renamed.
func manyRenamed(n int) []object {
	var all []object
	for i := range n {
		all = append(all, object{"name": fmt.Sprintf("r%d", i), "spaces": inSoc(object{"features": object{"discover": []string{"read"}}})})
	}
	return all
}

// replacing counts the requests for roles with Kibana's replacements: lists and single
// roles.
func (k target) replacing() (lists, singles int) {
	for _, r := range k.Journal() {
		switch {
		case r.Query.Get("replaceDeprecatedPrivileges") != "true":
		case strings.HasSuffix(r.Path, "/role"):
			lists++
		default:
			singles++
		}
	}
	return lists, singles
}

func (k target) wantReplacing(t *testing.T, lists, singles int) {
	t.Helper()
	if l, s := k.replacing(); l != lists || s != singles {
		t.Errorf("%d lists and %d single reads with replacements, want %d and %d", l, s, lists, singles)
	}
}

// TestRequestsForReplacements: a refresh asks for the replacements in one list, after the
// first few roles, and a write of deprecated features asks once. Nothing is asked for a role without raw features,
// or if a change leaves them as they are, or where Kibana replaces nothing.
func TestRequestsForReplacements(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.2"))
	var roles []kept
	for _, config := range manyRenamed(20) {
		roles = append(roles, start(t, k.settings(nil)).change(ownRole, kept{}, config))
	}
	k.wantReplacing(t, 0, len(roles))
	for _, saved := range []bool{false, true} {
		k.ResetJournal()
		p := start(t, k.settings(nil))
		for i, o := range roles {
			if saved {
				k.SaveInUI(fmt.Sprintf("r%d", i))
			}
			p.refresh(ownRole, o)
		}
		k.wantReplacing(t, 1, 3)
	}
	k.ResetJournal()
	described := object{"name": "r0", "description": "d", "spaces": manyRenamed(1)[0]["spaces"]}
	start(t, k.settings(nil)).change(ownRole, start(t, k.settings(nil)).refresh(ownRole, roles[0]), described)
	k.wantReplacing(t, 0, 1) // by the refresh

	k.ResetJournal()
	current := object{"name": "current", "spaces": inSoc(object{"features": object{"discover_v2": []string{"read"}}})}
	o := start(t, k.settings(nil)).change(ownRole, kept{}, current)
	k.wantReplacing(t, 0, 0)
	start(t, k.settings(nil)).refresh(ownRole, o)
	k.wantReplacing(t, 0, 1)

	for name, test := range map[string]struct {
		version string
		space   object
	}{
		"no raw features": {"9.2", security("full")},
		"raw cases":       {"9.2", object{"features": object{"generalCasesV2": []string{"all"}, "actions": []string{"all"}}}},
		"an older Kibana": {"8.15", object{"features": object{"discover": []string{"read"}}}},
	} {
		k := onDouble(t, profile(t, test.version))
		k.created(t, ownRole, object{"name": "r", "spaces": inSoc(test.space)})
		t.Log(name)
		k.wantReplacing(t, 0, 0)
	}
}

// TestFastLaneWithReplacements: the lane answers for a role with raw features, before and
// after Save. A refresh that learns something reaches the framework once.
func TestFastLaneWithReplacements(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "8.15"))
	config := object{"name": "r", "spaces": inSoc(object{"features": object{"discover": []string{"read"}}})}
	o := k.created(t, ownRole, config)
	for _, step := range []struct {
		name  string
		first func()
		reads bool // the first refresh reaches the framework
	}{
		{"created", func() {}, false},
		{"upgraded", func() { k.SetProfile(profile(t, "9.2")) }, true},
		{"saved", func() { k.SaveInUI("r") }, true},
		{"saved again", func() { k.SaveInUI("r") }, false},
	} {
		step.first()
		for _, again := range []bool{false, true} {
			p := start(t, k.settings(nil))
			var seen []string
			provider.WatchFramework(p.server, func(request string) { seen = append(seen, request) })
			before := o
			o = p.refresh(ownRole, before)
			planned := p.keeps(ownRole, o)
			p.wantNoDiagnostics()
			if !p.same(ownRole, o.state, planned.PlannedState) {
				t.Errorf("%s: a difference is planned", step.name)
			}
			if want := step.reads && !again; want != (fmt.Sprint(seen) == "[ReadResource]") || !want && len(seen) > 0 {
				t.Errorf("%s, again %t: the framework is asked for %q", step.name, again, seen)
			}
			framework := startOn(t, frameworkServer(), k.settings(nil)).refresh(ownRole, before)
			if string(framework.private) != string(o.private) || !p.same(ownRole, framework.state, o.state) {
				t.Errorf("%s: the framework keeps %s, the lane %s", step.name, framework.private, o.private)
			}
		}
	}
}

// TestReplacementsWithoutAnAnswer: a Kibana that does not answer with replacements is read
// as one that has none. What is kept already stays.
func TestReplacementsWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.2"))
	config := manyRenamed(1)[0]
	o := k.created(t, ownRole, config)
	k.Hook(kibanatest.On(http.MethodGet, rolePathOf("r0")).Do(func(x *kibanatest.Exchange) {
		if x.Request.URL.RawQuery != "" {
			x.Answer = kibanatest.NewAnswer(http.StatusInternalServerError, "{}")
		}
	}))
	k.SaveInUI("r0")
	p := start(t, k.settings(nil))
	if refreshed := p.refresh(ownRole, o); p.roleDiffers(refreshed, config) {
		t.Error("a difference is planned")
	}
	p.wantNoDiagnostics()
}

// TestReplacementsWithoutRefresh: a plan without a refresh uses what is kept, and an apply
// still finds changes since the plan.
func TestReplacementsWithoutRefresh(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.2"))
	config := manyRenamed(1)[0]
	o := k.created(t, ownRole, config)
	k.SaveInUI("r0")
	if start(t, k.settings(nil)).roleDiffers(o, config) {
		t.Error("a difference is planned without a refresh")
	}
	saved := start(t, k.settings(nil)).refresh(ownRole, o)
	if start(t, k.settings(nil)).roleDiffers(saved, config) {
		t.Error("a difference is planned after Save")
	}
	changed := object{"name": "r0", "description": "d", "spaces": config["spaces"]}
	p := start(t, k.settings(nil))
	p.change(ownRole, saved, changed, func() { k.alterRole("r0", func(r *kibanatest.ESRole) { grant(r, "soc", "feature_maps.all") }) })
	p.wantDiagnostic("Role changed since this plan was made")
}

// A refresh does without Kibana's replacements if they cannot be read. It keeps what an
// earlier one has learned.
func TestReplacementsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, hook := range map[string]func(kibanatest.Hook) kibanatest.Hook{
		"refused": func(h kibanatest.Hook) kibanatest.Hook {
			return h.Answer(403, `{"statusCode":403,"error":"x","message":"y"}`)
		},
		"broken": func(h kibanatest.Hook) kibanatest.Hook {
			return h.Answer(500, `{"statusCode":500,"error":"x","message":"y"}`)
		},
		"not there": func(h kibanatest.Hook) kibanatest.Hook {
			return h.Answer(404, `{"statusCode":404,"error":"x","message":"y"}`)
		},
		"garbage": func(h kibanatest.Hook) kibanatest.Hook { return h.Answer(200, `{"name":"rich"}`) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, "9.2"))
			config := object{"name": "rich", "spaces": inSoc(object{"features": object{"discover": []string{"all"}}})}
			before := start(t, k.settings(nil)).refresh(ownRole, k.created(t, ownRole, config))
			k.Hook(hook(withQuery(kibanatest.On("GET", "/api/security/role/rich"), "replaceDeprecatedPrivileges=true")))
			p := start(t, k.settings(nil))
			after := p.refresh(ownRole, before)
			p.wantNoDiagnostics()
			if !p.same(ownRole, before.state, after.state) || string(before.private) != string(after.private) {
				t.Errorf("refreshed to %v, private %s, was %s", p.valueOf(ownRole, after.state), after.private, before.private)
			}
		})
	}
}
