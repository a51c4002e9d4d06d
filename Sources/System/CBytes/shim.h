// Swift compares 64 bytes at once, but cannot ask a processor which of them it were.
#ifndef WEIR_CBYTES_SHIM_H
#define WEIR_CBYTES_SHIM_H
#include <stdint.h>
#include <string.h>

typedef uint8_t weir_bytes __attribute__((vector_size(64)));
typedef _Bool weir_bits __attribute__((ext_vector_type(64)));

static inline weir_bytes weir_load(const void *place) {
    weir_bytes bytes;
    memcpy(&bytes, place, sizeof bytes);
    return bytes;
}

/// Which of 64 bytes are this one: a bit each, the first byte in the lowest.
static inline uint64_t weir_bytes_equal(const void *place, uint8_t byte) {
    return __builtin_bit_cast(uint64_t, __builtin_convertvector(weir_load(place) == byte, weir_bits));
}

/// Which of 64 bytes are between these two, or one of them.
static inline uint64_t weir_bytes_between(const void *place, uint8_t first, uint8_t last) {
    weir_bytes above = weir_load(place) - first;
    return __builtin_bit_cast(uint64_t, __builtin_convertvector(above <= (uint8_t)(last - first), weir_bits));
}
#endif
