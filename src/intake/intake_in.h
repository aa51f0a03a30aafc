/* intake_in: what the files of the room share. */
#ifndef INTAKE_INTAKE_IN_H
#define INTAKE_INTAKE_IN_H

#include "intake/intake.h"

enum { FAULTS_A_ROW = 20, CELL_CHARS_MAX = 4000 };

/* A row understood: what it says, and what is wrong with it. */
struct record {
    struct producer producer;                  /* id set when it is there already */
    struct product product;
    struct recognition recognition;            /* star 0: the row grants none */
    bool has_product;
    bool type_typed;                           /* the legal type stands in the row, not guessed */
    str note;                                  /* sentences of faults, one a line; empty = fine */
};

/* Cells cleaned: composed, without controls and blanks at the ends. */
struct cells {
    str at[INTAKE_COLUMNS_MAX];
    ptrdiff_t count;
};

struct state_count {
    int32_t state;
    int64_t count;
};
ROWS_OF(state_count);

struct one_name {
    str name;
};
ROWS_OF(one_name);

/* The mapping as a list of keys. */
ptrdiff_t mapping_keys(str mapping, str keys[INTAKE_COLUMNS_MAX]);
/* Reads every cell of a row; looks up producer, unit and product. Faults are in out->note. */
enum err record_read(struct ctx *cx, const struct intake *of, const struct cells *cells,
                     struct record *out) MUST_USE;
/* Sets what the row says and the producer does not say yet; false when there is nothing. An empty
 * cell changes nothing; a commune is taken only where none was known. */
bool record_news(struct producer *have, const struct record *r);
/* What the row says in place of what stood there; an empty cell takes nothing. */
void record_take(str *member, str said, bool *news);
bool record_has_commune(str path);
/* Folded words that name what the row is about. */
str record_name(struct arena *a, const struct record *r);

str cells_as_json(struct arena *a, const struct cells *c);
bool cells_from_json(struct arena *a, str json, struct cells *out);

/* Opens the kept file as UTF-8 CSV text; ERR_INPUT with a sentence. */
enum err table_open(struct ctx *cx, str path, str file_name, str *csv) MUST_USE;

/* ERR_STATE with the sentence that names the state, unless `good`. */
enum err intake_must_be(struct ctx *cx, const struct intake *it, bool good) MUST_USE;

/* The steps of intake_step. Each does some chunks and says whether more is left. */
enum err check_some(struct ctx *cx, const struct intake *of, bool *more) MUST_USE;
enum err apply_some(struct ctx *cx, const struct intake *of, bool *more) MUST_USE;
enum err undo_some(struct ctx *cx, const struct intake *of, bool *more) MUST_USE;
/* Is anything of it used by others now? A sentence in the fault when so. */
enum err untouched(struct ctx *cx, intake_id id) MUST_USE;

#endif
