/* cli: the program's verbs, one row each. */
#ifndef APP_CLI_H
#define APP_CLI_H

#include "core/core.h"

/* What a verb is given: its arena, what stands behind the verb, and the options found there. */
struct verb_call {
    struct arena *a;
    int argc;
    char **argv;
    bool json;                                 /* --json */
};

struct verb {
    const char *name;                          /* "audit verify": one or two words */
    const char *usage;
    const char *means;
    int (*run)(const struct verb_call *call);  /* exit code */
};

extern const struct verb verbs[];
int cli_main(int argc, char **argv);

/* Opens the house for a verb; prints why not and gives false. */
bool verb_house(const struct verb_call *call, bool upgrade);
/* A ctx as the program itself. */
struct ctx *verb_ctx(const struct verb_call *call);
/* The option's value ("--province 91"), or NULL; and the n-th word that is no option. */
const char *verb_option(const struct verb_call *call, const char *name);
bool verb_flag(const struct verb_call *call, const char *name);
const char *verb_word(const struct verb_call *call, int n);
/* Prints the faults of cx on stderr; the exit code of e. */
int verb_end(struct ctx *cx, enum err e);
void say(str text);                            /* to stdout */
void complain(str text);                       /* to stderr, with a line feed */

/* Where saolang-media is: the setting, else beside this program. */
void serve_find_helper(struct arena *a);

/* Verbs of their own files. */
int verb_serve(const struct verb_call *call);
int verb_demo(const struct verb_call *call);
int verb_init(const struct verb_call *call);
int verb_migrate(const struct verb_call *call);
int verb_account_add(const struct verb_call *call);
int verb_account_reset(const struct verb_call *call);
int verb_account_list(const struct verb_call *call);
int verb_import_units(const struct verb_call *call);
int verb_report(const struct verb_call *call);
int verb_import_producers(const struct verb_call *call);
int verb_import_products(const struct verb_call *call);
int verb_import_certificates(const struct verb_call *call);
int verb_backup(const struct verb_call *call);
int verb_restore(const struct verb_call *call);
int verb_product_add(const struct verb_call *call);
int verb_product_list(const struct verb_call *call);
int verb_product_show(const struct verb_call *call);
int verb_producer_add(const struct verb_call *call);
int verb_audit_verify(const struct verb_call *call);

#endif
