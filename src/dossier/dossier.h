/* dossier — hồ sơ: one product in one evaluation
 *
 * A producer prepares a case: answers the self-assessment, attaches files to criteria, submits.
 * From then on it is frozen: answers and the hashes of its files are written down together. The
 * commune receives it and forwards or returns it with reasons, the province accepts it; a council
 * scores it, a decision closes it.
 *
 * Owns      tables dossier, dossier_step, evidence; view pub_dossier
 * Promises  a case pins its pack by hash from the day it is begun
 *           what was submitted does not change; a returned case is submitted anew, the old
 *           freezing stays in the trail
 *           every step has who, when, from, to and, for a return, a reason
 * Never     ranks (criteria/rank.c), meets (council/), recognises (certificate/)
 * States    DRAFT -> COMMUNE_REVIEW -> FORWARDED -> ACCEPTED -> SCHEDULED -> SCORED ->
 *           DECIDED | SENT_TO_CENTRAL | NOT_RECOGNISED; COMMUNE_REVIEW -> RETURNED ->
 *           COMMUNE_REVIEW;
 *           FORWARDED -> RETURNED; DRAFT, RETURNED -> WITHDRAWN
 * Law       QD26-2026/D6 (dossier), QD26-2026/D7 (steps)
 * Read      dossier.c (states), dossier_part.c (answers, files), dossier_web.c
 */
#ifndef DOSSIER_DOSSIER_H
#define DOSSIER_DOSSIER_H

#include "criteria/sheet_view.h"
#include "product/product.h"

enum dossier_state {
    DOSSIER_DRAFT = 1,
    DOSSIER_COMMUNE_REVIEW,
    DOSSIER_RETURNED,
    DOSSIER_FORWARDED,
    DOSSIER_ACCEPTED,
    DOSSIER_SCHEDULED,
    DOSSIER_SCORED,
    DOSSIER_DECIDED,
    DOSSIER_SENT_TO_CENTRAL,
    DOSSIER_NOT_RECOGNISED,
    DOSSIER_WITHDRAWN,
};
enum { DOSSIER_STATE_COUNT = DOSSIER_WITHDRAWN };

enum dossier_kind { DOSSIER_FIRST = 1, DOSSIER_UPGRADE, DOSSIER_REEVALUATION };

struct dossier {
    dossier_id id;
    str code;                                  /* public, 12 characters */
    product_id product;
    str product_code;
    str product_name;
    producer_id producer;
    str producer_name;
    str place_path;
    str place_name;
    int32_t kind;                              /* enum dossier_kind */
    str pack_id;
    str pack_sha256;
    str set_slug;
    int32_t state;                             /* enum dossier_state */
    str sheet;                                 /* self-assessment, stored ballot form */
    str frozen;                                /* JSON: sheet and files with their hashes */
    str frozen_sha256;
    instant created_at;
    instant submitted_at;
    int64_t version;
};
ROWS_OF(dossier);

struct dossier_step {
    int64_t id;
    dossier_id dossier;
    int32_t from_state;                        /* 0 = begun */
    int32_t to_state;
    str reason;
    account_id by_account;
    str by_name;
    instant at;
};
ROWS_OF(dossier_step);

struct evidence {
    evidence_id id;
    dossier_id dossier;
    str criterion;                             /* code, e.g. "1.5" */
    file_id file;
    str title;
    str sha256;
    str type;
    int64_t size_bytes;
    instant at;
};
ROWS_OF(evidence);

enum { DOSSIER_PAGE_ROWS = 50, EVIDENCE_MAX = 200, EVIDENCE_BYTES_MAX = 20 << 20 };

/* -- finding ----------------------------------------------------------------------------------- */

/* A case the actor may see: own, or of their area once it has been submitted. */
enum err dossier_by_code(struct ctx *cx, str code, struct dossier *out) MUST_USE;
enum err dossier_get(struct ctx *cx, dossier_id id, struct dossier *out) MUST_USE;
struct dossier_query {
    int32_t state;                             /* 0 = every */
    dossier_id before;                         /* of the last row seen; 0 = from the newest */
};
enum err dossier_find(struct ctx *cx, const struct dossier_query *q,
                      struct dossier_rows *out) MUST_USE;
