package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// fault is something that goes wrong with a request or its answer.
type fault struct {
	name   string
	breaks func(kibanatest.Hook) kibanatest.Hook
	// patience is the provider's request_timeout, where it counts: long enough for
	// what is not meant to be slow, on a busy machine too.
	patience string
}

// faults lists what can go wrong. What a gateway, a time-out or a broken
// connection takes away is only the answer: the request has taken effect, or
// not, as the name says.
func faults() []fault {
	return []fault{
		{name: "none", breaks: func(h kibanatest.Hook) kibanatest.Hook { return h }},
		{name: "429", breaks: answers(429, "text/plain", "slow down", "Retry-After", "0")},
		refuses(500),
		{name: "502, without effect", breaks: answers(502, "text/html", "<html>Bad Gateway</html>")},
		refuses(503, "Retry-After", "0"),
		{name: "504, took effect", breaks: mangles(504, "text/html", "<html>Gateway Time-out</html>")},
		{name: "reset, without effect", breaks: kibanatest.Hook.Cut},
		{name: "reset, took effect", breaks: kibanatest.Hook.CutAfter},
		{
			name: "too slow, took effect", patience: "4s",
			breaks: func(h kibanatest.Hook) kibanatest.Hook {
				return h.Then(func(x *kibanatest.Exchange) { x.Wait(time.Hour) })
			},
		},
		{name: "truncated, took effect", breaks: truncates},
		{name: "garbage, took effect", breaks: mangles(200, "application/octet-stream", "\x00\xff\x17 no JSON \x80")},
		{name: "oversized, took effect", breaks: inflates},
		{name: "login page, without effect", breaks: answers(200, "text/html", loginPage)},
		{name: "redirect, same origin", breaks: answers(302, "text/html", "", "Location", "/login?next="+secret)},
		{name: "redirect, other origin", breaks: answers(302, "text/html", "", "Location", "https://elsewhere.invalid/kibana?token="+secret)},
		refuses(401),
		refuses(403),
		{name: "404", breaks: removes},
		refuses(409),
	}
}

// refuses answers as Kibana and Elasticsearch refuse, without an effect.
func refuses(status int, header ...string) fault {
	header = append(header, "Content-Type", "application/json")
	return fault{name: fmt.Sprint(status), breaks: func(h kibanatest.Hook) kibanatest.Hook {
		return h.Do(func(x *kibanatest.Exchange) {
			body := envelope(status)
			if asksElasticsearch(x.Request) {
				body = fmt.Sprintf(`{"error":{"root_cause":[],"type":"exception","reason":"no"},"status":%d}`, status)
			}
			x.Answer = kibanatest.NewAnswer(status, body, header...)
		})
	}}
}

func asksElasticsearch(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/_security/") }

func envelope(status int) string {
	return fmt.Sprintf(`{"statusCode":%d,"error":%q,"message":"no"}`, status, http.StatusText(status))
}

func answers(status int, contentType, body string, header ...string) func(kibanatest.Hook) kibanatest.Hook {
	return func(h kibanatest.Hook) kibanatest.Hook {
		return h.Answer(status, body, append(header, "Content-Type", contentType)...)
	}
}

// mangles replaces the answer of a request that has taken effect.
func mangles(status int, contentType, body string) func(kibanatest.Hook) kibanatest.Hook {
	return func(h kibanatest.Hook) kibanatest.Hook {
		return h.AnswerAfter(status, body, "Content-Type", contentType)
	}
}

// truncates passes on half of an answer, as if that were all. Where Kibana
// answers a write with nothing, something is left of somebody else's answer.
func truncates(h kibanatest.Hook) kibanatest.Hook {
	return h.Then(func(x *kibanatest.Exchange) {
		whole := string(x.Answer.Body)
		if whole == "" {
			whole = `{"acknowledged":true}`
		}
		x.Answer = kibanatest.NewAnswer(200, whole[:len(whole)/2], "Content-Type", "application/json")
	})
}

// inflates answers more than is ever read: 64 MiB of a list, 8 MiB of all else.
func inflates(h kibanatest.Hook) kibanatest.Hook {
	return h.Then(func(x *kibanatest.Exchange) {
		size := 8<<20 + 1
		if path := x.Request.URL.Path; path == listPath || path == featuresPath || path == spacesPath || asksElasticsearch(x.Request) {
			size = 64<<20 + 1
		}
		x.Answer = &kibanatest.Answer{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: blank()[:size]}
	})
}

var blank = sync.OnceValue(func() []byte { return bytes.Repeat([]byte(" "), 64<<20+1) })

// removes makes a 404 the truth: somebody has just deleted the role. Only to a
// PUT, which would create it, the answer is no word about the role.
func removes(h kibanatest.Hook) kibanatest.Hook {
	return h.Do(func(x *kibanatest.Exchange) {
		if x.Request.Method != http.MethodPut {
			x.Server.Remove("rich")
		}
		x.Answer = kibanatest.NewAnswer(404, envelope(404), "Content-Type", "application/json")
	})
}
