/* intake_file.c: a kept file as clean CSV text, whatever it came as. */
#include <unistd.h>

#include "base/file.h"
#include "core/sheet.h"
#include "intake/intake_in.h"

enum { TEXT_BYTES_MAX = 48 << 20, MEGA = 1 << 20 };

enum err table_open(struct ctx *cx, str path, str file_name, str *csv)
{
    int64_t size = file_size(cx->a, path);
    struct sheet_file in = { .path = path, .name = file_name, .field = S("tep") };
    struct sheet_report report;
    str scratch = blob_scratch(cx, S(".csv"));
    if (size < 0)
        return ERR_NOT_FOUND;
    if (size > INTAKE_FILE_BYTES_MAX)
        return fail(cx, ERR_LIMIT, M_INTAKE_TOO_LARGE, .field = S("tep"),
                    .args = { file_name, show(cx->a, (int64_t)(INTAKE_FILE_BYTES_MAX / MEGA)) });
    TRY(sheet_to_csv(cx, &in, scratch, &report));
    enum err e = file_read(cx->a, scratch, TEXT_BYTES_MAX, csv);
    unlink(cstr(cx->a, scratch));
    return e;
}