/* Cases in a state, oldest step first, whoever's: for a room that has checked its own right. */
enum err dossier_in_state(struct ctx *cx, enum dossier_state state, str scope,
                          struct dossier_rows *out) MUST_USE;
enum err dossier_history(struct ctx *cx, dossier_id id, struct dossier_step_rows *out) MUST_USE;
enum err dossier_evidence(struct ctx *cx, dossier_id id, struct evidence_rows *out) MUST_USE;
/* Its producer went into another: its cases go along. */
enum err dossier_hears_merge(struct ctx *cx, int64_t gone) MUST_USE;
/* The set the case pinned. */
enum err dossier_set(struct ctx *cx, const struct dossier *d, const struct set **out) MUST_USE;

/* -- the producer's part ----------------------------------------------------------------------- */

struct dossier_new {
    str product_code;
    str code;                                  /* of the case to be */
};
/* Begins a case under the pack in force today. ERR_STATE: the product has an open case. */
enum err dossier_begin_tx(struct ctx *cx, const struct dossier_new *in) MUST_USE;

struct dossier_answers {
    dossier_id id;
    const struct set *set;
    const struct rank_ballot *ballot;
    int64_t seen;                              /* version the person saw */
    int64_t saved;                             /* version now; filled */
};
/* Saves the self-assessment. ERR_STATE when submitted, ERR_CONFLICT when changed after `seen`
 * (the same answers again are OK), ERR_LIMIT when an answer names no option of the set. */
enum err dossier_answer_tx(struct ctx *cx, struct dossier_answers *in) MUST_USE;
/* Attaches an uploaded file to a criterion; takes one away. Only while the producer works on it. */
enum err dossier_attach(struct ctx *cx, const struct dossier *d, str criterion,
                        const struct upload *u) MUST_USE;
enum err dossier_detach(struct ctx *cx, const struct dossier *d, evidence_id id) MUST_USE;
/* Everything that keeps a case from being submitted; count 0 = may be submitted. */
enum err dossier_gaps(struct ctx *cx, const struct dossier *d, struct rank_faults *out) MUST_USE;

/* -- steps ------------------------------------------------------------------------------------- */

struct dossier_move {
    dossier_id id;
    enum dossier_state to;
    str reason;                                /* needed for a return */
    int64_t seen;
};
/* Takes one step the state table allows to this actor. ERR_STATE, ERR_DENIED, ERR_CONFLICT,
 * ERR_INPUT (no reason; not complete). Submitting freezes. */
enum err dossier_move_tx(struct ctx *cx, const struct dossier_move *in) MUST_USE;
/* The same inside a write, for rooms to the right (council, certificate): they have checked their
 * own right. ERR_STATE when the case is not in `from`. */
enum err dossier_advance(struct ctx *cx, dossier_id id, enum dossier_state from,
                         enum dossier_state to, str reason) MUST_USE;

struct dossier_action {
    enum dossier_state to;
    const char *word;                          /* in the form: "chuyen-tinh" */
    const char *label;                         /* on the button */
    const char *confirm;                       /* asked before, or NULL */
    bool primary;
    bool needs_reason;
};
struct dossier_action_rows {
    struct dossier_action *at;
    ptrdiff_t count;
};
/* What this actor may do with the case now. */
struct dossier_action_rows dossier_actions(struct ctx *cx, const struct dossier *d);

str dossier_state_label(int32_t state);
/* "is-wait", "is-good" …: the badge's look. */
str dossier_state_class(int32_t state);
/* "Đang chờ UBND xã thẩm tra": what happens next and who must act. */
str dossier_state_next(int32_t state);
str dossier_kind_label(int32_t kind);
url dossier_path(struct arena *a, str code);
/* Address of an attached file for whoever may see the case. */
url evidence_path(struct arena *a, str dossier_code, evidence_id id);
/* Sends an attached file; the caller has checked that this actor may see the case. */
enum err evidence_send(struct ctx *cx, dossier_id dossier, evidence_id id,
                       struct resp *rs) MUST_USE;
str size_words(struct arena *a, int64_t size_bytes);

extern const struct route dossier_routes[];

#define MSG MSG_DECLARE
#include "dossier/dossier.msg"
#undef MSG

#endif
