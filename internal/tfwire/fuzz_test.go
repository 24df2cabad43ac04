package tfwire_test

import (
	"runtime"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/tfwire"
)

// Decoding any bytes ends, and takes memory in proportion to them. Decoded values
// equal those that the framework hands out, and encoded ones those that it returns.
func FuzzDecode(f *testing.F) {
	for _, value := range []object{minimal(nil), full(), asState(full()), minimal(object{"single": nil, "spaces": object{"soc": nil}})} {
		f.Add(encode(f, thing(), value).MsgPack)
	}
	of := thing().Type().TerraformType(f.Context())
	unknown := map[string]tftypes.Value{}
	for name, attribute := range of.(tftypes.Object).AttributeTypes {
		unknown[name] = tftypes.NewValue(attribute, tftypes.UnknownValue)
	}
	packed, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, unknown))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed.MsgPack)
	f.Add([]byte("\x81\xa4name\xc7\x03\x0c\x81\x01\xc2")) // unknown, but not null
	compiled, theirs := compile(f, thing()), serve(thing())
	f.Fuzz(func(t *testing.T, packed []byte) {
		value := &tfprotov6.DynamicValue{MsgPack: packed}
		before := allocated()
		config, isConfig := compiled.Config(t.Context(), value)
		state, isState := compiled.State(t.Context(), value)
		if took := allocated() - before; took > 8<<20+uint64(4000*len(packed)) {
			t.Errorf("%d bytes take %d to decode", len(packed), took)
		}
		if isConfig {
			want, accepted := theirs.config(t, value)
			if err := same(config, want); !accepted || err != nil {
				t.Errorf("configuration: accepted %v: %v", accepted, err)
			}
		}
		if isState {
			want, accepted := theirs.state(t, value)
			if err := same(state, want); !accepted || err != nil {
				t.Errorf("state: accepted %v: %v", accepted, err)
			}
			if err := encodedAlike(t, compiled, theirs, value); err != nil {
				t.Errorf("state: %v", err)
			}
		}
	})
}

// A repacked state equals the framework's, for any text of a state file.
func FuzzRepack(f *testing.F) {
	for _, value := range []object{minimal(nil), full(), asState(full()), minimal(object{"single": nil})} {
		f.Add(stateFile(f, value))
	}
	compiled, theirs := compile(f, thing()), serve(thing())
	f.Fuzz(func(t *testing.T, text []byte) {
		state := &tfprotov6.RawState{JSON: text}
		before := allocated()
		got, ok := compiled.Repack(tfwire.ParseRawState(state))
		if took := allocated() - before; took > 8<<20+uint64(4000*len(text)) {
			t.Errorf("%d bytes take %d to repack", len(text), took)
		}
		if err := repackedAlike(t, theirs, state, got); ok && err != nil {
			t.Error(err)
		}
	})
}

// allocated returns how many bytes this process has allocated so far.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
