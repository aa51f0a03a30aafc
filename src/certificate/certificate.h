/* certificate — quyết định và giấy chứng nhận: decisions, recognitions, printed certificates
 *
 * The provincial office enters a signed decision for cases the council ranked three or four stars.
 * Each gets a recognition with a public code, a serial number, a product code and an end; the
 * certificate is printed with a QR that opens the check page.
 *
 * Owns      tables decision, recognition, revocation, certificate, term; view pub_recognition
 * Promises  no recognition without a sealed result; no star the province does not recognise itself
 *           validity is derived from rows and today's date, never a flag
 * Never     changes what a recognition says: what comes later is a further row; how far a record of
 *           the past was checked may rise or fall
 * States    derived: not yet, in force, expired, superseded, revoked
 * Law       QD26-2026/D4 (who recognises), QD26-2026/D7 (36 months, filing anew), QD26-2026/D8
 *           (grounds of revocation)
 * Read      certificate.c, certificate_known.c, certificate_print.c, certificate_web.c
 */
#ifndef CERTIFICATE_CERTIFICATE_H
#define CERTIFICATE_CERTIFICATE_H

#include "council/council.h"

struct decision {
    decision_id id;
    str code;
    str number;                                /* "3981/QĐ-UBND" */
    date signed_on;
    str issuer;                                /* "UBND tỉnh An Giang" */
    str signer;
    str signer_title;
    str place_path;
    instant at;
    account_id by_account;
    int64_t count;                             /* of its recognitions */
};
ROWS_OF(decision);

struct recognition {
    recognition_id id;
    str code;                                  /* public: /c/:code */
    str serial;                                /* "91-2026-0001" */
    decision_id decision;
    dossier_id dossier;
    product_id product;
    str product_code;                          /* (T)-(X)-(STT)-(year): "91-30547-1-2026" */
    str product_name;
    str producer_name;
    str address;
    str set_name;
    int32_t star;
    int64_t points_sum;
    int64_t ballot_count;
    date issued_on;
    date expires_on;                           /* last day in force */
    instant at;
    bool potential;                            /* sent up for five stars, not yet answered */
    str place_issued;                          /* unit as the paper names it */
    str source;                                /* where the record came from; empty: decided here */
    int32_t verified;                          /* enum verification */
    instant withdrawn_at;
    str decision_number;
    date signed_on;
    str issuer;
    str signer;
    str signer_title;
    date revoked_on;                           /* first day without it; NO_DATE = stands */
    str revoked_by;                            /* number of that decision */
    int32_t ground;                            /* enum revocation_ground */
};
ROWS_OF(recognition);

/* Why a star is taken away: a to e of QD26-2026/D8; before it, also for not filing anew. */
enum revocation_ground {
    REVOKED_FORGED = 1,
    REVOKED_CRITERIA,
    REVOKED_BREACH,
    REVOKED_MARK,
    REVOKED_STOPPED,
    REVOKED_AUTHORITY,
    REVOKED_NOT_REFILED,
};

struct revocation {
    revocation_id id;
    recognition_id recognition;
    date revoked_on;
    date last_day;                             /* the day before */
    str decision_number;
    str issuer;
    int32_t ground;                            /* enum revocation_ground */
    str source;                                /* where the record came from; empty: entered here */
    instant at;
    account_id by_account;
    instant withdrawn_at;
};

/* How far a record of the past has been checked. */
enum verification { VERIFIED_NOT, VERIFIED_COPY_SEEN, VERIFIED_BY_ISSUER };

/* "Đã xem bản sao"; for records of the past alone. */
str verification_label(int32_t verified);

enum standing {
    STANDING_NOT_YET,
    STANDING_IN_FORCE,
    STANDING_EXPIRED,
    STANDING_SUPERSEDED,
    STANDING_REVOKED,
};

extern const struct form decision_form;

struct decision_new {
    struct decision it;
    dossier_id *cases;
    ptrdiff_t count;
};
/* Enters a decision and its recognitions. ERR_INPUT: no case, a date to come; ERR_STATE: a case is
 * not waiting, or its star is not the province's to give. */
