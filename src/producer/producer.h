/* producer — chủ thể: who makes a product and holds its certificate
 *
 * A cooperative, an enterprise, a household … Officers of its area enter and correct it; its own
 * people read it. The scored facts about its representative are kept here, once.
 *
 * Owns      tables producer, producer_twin (producer_twin.h), those of producer_card.h; view
 *           pub_producer
 * Promises  every change carries the version it was made from; another's change is not overwritten
 *           names are found with or without marks
 * Never     knows products
 * Law       QD26-2026/D2 (who may take part)
 * Read      producer.c, producer_form.c, producer_web.c, producer_known.c, producer_card.c,
 *           producer_twin.c, producer_merge.c
 */
#ifndef PRODUCER_PRODUCER_H
#define PRODUCER_PRODUCER_H

#include "core/core.h"
#include "place/place.h"

enum legal_type {
    LEGAL_TYPE_UNKNOWN = 0,                    /* of a record that came in without it */
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
    instant withdrawn_at;                      /* taken back; 0 = stands */
    place_id place_issued;                     /* the unit it came with, where that has ended */
};
ROWS_OF(producer);

extern const struct form producer_form;

/* One producer the actor may see; ERR_NOT_FOUND otherwise. */
enum err producer_by_code(struct ctx *cx, str code, struct producer *out) MUST_USE;

struct producer_query {
    str typed;                                 /* words, with or without marks */
    bool without_commune;                      /* only those whose commune is not known */
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

/* -- records that come in as tables -- */

/* Adds a producer as an earlier record names it: legal type and commune may be unknown. `place` is
 * the unit it counts under, `place_issued` the one it was issued with. Inside a write. */
enum err producer_add_known(struct ctx *cx, const struct producer *in, producer_id *out) MUST_USE;
/* Changes one likewise; `place` may stay. ERR_CONFLICT: changed after in->version. Inside a
 * write. */
enum err producer_change_known(struct ctx *cx, const struct producer *in) MUST_USE;
/* Takes back what a table brought in; its row stays. Inside a write. */
enum err producer_withdraw(struct ctx *cx, producer_id id, int64_t version) MUST_USE;
/* By tax code, else by name, within an area; *found tells. Two of one name are two where their tax
 * codes differ, or, for households, their communes (said->place, zero when not known). */
enum err producer_like(struct ctx *cx, const struct producer *said, str area,
                       struct producer *out, bool *found) MUST_USE;
/* The record a merged one went into; for rooms that hear EVENT_PRODUCER_MERGED. */
enum err producer_merge_target(struct ctx *cx, int64_t gone, struct producer *out) MUST_USE;
enum err producer_by_id(struct ctx *cx, producer_id id, struct producer *out) MUST_USE;
/* "HTX …", "Công ty …": what the name says; LEGAL_TYPE_UNKNOWN when it says nothing. */
int32_t producer_type_of_name(struct arena *a, str name);
/* The word or the label of a legal type, as typed; LEGAL_TYPE_UNKNOWN for any other. */
int32_t producer_type_of_word(struct arena *a, str word);

/* 10 or 13 digits with the right check digit. */
bool producer_tax_code_fine(str code);
str producer_type_label(int32_t legal_type);
url producer_path(struct arena *a, str code);
/* Code of the record that a merged one went into, through later merges too; empty when it is not
 * merged. For anybody. */
enum err producer_went_into(struct ctx *cx, str code, str *out) MUST_USE;

extern const struct route producer_routes[];

#define MSG MSG_DECLARE
#include "producer/producer.msg"
#undef MSG

#endif
