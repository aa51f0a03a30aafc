/* vi: Vietnamese search and order. "Mật ong bạc hà", "mat ong bac ha" and "MẬT ONG BẠC HÀ" meet. */
#ifndef BASE_VI_H
#define BASE_VI_H

#include "base/str.h"

/* Small letters without marks, đ as d, a y standing alone as a vowel as i, one space between
 * words, everything that is neither letter nor digit a space. Valid UTF-8 in. */
str vi_fold(struct arena *a, str s);
/* As vi_fold with hyphens for spaces, for addresses of pages: "mat-ong-bac-ha". */
str vi_slug(struct arena *a, str s);
/* ICU sort key for Vietnamese order: compare as bytes. */
bytes vi_key(struct arena *a, str s);
/* Vietnamese order of two names: below zero, zero, above zero. */
int vi_compare(struct arena *a, str x, str y);
/* An FTS query that matches every folded word of `typed` as a prefix: `"mat"* "ong"*`; for
 * PostgreSQL `mat:* & ong:*`. Empty when nothing searchable was typed. */
str vi_match_sqlite(struct arena *a, str typed);
str vi_match_postgres(struct arena *a, str typed);

#endif
