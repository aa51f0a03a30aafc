/* card: the cards of a record: a producer's papers, sites and years, a product's labels and prices.
 *
 * A card belongs to one record, its owner, and goes nowhere else. A kind of card is a field table
 * and a handful of functions of its room; what people see is the same for all kinds: the list and
 * what it lacks, the list as a file, entry, change, removal. A room lists its kinds in a box and
 * ends its routes with CARD_ROUTES.
 *
 * Promises  a change carries the version it was made from
 *           a card is changed and removed only by whom its owner may be changed by
 *           a removed card keeps its row
 */
#ifndef CORE_CARD_H
#define CORE_CARD_H

#include "core/core.h"

/* What every struct of a kind begins with. */
#define CARD_MEMBERS    \
    card_id id;         \
    int64_t owner;      \
    int64_t version;    \
    instant at
struct card {
    CARD_MEMBERS;
};

struct card_rows {
    void *at;
    ptrdiff_t count;
};

/* The record the cards belong to, as the asker may see it. */
struct card_owner {
    int64_t id;
    str code;
    str name;
    str place_path;
    producer_id producer;
};

/* What to know of a card at a glance: "hết hạn từ 02/09/2026". */
struct card_mark {
    str text;                                  /* empty = nothing */
    str class;                                 /* "is-good", "is-warn", "is-bad" */
};

enum { CARDS_MAX = 200 };
#define CARD_MONEY_MAX INT64_C(100000000000000)            /* đồng: a hundred thousand billions */

struct card_kind {
    const char *word;                          /* in addresses and the trail: "giay-to" */
    const char *title;                         /* "Giấy tờ" */
    const char *one;                           /* "giấy tờ" */
    const char *icon;
    const char *none;                          /* why one would enter it */
    const char *columns;                       /* names of the fields a list shows */
    const char *mark_title;                    /* heading of the marks; NULL = "Tình trạng" */
    const struct form *form;
    ptrdiff_t size;                            /* of the struct */
    const struct audited_table *audited;
    /* In the order people read them, CARDS_MAX at most. */
    enum err (*list)(struct ctx *cx, int64_t owner, struct card_rows *out);
    enum err (*insert)(struct ctx *cx, const void *card, card_id *out);
    enum err (*update)(struct ctx *cx, const void *card);
    enum err (*remove)(struct ctx *cx, const struct card *card, instant at);
    /* Rules beyond the field table; fills what is worked out. May be NULL. */
    enum err (*check)(struct ctx *cx, const struct card_owner *of, void *card);
    /* May be NULL. */
    struct card_mark (*mark)(struct ctx *cx, const void *card);
    /* Lists for KIND_PICK fields. May be NULL. */
    enum err (*picks)(struct ctx *cx, struct form_view *v);
};

/* The kinds that belong to one sort of record. */
struct card_box {
    const char *home;                          /* "/quan-ly/chu-the" */
    const char *home_title;                    /* "Chủ thể" */
    const char *noun;                          /* of the owner's stream in the trail: "producer" */
    enum right edit;
    bool (*publishes)(const struct card_kind *k);    /* the public sees it; NULL = none */
    enum err (*owner)(struct ctx *cx, str code, struct card_owner *out);
    const struct card_kind *const *kinds;      /* ends with NULL */
};

/* Makes the functions of a kind out of the woven statements noun_list, noun_insert, noun_update
 * and noun_remove. */
