package cases

import "strings"

// operations is a set of operations on cases, as bits. Kibana checks an operation,
// such as getCase, before each request on a case. In Elasticsearch, the action for an
// operation is "cases:<owner>/<operation>". The owner is a solution.
type operations uint64

const (
	createCase operations = 1 << iota
	getCase
	updateCase
	deleteCase
	pushCase
	createComment
	getComment
	updateComment
	deleteComment
	createConfiguration
	findConfigurations
	updateConfiguration
	reopenCase
	assignCase
	manageTemplate
	getFieldDefinitions
	getTags
	getReporters
	getUserActions
)

// operationNames holds the name of each operation, in the order of the bits.
var operationNames = []string{
	"createCase", "getCase", "updateCase", "deleteCase", "pushCase", "createComment", "getComment", "updateComment", "deleteComment",
	"createConfiguration", "findConfigurations", "updateConfiguration", "reopenCase", "assignCase", "manageTemplate", "getFieldDefinitions",
	"getTags", "getReporters", "getUserActions",
}

// operationsBySolution holds the operations that a privilege grants, by solution.
type operationsBySolution map[Solution]operations

// owners holds the owner in the actions on the cases of each solution.
var owners = map[Solution]string{Security: "securitySolution", Observability: "observability", Stack: "cases"}

// actionPrefix begins every action on cases.
const actionPrefix = "cases:"

// IsAction reports whether an action of Elasticsearch is one on cases.
func IsAction(action string) bool { return strings.HasPrefix(action, actionPrefix) }

// has reports whether the set includes all operations of want.
func (o operations) has(want operations) bool { return o&want == want }

// action returns the action for an operation on a solution's cases.
func action(s Solution, operation string) string { return actionPrefix + owners[s] + "/" + operation }

// parseAction is the inverse of action. Ok is false if the owner is unknown.
func parseAction(text string) (s Solution, operation string, ok bool) {
	owner, operation, _ := strings.Cut(strings.TrimPrefix(text, actionPrefix), "/")
	for _, s := range Solutions() {
		if owners[s] == owner {
			return s, operation, true
		}
	}
	return "", operation, false
}
