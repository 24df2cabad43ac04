package cases

import "reflect"

// Value is a value of a configuration. It is null, unknown or known. The zero
// Value is null. Rules check known values only; they draw no conclusion from an
// unknown value.
type Value[T any] struct {
	value T // the zero value of T unless the state is isKnown
	state valueState
}

type valueState uint8

const (
	isNull valueState = iota
	isUnknown
	isKnown
)

// Known returns a known value. It may be the zero value of T, such as "".
func Known[T any](value T) Value[T] { return Value[T]{value, isKnown} }

// Unknown returns a value that is known only after apply.
func Unknown[T any]() Value[T] { return Value[T]{state: isUnknown} }

// IsNull reports whether the configuration does not set the value.
func (v Value[T]) IsNull() bool { return v.state == isNull }

// IsUnknown reports whether the value is known only after apply. It may turn out
// to be null.
func (v Value[T]) IsUnknown() bool { return v.state == isUnknown }

// IsKnown reports whether the value is set and known.
func (v Value[T]) IsKnown() bool { return v.state == isKnown }

// Get returns the value if it is known, else the zero value of T.
func (v Value[T]) Get() T { return v.value }

// Equal reports whether both values have the same state and, if known, are deeply
// equal.
func (v Value[T]) Equal(other Value[T]) bool { return reflect.DeepEqual(v, other) }
