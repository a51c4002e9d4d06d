// zlib hides its two initialisers behind macros that Swift cannot call.
#ifndef WEIR_CZLIB_SHIM_H
#define WEIR_CZLIB_SHIM_H
#include <zlib.h>

static inline int weir_deflateInit2(z_stream *stream, int level, int windowBits, int memLevel, int strategy) {
    return deflateInit2(stream, level, Z_DEFLATED, windowBits, memLevel, strategy);
}

static inline int weir_inflateInit2(z_stream *stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}
#endif
