package main

// The environment variables of a test binary: the id of the mutant that is switched on, and the file that receives the ids
// of the mutants that are reached while none is switched on.
const (
	envMutant  = "MUTANT"
	envReached = "MUTANTS_REACHED"
)

// switchSource is a file that each mutated package gets. A call of mutant is made only where the mutant makes a difference.
const switchSource = `

import (
	"os"
	"reflect"
	"strconv"
	"sync"
)

var mutantOn = func() int { on, _ := strconv.Atoi(os.Getenv("` + envMutant + `")); return on }()

var mutantLog = func() *os.File {
	name := os.Getenv("` + envReached + `")
	if name == "" {
		return nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	return file
}()

var mutantsReached sync.Map

// mutant reports whether a mutant is switched on.
func mutant(id int) bool {
	if mutantLog != nil {
		if _, before := mutantsReached.LoadOrStore(id, true); !before {
			mutantLog.WriteString(strconv.Itoa(id) + "\n")
		}
	}
	return id == mutantOn
}

// mutantInt returns the difference to an integer.
func mutantInt(id, difference int) int {
	if mutant(id) {
		return difference
	}
	return 0
}

// mutantZero returns the value, or the zero value in its place.
func mutantZero[T any](id int, value T) T {
	var none T
	if !reflect.ValueOf(&value).Elem().IsZero() && mutant(id) {
		return none
	}
	return value
}
`
