/* place_web: what the pages of the room are given. */
#ifndef PLACE_PLACE_WEB_H
#define PLACE_PLACE_WEB_H

#include "place/place.h"

struct place_line {
    str name;
    str code;
    str parent_code;
    date valid_from;
    str former;                                /* names of the units it was made of */
};

struct place_list_view {
    date day;
    str typed;
    struct {
        struct place_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    url take;                                  /* the list as a file */
};

#endif