enum err decision_enter_tx(struct ctx *cx, const struct decision_new *in) MUST_USE;
enum err decision_by_code(struct ctx *cx, str code, struct decision *out) MUST_USE;
enum { DECISION_PAGE_ROWS = 50 };
/* Newest first, behind `last` or from the beginning; one row more than a page when there are
 * more. */
enum err decision_find(struct ctx *cx, const struct decision *last,
                       struct decision_rows *out) MUST_USE;
enum err decision_recognitions(struct ctx *cx, decision_id id,
                               struct recognition_rows *out) MUST_USE;

/* By public code; for anybody. */
enum err recognition_by_code(struct ctx *cx, str code, struct recognition *out) MUST_USE;
/* The newest of a product; *found false when it never had one. */
enum err recognition_of_product(struct ctx *cx, product_id id, struct recognition *out,
                                bool *found) MUST_USE;
/* Where a recognition stands on a day. */
enum err recognition_standing(struct ctx *cx, const struct recognition *r, date day,
                              enum standing *out) MUST_USE;

/* The first and the last day on which its holder files to be evaluated anew. */
struct refiling {
    date opens;
    date closes;
};
/* Counted back from the recognition's end by the terms of the law; *found is false when the window
 * closed before a law knew one. */
enum err recognition_refiling(struct ctx *cx, const struct recognition *r, struct refiling *out,
                              bool *found) MUST_USE;

/* -- recognitions of the past ------------------------------------------------------------------ */

/* A recognition as its paper says, without a case here: product, names, star, potential, serial,
 * product_code, place_issued, source, verified; decision_number, signed_on, issuer; expires_on or
 * NO_DATE for the term in force on the day it was signed; revoked_on, revoked_by, ground. Finds or
 * enters the decision. Inside a write.
 * ERR_INPUT     a day to come, a star out of range, an end before the beginning
 * ERR_CONFLICT  this product already stands under this decision: *out is that one */
enum err recognition_enter_known(struct ctx *cx, const struct recognition *in,
                                 recognition_id *out) MUST_USE;
/* Takes back what a table brought in; its row stays. Inside a write. */
enum err recognition_withdraw(struct ctx *cx, recognition_id id) MUST_USE;
struct verifying {
    str decision;                              /* its code */
    int32_t verified;                          /* enum verification */
};
/* Says of every record of the past under a decision how far it was checked. ERR_NOT_FOUND: not the
 * actor's; ERR_STATE: it has no such record. */
enum err decision_verify_tx(struct ctx *cx, const struct verifying *in) MUST_USE;
extern const struct form verifying_form;
/* Takes a star away from in->revoked_on on; inside a write.
 * ERR_INPUT     the day is to come, or before the recognition began
 * ERR_CONFLICT  it is taken away already */
enum err recognition_revoke(struct ctx *cx, const struct recognition *r,
                            const struct revocation *in) MUST_USE;
/* Takes a revocation back that a table brought in; its row stays. Inside a write. */
enum err revocation_withdraw(struct ctx *cx, recognition_id id) MUST_USE;
/* "không nộp hồ sơ đánh giá lại"; empty for none. */
str revocation_ground_label(int32_t ground);
/* By letter or by its words; 0 when it says none of them. */
int32_t revocation_ground_said(struct arena *a, str said);
/* Every one of a product, newest first. */
enum err recognition_history(struct ctx *cx, product_id id, struct recognition_rows *out) MUST_USE;

/* Prints the certificate (again). */
enum err certificate_print(struct ctx *cx, const struct recognition *r) MUST_USE;
enum err certificate_file(struct ctx *cx, recognition_id id, struct file *out,
                          bool *found) MUST_USE;

url certificate_paper_path(struct arena *a, str code); /* the printed paper, for who may read it */
url recognition_path(struct arena *a, str code);       /* /c/7K3M-9QXT-2HVA */

extern const struct route certificate_routes[];

#define MSG MSG_DECLARE
#include "certificate/certificate.msg"
#undef MSG

#endif
