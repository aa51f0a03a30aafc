/* place — administrative units as a dated tree (đơn vị hành chính)
 *
 * A unit is keyed (level, code, valid_from): the same digits may mean an old ward before
 * 1 July 2025 and a larger commune after. It is in force on day D when valid_from <= D < valid_to.
 * Each unit has a path, "91/" for a province and "91/30307/" for its commune: areas of rights and
 * lists are prefixes of paths.
 *
 * Owns      tables place, place_successor
 * Promises  a unit once imported keeps its name and code; what ends gets a valid_to
 *           importing the same file twice changes nothing
 *           a record is counted under the unit in force on the day asked about; where its unit was
 *           split nobody guesses
 * Never     moves producers: a record keeps the unit as issued
 * Law       QD19-2025 (codes of provinces and communes)
 * Read      place.c, place_import.c, place_change.c
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

/* -- through time ------------------------------------------------------------------------------ */

/* Does this CSV tell which old unit became which new one (old_level,old_code,old_name,new_code,
 * new_name,relation)? Without old_level it is about provinces. */
bool place_is_change_file(struct arena *a, str csv);
/* Brings it in; the units themselves must be there. `relation` "part" means: divided. */
enum err place_changes_import(struct ctx *cx, str csv, bool preview,
                              struct place_import *out) MUST_USE;

/* Communes of that name in force on a day, with or without "xã", "phường" … before it. */
enum err place_named(struct ctx *cx, str name, date day, struct place_rows *out) MUST_USE;
/* The commune of that code in force on a day, else the newest there ever was. */
enum err place_coded(struct ctx *cx, str code, date day, struct place *out, bool *found) MUST_USE;

struct place_now {
    struct place it;                           /* the unit, or where the way ended */
    bool known;                                /* it is in force on the day */
    struct place_rows several;                 /* it was split: one of these, somebody must say */
};
/* The unit in force on a day for a unit a record was issued with. */
enum err place_resolve(struct ctx *cx, place_id issued, date day, struct place_now *out) MUST_USE;
/* The units that became this one, in Vietnamese order. */
enum err place_former(struct ctx *cx, place_id id, struct place_rows *out) MUST_USE;

extern const struct route place_routes[];

#define MSG MSG_DECLARE
#include "place/place.msg"
#undef MSG

#endif
