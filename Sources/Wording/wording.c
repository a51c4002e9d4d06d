#include "wording.h"

// `#embed` is C23; the compiler knows it in older dialects too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char wording[] = {
#embed "wording.csv"
};

const unsigned char *weir_wording_bytes(void) { return wording; }
size_t weir_wording_count(void) { return sizeof wording; }
