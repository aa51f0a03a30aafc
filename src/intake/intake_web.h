/* intake_web: what the pages of the room are given. */
#ifndef INTAKE_INTAKE_WEB_H
#define INTAKE_INTAKE_WEB_H

#include "intake/intake.h"
#include "intake/intake_cli.h"

struct intake_line {
    url at;
    str name;
    str kind;
    str state;
    str look;
    instant when;
    int64_t lines;
};

struct intake_list_view {
    str key;
    str fault;
    int64_t bytes_max;
    struct {
        struct intake_line *at;
        ptrdiff_t count;
    } rows;
};

struct choice_line {
    str value;
    str label;
    bool chosen;
};

struct mapped_line {
    str heading;
    str field;                                 /* "cot0" */
    str sample;                                /* the first filled cells of that column */
    struct {
        struct choice_line *at;
        ptrdiff_t count;
    } choices;
};

struct shown_row {
    int64_t line;
    int64_t id;
    str text;
    str note;
};

struct count_line {
    url at;
    str label;
    int64_t count;
    bool here;
};

struct intake_view {
    struct intake it;
    str key;
    str kind;
    str state;
    str look;
    url base;
    bool mapping;
    bool running;
    bool checked;
    bool done;
    bool undone;
    bool likes;                                /* the rows shown wait for a decision */
    int64_t to_apply;
    int64_t progress;
    int64_t progress_of;
    struct intake_counts n;
    struct {
        struct mapped_line *at;
        ptrdiff_t count;
    } columns;
    struct {
        struct count_line *at;
        ptrdiff_t count;
    } counts;
    struct {
        struct shown_row *at;
        ptrdiff_t count;
    } rows;
    url next;
    url faults_file;
    str fault;
};

#endif
