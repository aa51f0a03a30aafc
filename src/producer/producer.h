/* producer — chủ thể: who makes a product and holds its certificate
 *
 * A cooperative, an enterprise, a household … Officers of its area enter and correct it; its own
 * people read it. The scored facts about its representative are kept here, once.
 *
 * Owns      table producer; view pub_producer
 * Promises  every change carries the version it was made from; another's change is not overwritten
 *           names are found with or without marks
 * Never     knows products
 * Law       QD26-2026/D2 (who may take part)
 * Read      producer.c, producer_form.c, producer_web.c
 */
#ifndef PRODUCER_PRODUCER_H
#define PRODUCER_PRODUCER_H

#include "core/core.h"
#include "place/place.h"

enum legal_type {
    COOPERATIVE = 1,
    COOP_GROUP,
    ENTERPRISE,
    FARM,
    PRODUCING_HOUSEHOLD,
    HOUSEHOLD_BUSINESS,
    ASSOCIATION,                               /* tourism only */
};

struct producer {
    producer_id id;
    str code;                                  /* public, 12 characters */
    int32_t legal_type;                        /* enum legal_type */
    str name;
    str licence;                               /* number of the business registration */
    str tax_code;
    str representative;
    bool rep_female;
    bool rep_minority;
    bool rep_disabled;
    str phone;
    str email;
    str address;                               /* hamlet and street; the commune is `place` */
    str place_code;                            /* typed: the commune's code */
    place_id place;
    str place_path;
    str place_name;
    str search_folded;
    bytes name_key;
    int64_t version;
    instant created_at;
};
ROWS_OF(producer);

extern const struct form producer_form;

/* One producer the actor may see; ERR_NOT_FOUND otherwise. */
enum err producer_by_code(struct ctx *cx, str code, struct producer *out) MUST_USE;

struct producer_query {
    str typed;                                 /* words, with or without marks */
    bytes after_key;                           /* of the last row seen */
    producer_id after;
};
/* In Vietnamese order, within the actor's area; one row more than a page when there are more. */
enum err producer_find(struct ctx *cx, const struct producer_query *q,
                       struct producer_rows *out) MUST_USE;

/* ERR_INPUT: the commune is not of the actor's area. Fills id. Inside a write. */
enum err producer_add(struct ctx *cx, const struct producer *in, producer_id *out) MUST_USE;
enum err producer_add_tx(struct ctx *cx, const struct producer *in) MUST_USE;
/* ERR_CONFLICT: changed after in->version. */
enum err producer_change_tx(struct ctx *cx, const struct producer *in) MUST_USE;

str producer_type_label(int32_t legal_type);
url producer_path(struct arena *a, str code);

extern const struct route producer_routes[];

#define MSG MSG_DECLARE
#include "producer/producer.msg"
#undef MSG

#endif
