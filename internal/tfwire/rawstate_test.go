package tfwire_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// A state that fits the schema is repacked as the framework does it; any other is
// not.
func TestRepack(t *testing.T) {
	t.Parallel()
	stored := func(o object) *tfprotov6.RawState {
		return &tfprotov6.RawState{JSON: stateFile(t, o)}
	}
	for name, test := range map[string]struct {
		state    *tfprotov6.RawState
		repacked bool
	}{
		"minimal":                        {stored(asState(minimal(nil))), true},
		"full":                           {stored(asState(full())), true},
		"a null list of blocks":          {stored(asState(minimal(object{"single": object{}}))), false},
		"missing":                        {nil, false},
		"of an ancient Terraform":        {&tfprotov6.RawState{Flatmap: map[string]string{"id": "a"}}, false},
		"null":                           {&tfprotov6.RawState{JSON: []byte("null")}, false},
		"broken":                         {&tfprotov6.RawState{JSON: []byte(`{"id":`)}, false},
		"an attribute is absent":         {&tfprotov6.RawState{JSON: []byte(`{"id":"a"}`)}, false},
		"a list":                         {&tfprotov6.RawState{JSON: []byte(`[]`)}, false},
		"an attribute has another name":  {&tfprotov6.RawState{JSON: bytes.Replace(stateFile(t, asState(full())), []byte(`"flag"`), []byte(`"flap"`), 1)}, false},
		"an attribute of a newer schema": {with(t, stored(asState(full())), "newer", 1), false},
		"a number for a string":          {with(t, stored(asState(full())), "name", 1), false},
		"a bool for a string":            {with(t, stored(asState(full())), "name", true), false},
		"a string for a bool":            {with(t, stored(asState(full())), "flag", "true"), false},
		"a map for a set":                {with(t, stored(asState(full())), "tags", object{}), false},
		"a list for a map":               {with(t, stored(asState(full())), "groups", []any{}), false},
		"a list for a string":            {with(t, stored(asState(full())), "name", []any{}), false},
		"a number in a set":              {with(t, stored(asState(full())), "tags", []any{1}), false},
		"something behind the object":    {&tfprotov6.RawState{JSON: append(stateFile(t, asState(full())), "{}"...)}, false},
		"a string for an object":         {with(t, stored(asState(full())), "grant", "full"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := compile(t, thing()).Repack(tfwire.ParseRawState(test.state))
			if ok != test.repacked {
				t.Fatalf("repacked: %v, want %v", ok, test.repacked)
			}
			if ok && got == nil {
				t.Fatal("no value")
			}
			if err := repackedAlike(t, serve(thing()), test.state, got); ok && err != nil {
				t.Error(err)
			}
		})
	}
}

// A state is sent back as it was read.
func TestRawStateKeepsNumbers(t *testing.T) {
	t.Parallel()
	const text = `{"a":12345678901234567890,"b":[1.50]}`
	state, err := tfwire.ParseRawState(&tfprotov6.RawState{JSON: []byte(text)}).Encode()
	if err != nil || string(state.JSON) != text {
		t.Errorf("%s, %v", state.JSON, err)
	}
	if _, err := (tfwire.RawState{"a": make(chan int)}).Encode(); err == nil {
		t.Error("what is no JSON is encoded")
	}
}

// stateFile returns an object as a state file has it, with every attribute.
func stateFile(t testing.TB, o object) []byte {
	t.Helper()
	var all object
	if err := msgpack.Unmarshal(encode(t, thing(), o).MsgPack, &all); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// with replaces an attribute of a state.
func with(t testing.TB, state *tfprotov6.RawState, name string, value any) *tfprotov6.RawState {
	t.Helper()
	var all object
	if err := json.Unmarshal(state.JSON, &all); err != nil {
		t.Fatal(err)
	}
	all[name] = value
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.RawState{JSON: text}
}

// repackedAlike compares a repacked state with the framework's.
func repackedAlike(t testing.TB, f *framework, state *tfprotov6.RawState, got *tfprotov6.DynamicValue) error {
	t.Helper()
	if got == nil {
		return nil
	}
	resp, err := f.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: "test_thing", RawState: state})
	if err != nil || len(resp.Diagnostics) > 0 {
		return fmt.Errorf("the framework does not accept it: %w %v", err, resp.Diagnostics)
	}
	of := f.schema.Type().TerraformType(t.Context())
	want, err := resp.UpgradedState.Unmarshal(of)
	if err != nil {
		return err
	}
	value, err := got.Unmarshal(of)
	if err != nil || !value.Equal(want) {
		return fmt.Errorf("repacked %v, want %v: %w", value, want, err)
	}
	return nil
}
