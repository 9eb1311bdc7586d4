package web

import "testing"

func TestACellThatLooksLikeAFormulaIsText(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+47": "'+47", "-5": "'-5", "@SUM": "'@SUM", "\tx": "'\tx", "": "", "Flat white": "Flat white", "a=b": "a=b",
	} {
		if got := Cell(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
