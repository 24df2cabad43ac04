package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
)

const privilegesPath = "/api/security/privileges"

// errShape is the error for JSON that is not one of privileges.
var errShape = &json.UnmarshalTypeError{Value: "another shape", Type: reflect.TypeFor[Privileges]()}

// Privileges holds the privileges of a Kibana and the actions that each grants.
type Privileges struct {
	// Features holds the actions by feature id and privilege id.
	Features map[string]map[string][]string
	// Space and Global hold the actions of the base privileges, by privilege id: in one
	// space and in all spaces.
	Space, Global map[string][]string
}

// EffectivePrivileges returns the ids of the privileges that have an effect with
// Kibana's licence, by feature id: GET
// /api/security/privileges?respectLicenseLevel=true. It includes deprecated features.
func (c *Client) EffectivePrivileges(ctx context.Context) (map[string][]string, error) {
	x, answer, err := fetch[struct {
		Features map[string][]string `json:"features"`
	}](ctx, c, request{method: http.MethodGet, path: privilegesPath, query: "respectLicenseLevel=true"})
	if err != nil {
		return nil, err
	}
	if answer.Features == nil {
		return nil, x.responseError("JSON without features")
	}
	c.roleAPIFound.Store(true)
	return answer.Features, nil
}

// Privileges returns all privileges, whatever Kibana's licence, with the actions for
// which keep returns true: GET
// /api/security/privileges?includeActions=true&respectLicenseLevel=false. The answer
// takes megabytes. It is decoded as it arrives.
func (c *Client) Privileges(ctx context.Context, keep func(action string) bool) (Privileges, error) {
	var privileges Privileges
	var problem string
	x, err := c.do(ctx, request{
		method: http.MethodGet, path: privilegesPath, query: "includeActions=true&respectLicenseLevel=false",
		stream: func(contentType string, answer io.Reader) {
			privileges, problem = decodePrivileges(contentType, answer, keep)
		},
	})
	if err == nil && problem == "" && privileges.Features == nil {
		problem = "JSON without features"
	}
	if err == nil && problem != "" {
		err = x.responseError(problem)
	}
	if err != nil {
		return Privileges{}, err
	}
	c.roleAPIFound.Store(true)
	return privileges, nil
}

// decodePrivileges is [decode] for privileges that are still arriving.
func decodePrivileges(contentType string, answer io.Reader, keep func(string) bool) (p Privileges, problem string) {
	from := bufio.NewReader(answer)
	first := peekByte(from)
	d := privilegesDecoder{json.NewDecoder(from), keep, map[string]string{}}
	err := d.object(func(key string) (err error) {
		switch key {
		case "features":
			p.Features = map[string]map[string][]string{}
			return d.object(func(feature string) (err error) {
				p.Features[feature], err = d.actionsByID()
				return err
			})
		case "space":
			p.Space, err = d.actionsByID()
		case "global":
			p.Global, err = d.actionsByID()
		default:
			err = d.Decode(new(json.RawMessage))
		}
		return err
	})
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return p, ""
		}
		err = errors.New("content after the privileges")
	}
	if first == 0 {
		return Privileges{}, describe(contentType, nil, err)
	}
	return Privileges{}, describe(contentType, []byte{first}, err)
}

// privilegesDecoder decodes privileges list by list. It keeps each action once.
type privilegesDecoder struct {
	*json.Decoder

	keep func(action string) bool
	kept map[string]string
}

// object decodes an object. Member decodes the value of each key.
func (d privilegesDecoder) object(member func(key string) error) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('{') {
		return errShape
	}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder refuses other keys
		if err := member(key); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// actionsByID decodes an object of lists of actions.
func (d privilegesDecoder) actionsByID() (map[string][]string, error) {
	byID := map[string][]string{}
	var actions []string // used for each list
	return byID, d.object(func(id string) error {
		actions = actions[:0]
		if err := d.Decode(&actions); err != nil {
			return err
		}
		byID[id] = nil
		for _, action := range actions {
			if !d.keep(action) {
				continue
			}
			if _, ok := d.kept[action]; !ok {
				d.kept[action] = action
			}
			byID[id] = append(byID[id], d.kept[action])
		}
		return nil
	})
}
