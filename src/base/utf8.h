/* utf8: text at the edge. Everything from outside passes text_clean() before it goes further. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

/* True for well-formed UTF-8 without surrogates, overlong forms or values above U+10FFFF. */
bool utf8_valid(str s);
/* Characters (code points) in valid UTF-8. */
ptrdiff_t utf8_length(str s);
/* The first `count` characters. */
str utf8_head(str s, ptrdiff_t count);
/* Valid UTF-8 to NFC, without control characters (line feeds stay when `lines`), trimmed.
 * False when the bytes are not valid UTF-8; then *out is the empty str. */
bool text_clean(struct arena *a, str s, bool lines, str *out) MUST_USE;

#endif
