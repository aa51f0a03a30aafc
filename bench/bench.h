/* bench: the programs that bench/run calls. Each prints JSON lines; figures are taken by turns, the
 * thing itself and what it is measured against, so that a busy machine disturbs both alike.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/err.h"
#include "base/out.h"

enum { TURNS = 5 };

/* bench house DIR SEATS CASES: makes a house, prints its addresses as shell variables. */
int bench_house(struct arena *a, int argc, char **argv);
/* bench products DIR N: adds N made-up products, each with a star. */
int bench_products(struct arena *a, int argc, char **argv);
/* bench static PORT TARGET FROM-PORT: serves the reply of the other server as it came. */
int bench_static(struct arena *a, int argc, char **argv);
/* bench search DIR: the search page against its bare statement. */
int bench_search(struct arena *a, int argc, char **argv);
/* bench recall DIR FOLDER: what search finds of the names and queries of a folder. */
int bench_recall(struct arena *a, int argc, char **argv);
/* bench save DIR CLIENTS: durable ballots against bare durable writes. */
int bench_save(struct arena *a, int argc, char **argv);
/* bench http-save DIR PORT CLIENTS: the same ballots through the running server. */
int bench_http_save(struct arena *a, int argc, char **argv);
/* bench start PROGRAM DIR: start, memory at rest, memory with 512 idle connections. */
int bench_start(struct arena *a, int argc, char **argv);
/* bench workbook DIR N FILE: N made-up products as a workbook to be brought in. */
int bench_workbook(struct arena *a, int argc, char **argv);
/* bench watch PROGRAM ARGUMENT…: prints "SECONDS CPU-SECONDS MIB HELPER-MIB" of a command, memory
 * at its height; what the command says goes to stderr. */
int bench_watch(struct arena *a, int argc, char **argv);

/* The i-th made-up name, the same at all times. */
str bench_name(struct arena *a, int i);
/* A case and a star for every product that has none. */
struct ctx;
enum err bench_stars(struct ctx *cx);
/* A positive number of the command line; ends the program otherwise. */
int bench_number(const char *text);
void bench_sort(double *at, int count);
/* {"bench":NAME,"unit":UNIT,"median":…,"least":…,"most":…} of some figures; sorts them. */
void bench_print(const char *name, const char *unit, double *figures, int count);

#endif
