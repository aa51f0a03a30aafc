/* test_world: worlds for the tests of every room: a province in a house of its own.
 *
 * A world is opened fresh for each test and gone after it: a folder below /tmp with SQLite, or,
 * when SAOLANG_TEST_DB is set, that PostgreSQL with its schema made anew. Its clock stands at 08:00
 * on 05/08/2026; a test moves it by w->now, for the contexts made afterwards.
 */
#ifndef APP_TEST_WORLD_H
#define APP_TEST_WORLD_H

#include "base/test.h"
#include "certificate/certificate.h"

enum { WORLD_MEMBERS = 5, WORLD_SCORERS = 3, WORLD_UNITS = 104 };

/* The set of the products below, and the two communes the people work in. */
#define WORLD_SET           "mat-ong-mat-khac-va-nong-san-thuc-pham-khac"
#define WORLD_COMMUNE       "30547"
#define WORLD_OTHER_COMMUNE "30307"

struct world {
    struct test *t;
    struct arena *a;
    struct ctx *cx; /* of a maker with every right in the province */
    str dir;        /* data folder */
    instant now;
    bool postgres;
    struct actor maker; /* no account; works for the whole province */
    struct actor admin;
    struct actor province;
    struct actor commune;        /* officer of WORLD_COMMUNE */
    struct actor other_commune;  /* officer of WORLD_OTHER_COMMUNE */
    struct actor producer;       /* of WORLD_COMMUNE */
    struct actor other_producer; /* of WORLD_OTHER_COMMUNE */
    struct actor chair;
    struct actor secretary;
    struct actor member[WORLD_MEMBERS];
    str producer_code;
    str other_producer_code;
    str product_code; /* world_with_product and later ones */
    product_id product;
    dossier_id dossier;    /* world_with_case and later ones */
    const struct set *set; /* of the case */
    meeting_id meeting;    /* world_with_meeting and later ones */
    str meeting_code;
};

/* Units, people and two producers. */
struct world *world_new(struct test *t);
/* … and a product, "Mật ong rừng tràm". */
struct world *world_with_product(struct test *t);
/* … and a case begun by its producer, nothing answered. */
struct world *world_with_case(struct test *t);
/* … answered for 80 points and submitted to the commune. */
struct world *world_with_case_submitted(struct test *t);
/* … accepted by the province. */
struct world *world_with_case_accepted(struct test *t);
/* … on the agenda of a meeting with a chair and a secretary, who do not score, and members
 * 0 .. WORLD_SCORERS - 1, who do; scoring is not open. */
struct world *world_with_meeting(struct test *t);
/* … and open. */
struct world *world_with_meeting_scoring(struct test *t);
/* … scored with `total` by each member and closed. */
struct world *world_with_meeting_closed(struct test *t, points total);

/* A context of this actor at w->now, with nothing said yet. It shares the world's connection. */
struct ctx *world_as(struct world *w, const struct actor *who);
/* What was said last. */
str world_said(const struct ctx *cx);
#define EXPECT_TEXT(cx, want) EXPECT_STR(want, world_said(cx))
/* A day's 08:00 in Hanoi. */
instant world_morning(int32_t year, int32_t month, int32_t day);

/* -- steps a test may take itself ------------------------------------------------------------- */

product_id world_product_add(struct world *w, const char *name, str *code);
dossier_id world_case_begin(struct world *w, str product_code);
struct dossier world_case(struct world *w, dossier_id id);
/* A whole ballot worth exactly `total`, with every mark of `star` (0, 3, 4, 5) and below reached,
 * nothing stopped. */
struct rank_ballot world_ballot(struct world *w, const struct set *set, points total, int32_t star);
/* The producer's answers; the test fails when they are refused. */
void world_answer(struct world *w, dossier_id id, points total);
enum err world_move(struct world *w, struct ctx *cx, dossier_id id, enum dossier_state to,
                    str reason);
/* From begun to accepted by the province. */
void world_case_accept(struct world *w, dossier_id id);
meeting_id world_meeting_add(struct world *w, const dossier_id *cases, ptrdiff_t count, str *code);
struct meeting world_meeting(struct world *w, meeting_id id);
void world_open_scoring(struct world *w, meeting_id id);
/* Row `position` (from 0) of a meeting's agenda. */
struct agenda world_agenda(struct world *w, meeting_id id, ptrdiff_t position);
struct ballot world_ballot_of(struct world *w, const struct actor *who, meeting_id id,
                              ptrdiff_t position);
/* Submits a ballot of `total` for that member and agenda row; the test fails when it is refused. */
void world_submit(struct world *w, const struct actor *who, meeting_id id, ptrdiff_t position,
                  points total);
enum err world_close(struct world *w, struct ctx *cx, meeting_id id);

/* -- behind the program's back ---------------------------------------------------------------- */

/* Runs SQL in a write; what no room would do. */
enum err world_sql(struct world *w, const char *sql);
/* WORLD_NUMBER(product_count, "SELECT COUNT(*) AS n FROM product"); world_number(w, &product_count)
 */
#define WORLD_NUMBER(name_, sql)                                                                   \
    static int slot_##name_;                                                                       \
    static const struct db_statement name_ = { .name = #name_,                                     \
                                               .sqlite = (sql),                                    \
                                               .postgres = (sql),                                  \
                                               .columns = 1,                                       \
                                               .column_names = world_number_names,                 \
                                               .slot = &slot_##name_ }
extern const char *const world_number_names[];
int64_t world_number(struct world *w, const struct db_statement *st);
/* Is the trail whole? What it says first is the answer; empty = whole. */
str world_verify(struct world *w);
/* A file of the source tree. */
str world_file(struct world *w, const char *path);

#endif
