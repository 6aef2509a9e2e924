// The classic first module of SWIG: three functions and a global variable.
%module example

%{
#include "example.h"
%}

%include <exception.i>

// In C these two would be undefined behaviour. `check` comes after SWIG's own conversion.
%typemap(check) int n {
    if ($1 < 0 || $1 > 12) {
        SWIG_exception_fail(SWIG_ValueError, "n has to be from 0 to 12");
    }
}
%typemap(check) int y {
    if ($1 == 0) {
        SWIG_exception_fail(SWIG_DivisionByZero, "y has to be other than 0");
    }
}

%include "example.h"
