#include "forwarding.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *scorehouse_library_problem(const char *library) {
  // Loading again only counts; the library stays.
  if (dlopen(library, RTLD_NOW | RTLD_LOCAL) != NULL) return NULL;
  const char *problem = dlerror();
  return strdup(problem != NULL ? problem : library);
}

void *scorehouse_library_function(const char *library, const char *name) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  void *function = handle != NULL ? dlsym(handle, name) : NULL;
  if (function == NULL) {
    const char *problem = dlerror();
    fprintf(stderr, "scorehouse: %s\n", problem != NULL ? problem : name);
    abort();
  }
  return function;
}
