// Functions of a shared library that is loaded when the first of them is called.
//
// A program that is linked to libpq and libcurl loads thirty libraries more before it does anything,
// which takes longer than a small report. See docs/decisions/0050.
#ifndef SCOREHOUSE_CFORWARDING_H
#define SCOREHOUSE_CFORWARDING_H

#include <stddef.h>

/// Why a library can't be loaded, in a text of its own to be kept; NULL: it is loaded.
const char *scorehouse_library_problem(const char *library);

/// The function of that name; the program ends where the library has none, or can't be loaded.
void *scorehouse_library_function(const char *library, const char *name);

/// Defines how a function of a library is found: looked for once, from any thread.
#define SCOREHOUSE_FIND(library, name)                                       \
  static __typeof__(&name) find_##name(void) {                               \
    static void *found;                                                      \
    void *function = __atomic_load_n(&found, __ATOMIC_ACQUIRE);              \
    if (function == NULL) {                                                  \
      function = scorehouse_library_function(library, #name);                \
      __atomic_store_n(&found, function, __ATOMIC_RELEASE);                  \
    }                                                                        \
    return (__typeof__(&name))function;                                      \
  }

/// Defines a function of a library, so that it passes calls on to the library's own.
#define SCOREHOUSE_FORWARD(library, result, name, parameters, arguments) \
  SCOREHOUSE_FIND(library, name)                                         \
  result name parameters { return find_##name() arguments; }

#endif
