/* intake_cli: what the command line asks besides the steps. */
#ifndef INTAKE_INTAKE_CLI_H
#define INTAKE_INTAKE_CLI_H

#include "intake/intake.h"

struct intake_headings {
    str at[INTAKE_COLUMNS_MAX];
    ptrdiff_t count;
};
enum err intake_headings(struct ctx *cx, intake_id id, struct intake_headings *out) MUST_USE;

/* Names of the producers it made, at most a thousand. */
struct intake_names {
    str *at;
    ptrdiff_t count;
};
enum err intake_producers(struct ctx *cx, intake_id id, struct intake_names *out) MUST_USE;

/* Rows of every kind but the heading. */
int64_t intake_total(const struct intake_counts *n);

#endif
