/* place.c: units in force on a day. */
#include "place/place.h"

#include "place/place.sql.h"

#define MSG MSG_DEFINE
#include "place/place.msg"
#undef MSG

enum err place_communes(struct ctx *cx, str area_path, date day, struct place_rows *out)
{
    return place_list_on(cx, join(cx->a, area_path, S("%")), day, LEVEL_COMMUNE, out);
}

enum err place_in_force(struct ctx *cx, enum place_level level, str code, date day,
                        struct place *out)
{
    bool found;
    TRY(place_on(cx, (int32_t)level, code, day, out, &found));
    return found ? OK : ERR_NOT_FOUND;
}

enum err place_picks(struct ctx *cx, str area_path, struct pick **at, ptrdiff_t *count)
{
    struct place_rows rows;
    TRY(place_communes(cx, area_path, instant_date(cx->now), &rows));
    *at = new(cx->a, struct pick, rows.count);
    *count = rows.count;
    for (ptrdiff_t i = 0; i < rows.count; i++)
        (*at)[i] = (struct pick){ rows.at[i].code, rows.at[i].name };
    return OK;
}