#define CARD_CALLS(noun)                                                                           \
    static enum err noun##_cards(struct ctx *cx, int64_t owner, struct card_rows *out)             \
    {                                                                                              \
        struct noun##_rows rows;                                                                   \
        TRY(noun##_list(cx, owner, &rows));                                                        \
        *out = (struct card_rows){ rows.at, rows.count };                                          \
        return OK;                                                                                 \
    }                                                                                              \
    CARD_CHANGES(noun)
/* Only those that change, where a kind writes noun_cards itself. */
#define CARD_CHANGES(noun)                                                                         \
    static enum err noun##_card_insert(struct ctx *cx, const void *card, card_id *out)             \
    {                                                                                              \
        return noun##_insert(cx, card, out);                                                       \
    }                                                                                              \
    static enum err noun##_card_update(struct ctx *cx, const void *card)                           \
    {                                                                                              \
        return noun##_update(cx, card);                                                            \
    }                                                                                              \
    static enum err noun##_card_remove(struct ctx *cx, const struct card *card, instant at)        \
    {                                                                                              \
        return noun##_remove(cx, card->id, card->version, at);                                     \
    }
#define CARD_KIND(noun, form_)                                                                     \
    .form = &(form_), .size = sizeof(struct noun), .audited = &AUDITED_##noun,                     \
    .list = noun##_cards, .insert = noun##_card_insert, .update = noun##_card_update,              \
    .remove = noun##_card_remove

/* -- rules ------------------------------------------------------------------------------------ */

/* Adds a card where its id is zero, else changes it; inside a write, with its link in the trail.
 * ERR_NOT_FOUND  the owner is not the actor's to change, or has no such card
 * ERR_CONFLICT   changed after its version
 * ERR_LIMIT      CARDS_MAX stand already */
enum err card_save(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                   const struct card_owner *of, void *card) MUST_USE;
/* The same as a transaction of its own. */
enum err card_save_tx(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                      const struct card_owner *of, void *card) MUST_USE;
/* Takes a card away; its row stays. Inside a write. */
enum err card_remove(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                     const struct card_owner *of, const struct card *card) MUST_USE;
/* The same as a transaction of its own. */
enum err card_remove_tx(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                        const struct card_owner *of, const struct card *card) MUST_USE;
/* The card of that id among an owner's; ERR_NOT_FOUND when there is none. */
enum err card_of(struct ctx *cx, const struct card_kind *k, int64_t owner, card_id id,
                 void **out) MUST_USE;

/* ERR_INPUT beside "den_ngay" when the last day stands before the first. */
enum err card_days_fit(struct ctx *cx, date from, date until) MUST_USE;
/* What a card says of its last day: "Hết hạn từ …", "Còn 20 ngày", "Còn hạn"; nothing for
 * NO_DATE. */
struct card_mark card_mark_until(struct ctx *cx, date until);

/* -- pages ------------------------------------------------------------------------------------ */

/* Between a record's page and its cards. */
struct card_nav {
    struct {
        struct card_nav_tab {
            url at;
            str label;
            bool here;
        } *at;
        ptrdiff_t count;
    } tabs;
};
/* `here` NULL = the record's own page. */
struct card_nav card_nav(struct ctx *cx, const struct card_box *box, str code,
                         const struct card_kind *here);
void page_card_nav(struct out *o, const struct card_nav *p);

handler card_list_page, card_list_file, card_add_page, card_add_post, card_change_page,
    card_change_post, card_remove_post;

/* At the end of a room's routes: they take every address below a record. */
#define CARD_ROUTES(base, box_, read, change)                                                      \
    { GET, base "/:owner/:kind", card_list_page, .who = (read), .cards = &(box_) },                \
    { GET, base "/:owner/:kind/tai-ve", card_list_file, .who = (read), .slow = true,               \
      .cards = &(box_) },                                                                          \
    { GET, base "/:owner/:kind/them", card_add_page, .who = (change), .cards = &(box_) },          \
    { POST, base "/:owner/:kind/them", card_add_post, .who = (change), .cards = &(box_) },         \
    { GET, base "/:owner/:kind/:card", card_change_page, .who = (change), .cards = &(box_) },      \
    { POST, base "/:owner/:kind/:card", card_change_post, .who = (change), .cards = &(box_) },     \
    { POST, base "/:owner/:kind/:card/go", card_remove_post, .who = (change), .cards = &(box_) }

#endif
