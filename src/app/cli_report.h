/* cli_report: pieces that several verbs share. */
#ifndef APP_CLI_REPORT_H
#define APP_CLI_REPORT_H

#include "app/archive.h"
#include "app/cli.h"
#include "place/place.h"

/* What audit_verify found, as lines or one JSON object, with a line feed at its end. */
str audit_report_text(struct arena *a, const struct audit_report *r, bool json);
/* Counts of an import, or its faulty lines. */
str import_report_text(struct arena *a, const struct place_import *in, bool preview, bool json);
/* Reads a CSV file of units; complains and gives false. */
bool units_read(const struct verb_call *call, const char *path, str *csv);

#endif
