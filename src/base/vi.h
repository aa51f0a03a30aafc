/* vi: Vietnamese search and order. "Mật ong bạc hà", "mat ong bac ha" and "MẬT ONG BẠC HÀ" meet. */
#ifndef BASE_VI_H
#define BASE_VI_H

#include "base/str.h"

/* Small letters without marks, đ as d, a y standing alone as a vowel as i, one space between
 * words, everything that is neither letter nor digit a space. Valid UTF-8 in. */
str vi_fold(struct arena *a, str s);
/* As vi_fold with hyphens for spaces and every y as it is, for addresses of pages:
 * "mat-ong-bac-ha", "cong-ty". */
str vi_slug(struct arena *a, str s);
/* ICU sort key for Vietnamese order: compare as bytes. */
bytes vi_key(struct arena *a, str s);
/* Vietnamese order of two names: below zero, zero, above zero. */
int vi_compare(struct arena *a, str x, str y);
/* A query for the index of folded words: every folded word of `typed` begins a word of the row,
 * in any order. A word also fits where the row writes it together with its neighbour ("ri 6",
 * "Ri6"), or with y for i ("quý", "quí"). SQLite: `("mat"* OR "matong"*) AND ("ong"* OR
 * "matong"*)`; PostgreSQL: `(mat:* | matong:*) & (ong:* | matong:*)`. Empty when nothing
 * searchable was typed. */
str vi_match_sqlite(struct arena *a, str typed);
str vi_match_postgres(struct arena *a, str typed);
/* A query for an index of unfolded small words: every word of `typed` stands in the row with its
 * marks; where the tone is put makes no difference ("hoà", "hòa"). SQLite: `"mật" AND "ong"`. */
str vi_exact_sqlite(struct arena *a, str typed);
str vi_exact_postgres(struct arena *a, str typed);

#endif
