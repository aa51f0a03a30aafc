/* dossier_web: what the pages of the room are given. */
#ifndef DOSSIER_DOSSIER_WEB_H
#define DOSSIER_DOSSIER_WEB_H

#include "dossier/dossier.h"

struct dossier_line {
    url at;
    str name;
    str producer;
    str place;
    str state;
    str look;
    instant submitted;
};

struct dossier_list_view {
    bool may_begin;
    struct {
        struct dossier_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    struct take take;
};

struct begin_view {
    str product;
    str set_name;
    str decision;
    str code;
    str key;
    str back;
};

struct step_line {
    instant at;
    str what;
    str who;
    str reason;
};

struct evidence_line {
    str criterion;
    str title;
    str size;
    url at;
    int64_t id;
    instant when;
};

struct evidence_line_rows {
    struct evidence_line *at;
    ptrdiff_t count;
};

struct action_view {
    str word;
    str label;
    str confirm;
    bool primary;
    bool needs_reason;
};

struct dossier_view {
    struct dossier it;
    str code;
    str state;
    str look;
    str next;
    str kind;
    str set_name;
    str decision;
    str key;
    bool mine;                                 /* the producer works on it now */
    int64_t gaps;
    html expect;
    url sheet;
    url evidence;
    url move;
    url read;
    str reason_fault;
    str typed_reason;
    struct evidence_line_rows files;
    struct {
        struct action_view *at;
        ptrdiff_t count;
    } actions;
    struct {
        struct step_line *at;
        ptrdiff_t count;
    } steps;
    struct chosen_table chosen;
};

struct evidence_view {
    str title;
    str key;
    url add;
    url remove;
    url back;
    bool mine;
    str fault;
    str picked;
    int64_t bytes_max;
    struct evidence_line_rows files;
    struct {
        struct pick_view {
            str value;
            str label;
            bool chosen;
        } *at;
        ptrdiff_t count;
    } criteria;
};

#endif
