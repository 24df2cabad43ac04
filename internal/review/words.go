package review

import (
	"fmt"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// The sentences that every format for people says in the same words.
const (
	outsideTitle = "Changed outside of Terraform"
	outsideIntro = "Somebody changed these roles since the last apply. The changes are in force already."
	incomplete   = "The plan leaves out changes that a later plan has to make: Terraform deferred them, or -target excluded them. This review cannot show what they do."
	noEffect     = "The privileges change, but people can do the same as before: other privileges of the role allow it."
	nothing      = "The plan changes nothing about what people can do with cases."
	nothingSoFar = "The part of the plan that this review can show changes nothing about what people can do with cases."
	onlyLater    = "Cannot be judged before apply. Values that are known only after apply decide."
	unknownName  = "(name known only after apply)"
)

// verdict sums up the review in one line. A role that gains and loses counts twice.
func verdict(r Review) string {
	var gain, lose, unknown int
	for _, role := range r.Roles {
		gain += count(gainsAccess(role))
		lose += count(losesAccess(role))
		unknown += count(hasUnknown(role))
	}
	var parts []string
	add := func(n int, one, many, object string) {
		if n == 0 {
			return
		}
		verb := many
		if n == 1 {
			verb = one
		}
		if len(parts) > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, verb))
			return
		}
		parts = append(parts, plural(n, "role")+" "+verb+object)
	}
	add(gain, "gains", "gain", " access")
	add(lose, "loses", "lose", " access")
	add(unknown, "cannot be judged before apply", "cannot be judged before apply", "")
	text := strings.Join(parts, ", ")
	if text == "" {
		text = "No role gains or loses access"
	}
	if n := len(r.Outside); n > 0 {
		was := "were"
		if n == 1 {
			was = "was"
		}
		text += fmt.Sprintf("; %s %s changed outside of Terraform", plural(n, "role"), was)
	}
	if !r.Complete {
		return "So far, " + strings.ToLower(text[:1]) + text[1:]
	}
	return text
}

// unchanged says how many roles stay as they are. It is empty if the review counts none.
func unchanged(r Review) string {
	switch r.Unchanged {
	case 0:
		return ""
	case 1:
		return "1 managed role keeps its access."
	}
	return fmt.Sprintf("%d managed roles keep their access.", r.Unchanged)
}

// guessed warns that nobody told the version that raw privilege ids are judged by. It is empty if somebody did, or
// if there are no such ids.
func guessed(k Kibana) string {
	if k.Source != FromNewest || !k.Judges {
		return ""
	}
	return "Raw privilege ids are judged by " + kibanaName(k) + ", the newest version that this command knows, because neither -kibana-version nor the plan says which one it is."
}

// kibanaName names the version with its product.
func kibanaName(k Kibana) string {
	if k.Version == "serverless" {
		return "Kibana on Elastic Cloud Serverless"
	}
	return "Kibana " + cases.Printable(k.Version)
}

// actionWords completes "role x ..." with what happens to the role. It is empty if nothing does.
func actionWords(action RoleAction) string {
	switch action {
	case RoleCreated:
		return "created"
	case RoleUpdated:
		return "updated"
	case RoleDeleted:
		return "deleted"
	case RoleUnmanaged:
		return "no longer managed, stays in Kibana"
	case RoleKept:
		return ""
	}
	return cases.Printable(string(action))
}

// resourceWords says what the plan does with a resource.
func resourceWords(r Resource) string {
	var words []string
	if r.Imported {
		words = append(words, "import")
	}
	if r.PreviousAddress != "" {
		words = append(words, "moved from "+cases.Printable(r.PreviousAddress))
	}
	switch actions := strings.Join(r.Actions, ", then "); {
	case len(r.Actions) > 1:
		words = append(words, "replace: "+cases.Printable(actions))
	case actions == "read":
		words = append(words, "read during apply")
	case actions == "no-op" && len(words) == 0 && r.Deferred == "":
		words = append(words, "no change")
	case actions != "no-op" && actions != "":
		words = append(words, cases.Printable(actions))
	}
	if r.Deferred != "" {
		words = append(words, "deferred: "+cases.Printable(r.Deferred))
	}
	return strings.Join(words, ", ")
}

// wideningWords returns a reason to look twice in words that complete "Look twice: ...".
func wideningWords(w Widening) string {
	switch w {
	case WidensAllSpaces:
		return "holds in many spaces"
	case WidensBase:
		return "comes from a base privilege, which includes every feature"
	case WidensRawIDs:
		return "comes from raw privilege ids in features"
	case WidensDelete, WidensConnectors, WidensSettings:
		return capabilityWords(cases.Capability(w))
	}
	return cases.Printable(string(w))
}

// capabilityWords returns a capability as people say it.
func capabilityWords(c cases.Capability) string {
	return strings.ReplaceAll(cases.Printable(string(c)), "_", " ")
}

// solutionWords returns the title of a solution, or of connectors.
func solutionWords(solution string) string {
	switch solution {
	case "connectors":
		return "Connectors"
	case "":
		return "Every solution"
	}
	return cases.Printable(cases.Solution(solution).Title())
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
