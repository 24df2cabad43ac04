package cases

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// Kibana reads the numbers in a role's metadata as JavaScript does: as floats of
// 64 bits.

// checkNumbers returns an error for a number that Kibana turns into null or
// zero, and a warning for an integer that loses digits. Fractions are rounded by
// nature, and nothing is said about them.
func checkNumbers(f *findings, at Path, text string) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			return
		}
		number, ok := token.(json.Number)
		if !ok {
			continue
		}
		float, err := number.Float64()
		switch {
		case err != nil:
			f.errorf(at, "Number cannot be kept",
				"Kibana stores %s in metadata as null: it is larger than a number in JavaScript can be. Write it as a text: %q.", number, number)
		case float == 0:
			if strings.ContainsAny(mantissa(number), "123456789") {
				f.errorf(at, "Number cannot be kept",
					"Kibana stores %s in metadata as 0: it is smaller than a number in JavaScript can be. Write it as a text: %q.", number, number)
			}
		default:
			if kept := roundedJSON(float); losesDigits(number, kept) {
				f.warnf(at, fmt.Sprintf("Number %s loses digits", number),
					"The number %s in metadata becomes %s: Kibana keeps about 16 digits of a number. To keep them all, write it as a text: %q.", number, kept, number)
			}
		}
	}
}

// losesDigits reports whether an integer is another one than what is kept of it.
func losesDigits(number json.Number, kept string) bool {
	written, ok := new(big.Rat).SetString(number.String())
	stored, also := new(big.Rat).SetString(kept)
	return ok && also && written.IsInt() && written.Cmp(stored) != 0
}

// mantissa is a number without its exponent.
func mantissa(number json.Number) string {
	digits, _, _ := strings.Cut(strings.ToLower(number.String()), "e")
	return digits
}

// roundedJSON writes a number as JSON, which has no infinite ones.
func roundedJSON(float float64) string {
	text, _ := json.Marshal(float) //nolint:errchkjson // number.Float64 has refused what JSON cannot hold
	return string(text)
}
