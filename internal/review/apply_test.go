package review_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

var plans = flag.Int("plans", 6, "number of random plans to apply with Terraform")

// world is a random configuration: roles by resource name, and grants by "<role>/<space>".
type world struct {
	roles  map[string]object
	grants map[string]object
	// replaces: the plan replaces the shared role.
	replaces bool
}

// planted is a role that nothing in the configuration owns.
const planted = "planted"

// worldSpaces are the spaces of configurations. The last one stands for every other space.
var worldSpaces = []string{"soc", "dev", "*"}

// shared is a role whose owner ignores what grants add. Random plans may replace it.
const shared = "shared"

// worlds draws configurations.
func worlds() *rapid.Generator[world] {
	return rapid.Custom(func(t *rapid.T) world {
		w := world{roles: map[string]object{}, grants: map[string]object{}}
		for _, name := range []string{"a", "b"} {
			if !rapid.Bool().Draw(t, "has "+name) {
				continue
			}
			spaces := object{}
			for _, space := range worldSpaces {
				switch rapid.IntRange(0, 5).Draw(t, "kind of "+space) {
				case 0:
					spaces[space] = object{"base": rapid.SampledFrom([]string{"all", "read"}).Draw(t, "base")}
				case 1, 2, 3:
					spaces[space] = drawSpace(t, true)
				}
			}
			// The name belongs to another resource than before, now and then.
			w.roles[name] = object{"name": "role-" + rapid.SampledFrom([]string{name, name, name + "2"}).Draw(t, "name"), "spaces": spaces}
			w.handOver(t, name)
		}
		w.roles[shared] = object{
			"name": shared, "description": rapid.SampledFrom([]string{"old", "new"}).Draw(t, "description"), "lifecycle": object{"ignore_changes": list{"spaces"}},
		}
		for _, space := range worldSpaces {
			if rapid.Bool().Draw(t, "grant in "+space) {
				w.grants[planted+"/"+space] = with(drawSpace(t, false), object{"role": planted, "space": space})
			}
			if rapid.Bool().Draw(t, "shared grant in "+space) {
				w.grants[shared+"/"+space] = with(drawSpace(t, false), object{"role": shared, "space": space, "depends_on": list{"cases_role." + shared}})
			}
		}
		w.replaces = rapid.IntRange(0, 3).Draw(t, "replaces") == 0
		return w
	})
}

// handOver moves the access to one solution from a role to a grant, if it has any.
func (w world) handOver(t *rapid.T, name string) {
	role := w.roles[name]
	space := rapid.SampledFrom(worldSpaces).Draw(t, "space handed over")
	config, _ := role["spaces"].(object)[space].(object)
	if config["stack"] == nil || len(config) == 1 || !rapid.Bool().Draw(t, "hand over") {
		return
	}
	roleName := fmt.Sprint(role["name"])
	w.grants[roleName+"/"+space] = object{
		"role": roleName, "space": space, "stack": config["stack"], "depends_on": list{"cases_role." + name},
	}
	delete(config, "stack")
}

// drawSpace draws the access in one space. Full access is for roles: in grants it takes connectors.
func drawSpace(t *rapid.T, role bool) object {
	levels := []object{{"access": "view"}, {"access": "assignee"}, {"access": "assignee", "sub_features": object{"delete_cases": false}}}
	if role {
		levels = append(levels, object{"access": "full"})
	}
	config := object{"stack": rapid.SampledFrom(levels[:3]).Draw(t, "stack")}
	if rapid.Bool().Draw(t, "has security") {
		config["security"] = rapid.SampledFrom(levels).Draw(t, "security")
	}
	full := fmt.Sprint(config["security"]) == fmt.Sprint(object{"access": "full"})
	if !full && rapid.Bool().Draw(t, "has connectors") {
		config["connectors"] = rapid.SampledFrom([]string{"read", "all"}).Draw(t, "connectors")
	}
	return config
}

// resources returns the configuration of the world in JSON.
func (w world) resources() object {
	grants := object{}
	for key, grant := range w.grants {
		grants["g_"+strings.NewReplacer("/", "_", "*", "all").Replace(key)] = grant
	}
	if len(grants)+len(w.roles) == 0 {
		return object{}
	}
	all := object{}
	if len(grants) > 0 {
		all["cases_feature_privilege"] = grants
	}
	if len(w.roles) > 0 {
		all["cases_role"] = w.roles
	}
	return object{"resource": all}
}

// A review of a plan says what people can do after its apply that they could not do before, and the other way round. The
// double's own tables say what stored roles let people do.
func TestReviewSaysWhatApplyDoes(t *testing.T) {
	t.Parallel()
	kibana := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc", "dev"))
	kibana.Plant(planted, kibanatest.ESRole{})
	said := askPrivileges(t, kibana)
	w := newWorkspace(t)
	names := []string{planted, shared, "role-a", "role-a2", "role-b", "role-b2"}
	for seed := range *plans {
		config := worlds().Example(seed)
		w.configure(kibana, config.resources())
		var flags []string
		if config.replaces && seed > 0 {
			flags = append(flags, "-replace=cases_role."+shared)
		}
		plan := w.plan(flags...)
		r, err := review.Read(bytes.NewReader(plan), review.Options{})
		if err != nil {
			t.Fatalf("plan %d: %s", seed, err)
		}
		before := map[string]map[string]abilities{}
		for _, name := range names {
			before[name] = said.everywhere(kibana, name)
		}
		w.terraform("apply", "-input=false", "tfplan")
		for _, name := range names {
			for space, can := range said.everywhere(kibana, name) {
				was := before[name][space]
				checkChange(t, r, name, space, "gains", can.minus(was), func(a review.Access) list { return listOf(a.Gains) })
				checkChange(t, r, name, space, "loses", was.minus(can), func(a review.Access) list { return listOf(a.Loses) })
			}
		}
		if t.Failed() {
			t.Fatalf("plan %d:\n%s\n%s\n%s", seed, encode(t, config.resources()), summary(r), plan)
		}
	}
}

func (p privileges) everywhere(kibana *kibanatest.Server, role string) map[string]abilities {
	all := map[string]abilities{}
	for _, space := range worldSpaces {
		all[space] = p.allows(kibana, role, space)
	}
	return all
}

// checkChange compares what a role really gains or loses in a space with what the review says. A row for the space says
// exactly that much; so does the row for all spaces about other spaces. What is not in the space's own row is in that for
// all spaces.
func checkChange(t *testing.T, r review.Review, name, space, verb string, really abilities, of func(review.Access) list) {
	t.Helper()
	own, covering := abilities{}, abilities{}
	for _, role := range r.Roles {
		if role.Name != name {
			continue
		}
		for _, a := range role.Access {
			for _, capability := range of(a) {
				ability := fmt.Sprintf("%s: %v", a.Solution, capability)
				own[ability] = own[ability] || a.Space == space
				covering[ability] = covering[ability] || a.Space == space || a.Space == "*"
			}
		}
	}
	said := func(all abilities) abilities {
		maps.DeleteFunc(all, func(_ string, is bool) bool { return !is })
		return all
	}
	for _, wrong := range []struct {
		what string
		all  abilities
	}{{"not said", really.minus(said(covering))}, {"wrongly said", said(own).minus(really)}} {
		if len(wrong.all) > 0 {
			t.Errorf("%s in %s %s %v: %s", name, space, verb, slices.Sorted(maps.Keys(wrong.all)), wrong.what)
		}
	}
}

func listOf[T any](values []T) list {
	var all list
	for _, v := range values {
		all = append(all, v)
	}
	return all
}
