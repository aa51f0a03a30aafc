/* place — administrative units as a dated tree (đơn vị hành chính)
 *
 * A unit is keyed (level, code, valid_from): the same digits may mean an old ward before
 * 1 July 2025 and a larger commune after. It is in force on day D when valid_from <= D < valid_to.
 * Each unit has a path, "91/" for a province and "91/30307/" for its commune: areas of rights and
 * lists are prefixes of paths.
 *
 * Owns      table place
 * Promises  a unit once imported keeps its name and code; what ends gets a valid_to
 *           importing the same file twice changes nothing
 * Never     moves producers: a record keeps the unit as issued
 * Law       QD19-2025 (codes of provinces and communes)
 * Read      place.c, place_import.c
 */
#ifndef PLACE_PLACE_H
#define PLACE_PLACE_H

#include "core/core.h"

enum place_level { LEVEL_PROVINCE = 1, LEVEL_DISTRICT = 2, LEVEL_COMMUNE = 3 };

struct place {
    place_id id;
    int32_t level;                             /* enum place_level */
    str code;                                  /* "91", "30307"; leading zeros count */
    str name;                                  /* "Phường Long Xuyên" */
    str short_name;                            /* "Long Xuyên" */
    str kind;                       /* tinh, thanh_pho_tw, huyen …, xa, phuong, thi_tran, dac_khu */
    str parent_code;
    str path;                                  /* "91/30307/" */
    date valid_from;                           /* NO_DATE = since before the first known day */
    date valid_to;                             /* first day no longer in force; NO_DATE = open */
    str name_folded;
    bytes name_key;
};
ROWS_OF(place);

/* Communes of an area in force on a day, in Vietnamese order. */
enum err place_communes(struct ctx *cx, str area_path, date day, struct place_rows *out) MUST_USE;
/* The unit of that level and code in force on a day. */
enum err place_in_force(struct ctx *cx, enum place_level level, str code, date day,
                        struct place *out) MUST_USE;
enum err place_get(struct ctx *cx, place_id id, struct place *out) MUST_USE;
/* Communes as values and labels of a form's list. */
enum err place_picks(struct ctx *cx, str area_path, struct pick **at, ptrdiff_t *count) MUST_USE;

/* -- import (saolang import units FILE.csv) --------------------------------------------------- */

struct place_import {
    int64_t read;
    int64_t added;
    int64_t unchanged;
    int64_t ended;                             /* got a valid_to they did not have */
    struct {
        struct place_fault {
            int64_t line;
            str text;
        } *at;
        ptrdiff_t count;
    } faults;
};

/* Reads code,name,short_name,level,type,parent_code,valid_from,valid_to. All or nothing: with a
 * faulty line nothing is written. `only` keeps one province ("" = all); `preview` writes
 * nothing. */
enum err place_import(struct ctx *cx, str csv, str only, bool preview,
                      struct place_import *out) MUST_USE;

extern const struct route place_routes[];

#define MSG MSG_DECLARE
#include "place/place.msg"
#undef MSG

#endif
