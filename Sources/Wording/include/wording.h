#ifndef WEIR_WORDING_H
#define WEIR_WORDING_H

#include <stddef.h>

/// `wording.csv` as it stands in the program: what partners read, in five languages, one entry a line.
const unsigned char *_Nonnull weir_wording_bytes(void);

/// The number of its bytes.
size_t weir_wording_count(void);

#endif
