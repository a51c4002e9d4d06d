#include <readstat.h>

#ifdef __linux__
// glibc shows it to those only who ask for all its extensions.
int memfd_create(const char *name, unsigned int flags);
#endif
