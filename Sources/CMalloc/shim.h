// The C library's switches of its allocator, which Swift's Glibc module leaves out.
#ifndef SCOREHOUSE_CMALLOC_SHIM_H
#define SCOREHOUSE_CMALLOC_SHIM_H

#include <malloc.h>

#endif
