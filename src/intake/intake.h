/* intake — nhập bảng: spreadsheets of producers, products and recognitions come in
 *
 * A file is kept as it came, its headings are matched, every row is checked by the rules of the
 * rooms that own what it names, and only then, when a person says so, rows are applied, some
 * hundred to a transaction. What was made can be taken back while nobody has touched it.
 *
 * Owns      tables intake, intake_row
 * Promises  nothing of a table is in the registry before it is applied; what is applied has its row
 *           here, with the product, producer and recognition it made or changed
 *           a step that stops, also by a power cut, goes on behind the last whole hundred
 *           a row with a fault is never applied; its sentence names the column
 *           applying or taking back twice does nothing the second time
 * Never     writes tables of other rooms but through their doors
 * States    MAPPING -> CHECKING -> CHECKED -> APPLYING -> DONE -> UNDOING -> UNDONE
 * Law       QD26-2026/D2 (producers), QD26-2026, QD148-2023, QD1048-2019 (who issued what)
 * Read      intake_columns.c (headings), intake_record.c (a row understood), intake_check.c,
 *           intake_apply.c, intake_web.c, intake_test.c
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "certificate/certificate.h"

enum intake_kind { INTAKE_PRODUCERS = 1, INTAKE_PRODUCTS, INTAKE_CERTIFICATES };

enum intake_state {
    INTAKE_MAPPING = 1,                        /* waits for a person: which column is what */
    INTAKE_CHECKING,
    INTAKE_CHECKED,                            /* waits for a person: the preview */
    INTAKE_APPLYING,
    INTAKE_DONE,
    INTAKE_UNDOING,
    INTAKE_UNDONE,
};

enum intake_row_state {
    ROW_NEW = 1,                               /* would be added */
    ROW_CHANGED,                               /* would change what is there */
    ROW_SAME,                                  /* is there already */
    ROW_LIKE,                                  /* looks like one that is there: somebody must say */
    ROW_FAULTY,
    ROW_APPLIED,
    ROW_SKIPPED,
    ROW_UNDONE,
    ROW_HEADING,
};
enum { ROW_STATES = 9 };

enum { INTAKE_COLUMNS_MAX = 64, INTAKE_ROWS_MAX = 200000, INTAKE_CHUNK = 100,
       INTAKE_FILE_BYTES_MAX = 32 << 20 };

struct intake {
    intake_id id;
    str code;
    int32_t kind;                              /* enum intake_kind */
    file_id file;                              /* as it came */
    str file_name;
    str mapping;                               /* a key for each column: "ten_san_pham,,xa" */
    int32_t state;                             /* enum intake_state */
    str place_path;                            /* area of who brought it in */
    account_id by_account;
    int64_t lines;                             /* of the file, once it has been read */
    int64_t done_line;                         /* the running step is behind this line */
    str trouble;                               /* why the last step stopped, or empty */
    instant at;
    int64_t version;
};
ROWS_OF(intake);

struct intake_row {
    intake_row_id id;
    intake_id intake;
    int64_t line;                              /* in the file, the heading is usually 1 */
    int32_t state;                             /* enum intake_row_state */
    str cells;                                 /* JSON list, as typed */
    str name;                                  /* folded: what it is about, to notice repeats */
    str note;                                  /* sentences of its faults, or what it is like */
    product_id product;                        /* found, made or changed */
    producer_id producer;
    recognition_id recognition;
    int64_t made;                              /* bits: MADE_PRODUCT … */
    int64_t product_version;                   /* as we left it */
    int64_t producer_version;
    str before;                                /* what was changed, as it was */
};
ROWS_OF(intake_row);

enum { MADE_PRODUCT = 1, MADE_PRODUCER = 2, MADE_RECOGNITION = 4, CHANGED_PRODUCT = 8,
       CHANGED_PRODUCER = 16, MADE_REVOCATION = 32 };

struct intake_counts {
    int64_t of[ROW_STATES + 1];                /* by enum intake_row_state */
    int64_t producers_made;
    int64_t without_commune;                   /* producers made whose commune is not known */
};

/* -- columns ----------------------------------------------------------------------------------- */

struct intake_column {
    const char *key;                           /* "ten_san_pham" */
    const char *label;                         /* "Tên sản phẩm" */
    int kinds;                                 /* bits 1 << enum intake_kind */
    int needed;                                /* likewise */
    const char *others;                        /* further headings, split by | */
};
extern const struct intake_column intake_columns[];
/* The mapping a heading row suggests. */
str intake_guess(struct arena *a, int32_t kind, const str *headings, ptrdiff_t count);
/* Label of the first column the kind needs and the mapping has not, or empty. */
str intake_missing(int32_t kind, str mapping);
const struct intake_column *intake_column_named(int32_t kind, str key);

/* -- steps ------------------------------------------------------------------------------------- */

struct intake_start {
    int32_t kind;
    str path;                                  /* of the file; it is moved into the store */
    str file_name;
    str code;                                  /* public code to be given */
};
/* Takes a file: keeps it, reads its headings, guesses the mapping. ERR_INPUT with a sentence. */
enum err intake_begin(struct ctx *cx, const struct intake_start *in) MUST_USE;

struct intake_map {
    intake_id id;
    str mapping;
    int64_t seen;                              /* version */
};
/* Settles the mapping; checking begins. ERR_INPUT: a needed column is missing. */
enum err intake_map_tx(struct ctx *cx, const struct intake_map *in) MUST_USE;

struct intake_decide {
    intake_row_id row;
    intake_id id;
    bool add;                                  /* it is another one; else the same one */
};
/* What a row that looks like an existing one is. */
enum err intake_decide_tx(struct ctx *cx, const struct intake_decide *in) MUST_USE;

struct intake_go {
    intake_id id;
    int64_t seen;
};
/* Rows that are new or changed shall be applied. */
enum err intake_apply_tx(struct ctx *cx, const struct intake_go *in) MUST_USE;
/* What was applied shall be taken back. ERR_STATE: somebody has worked with it since. */
enum err intake_undo_tx(struct ctx *cx, const struct intake_go *in) MUST_USE;

/* Does the next hundreds of the running step; *more tells whether work is left. Runs as the account
 * that asked for it. */
enum err intake_step(struct ctx *cx, intake_id id, bool *more) MUST_USE;
/* The program as an office of the whole province: what a command line acts as. */
struct actor intake_program(void);
/* For the job thread: a step of any intake that has work. */
enum err intake_work(struct ctx *cx, bool *more) MUST_USE;

enum err intake_by_code(struct ctx *cx, str code, struct intake *out) MUST_USE;
enum err intake_find(struct ctx *cx, struct intake_rows *out) MUST_USE;
enum err intake_count(struct ctx *cx, intake_id id, struct intake_counts *out) MUST_USE;
/* Rows of a state behind a line, in the order of the file; one more than a page when there are. */
enum err intake_rows_of(struct ctx *cx, intake_id id, enum intake_row_state state, int64_t after,
                        struct intake_row_rows *out) MUST_USE;
/* The faulty rows as CSV with a column “Lỗi”, headings first. */
enum err intake_faults_csv(struct ctx *cx, intake_id id, str *out) MUST_USE;

str intake_kind_label(int32_t kind);
str intake_state_label(int32_t state);

extern const struct route intake_routes[];

#define MSG MSG_DECLARE
#include "intake/intake.msg"
#undef MSG

#endif
