// zlib's own header: Swift imports all that is used of it.
#ifndef SCOREHOUSE_CZLIB_SHIM_H
#define SCOREHOUSE_CZLIB_SHIM_H

#include <zlib.h>

#endif
