/* criteria_cli: the verbs `criteria list | check FILE | show PACK SET` and `score FILE|- [--lines]`
 * without files and streams: texts in, an `out` and an exit code back (base/err.h, err_exit).
 */
#ifndef CRITERIA_CRITERIA_CLI_H
#define CRITERIA_CRITERIA_CLI_H

#include "base/out.h"
#include "criteria/score.h"

struct pack_list {
    const struct pack *const *at;
    ptrdiff_t count;
};

/* Every pack with its sets, as text or as one JSON list. */
int criteria_list(struct out *o, struct pack_list packs, bool json);

struct criteria_show {
    str pack;
    str set;
    bool json;
};

/* One form as text or JSON; exit code of ERR_NOT_FOUND when there is none. */
int criteria_show(struct out *o, struct pack_list packs, struct criteria_show in);
/* Reads and checks one pack; every fault on a line of its own. 0, or the code of ERR_INPUT. */
int criteria_check_file(struct arena *a, str text, struct out *o);

/* Takes one result without its line feed; the text is gone after the call. */
typedef void score_emit(void *to, str result);

struct score_run {
    struct pack_list packs;
    bool lines;                                /* one sheet per line; empty lines are passed over */
    score_emit *emit;
    void *to;
};

/* Scores a text and hands over each result as it is ready; the arena is rewound after each line,
 * so its use does not grow with the number of lines. 0, or the code of ERR_INPUT when any sheet
 * had faults. */
int score_each(struct arena *a, const struct score_run *run, str text);
/* As score_each, into an `out` with a line feed after each result. `o` lives in another arena. */
int score_file(struct arena *a, struct pack_list packs, str text, bool lines, struct out *o);

#endif
