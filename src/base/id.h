/* id: one type per table, so that two ids cannot be swapped, and the codes the public sees. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/ids.def"
#include "base/str.h"

#define ID_TYPE(noun) typedef struct { int64_t id; } noun##_id;
IDS(ID_TYPE)
#undef ID_TYPE

/* A public code: 12 characters of 31 that cannot be mistaken for each other, the last a check
 * character that catches every single wrong character and every swap of two neighbours.
 * Shown in groups of four: 7K3M-9QXT-2HVA. About 54 random bits. */
enum { CODE_CHARS = 12 };

str code_make(struct arena *a);
/* From what a person typed: any case, with or without hyphens and spaces. Gives the 12 plain
 * characters; false when the check character is wrong. */
bool code_read(struct arena *a, str typed, str *out) MUST_USE;
/* 7K3M9QXT2HVA as 7K3M-9QXT-2HVA. */
str code_show(struct arena *a, str code);

#endif
