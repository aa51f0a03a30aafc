/* archive_in: what writing and reading an archive share; outside app/archive*.c nobody includes
 * it. */
#ifndef APP_ARCHIVE_IN_H
#define APP_ARCHIVE_IN_H

#include "base/str.h"

enum { PIECE = 64 << 10 };                     /* read and written at once */

/* All `n` bytes to a descriptor; false with errno. */
bool write_all(int fd, const char *at, ptrdiff_t n);
/* Small hexadecimal digits and nothing else. */
bool all_hex(str s);

#endif
