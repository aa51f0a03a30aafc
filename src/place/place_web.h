/* place_web: what the pages of the room are given. */
#ifndef PLACE_PLACE_WEB_H
#define PLACE_PLACE_WEB_H

#include "place/place.h"

struct place_list_view {
    date day;
    str typed;
    struct place_rows rows;
    url next;
    url take;                                  /* the list as a file */
};

#endif
