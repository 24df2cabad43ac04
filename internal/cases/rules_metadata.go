package cases

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// checkNumbers checks the numbers in metadata, which Kibana reads as 64-bit floats.
// It refuses a number that Kibana would store as null or 0, and warns about an
// integer that loses digits. It accepts the rounding of fractions.
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
				"Kibana stores %s in metadata as null: it is larger than a number in JavaScript can be. Write it as a string: %q.", number, number)
		case float == 0:
			if strings.ContainsAny(mantissa(number), "123456789") {
				f.errorf(at, "Number cannot be kept",
					"Kibana stores %s in metadata as 0: it is smaller than a number in JavaScript can be. Write it as a string: %q.", number, number)
			}
		default:
			if kept := roundedJSON(float); losesDigits(number, kept) {
				f.warnf(at, fmt.Sprintf("Number %s loses digits", number),
					"The number %s in metadata becomes %s: Kibana keeps about 16 digits of a number. To keep them all, write it as a string: %q.", number, kept, number)
			}
		}
	}
}

// losesDigits reports whether number is an integer and differs from kept, the number
// that Kibana stores.
func losesDigits(number json.Number, kept string) bool {
	written, okWritten := new(big.Rat).SetString(number.String())
	stored, okStored := new(big.Rat).SetString(kept)
	return okWritten && okStored && written.IsInt() && written.Cmp(stored) != 0
}

// mantissa returns a number without its exponent.
func mantissa(number json.Number) string {
	digits, _, _ := strings.Cut(strings.ToLower(number.String()), "e")
	return digits
}

// roundedJSON encodes a finite number as JSON.
func roundedJSON(float float64) string {
	text, _ := json.Marshal(float) //nolint:errchkjson // number.Float64 returns an error for infinite numbers
	return string(text)
}
