/* cli_import.c: saolang import units FILE: the units, or which old unit became which new one. */
#include "app/cli.h"
#include "app/cli_report.h"
#include "base/file.h"

enum { CSV_BYTES_MAX = 64 << 20 };

bool units_read(const struct verb_call *call, const char *path, str *csv)
{
    if (file_read(call->a, str_of(path), CSV_BYTES_MAX, csv) == OK)
        return true;
    complain(join(call->a, S("Không đọc được tệp đơn vị “"), str_of(path),
                  S("”. Hãy kiểm tra đường dẫn và quyền đọc.")));
    return false;
}

static str as_json(struct arena *a, const struct place_import *in, bool preview)
{
    struct json_out w = { .o = out_new(a, .max_bytes = 4 << 20) };
    json_open(&w);
    json_pair_bool(&w, "preview", preview);
    json_pair_int(&w, "read", in->read);
    json_pair_int(&w, "added", in->added);
    json_pair_int(&w, "unchanged", in->unchanged);
    json_pair_int(&w, "ended", in->ended);
    json_name(&w, "faults");
    json_open_list(&w);
    for (ptrdiff_t i = 0; i < in->faults.count; i++) {
        json_open(&w);
        json_pair_int(&w, "line", in->faults.at[i].line);
        json_pair_str(&w, "text", in->faults.at[i].text);
        json_close(&w);
    }
    json_close_list(&w);
    json_close(&w);
    put(w.o, S("\n"));
    return out_str(w.o);
}

str import_report_text(struct arena *a, const struct place_import *in, bool preview, bool json)
{
    if (json)
        return as_json(a, in, preview);
    struct out *o = out_new(a, .max_bytes = 4 << 20);
    for (ptrdiff_t i = 0; i < in->faults.count; i++)
        put(o, join(a, S("Dòng "), show(a, in->faults.at[i].line), S(": "), in->faults.at[i].text,
                    S("\n")));
    put(o, join(a, S("Đã đọc "), show(a, in->read), S(" dòng")));
    if (in->faults.count > 0)
        put(o, S("; chưa nhập gì.\n"));
    else if (preview)
        put(o, S(", không có lỗi. Đây là bản xem trước, chưa nhập gì.\n"));
    else
        put(o, join(a, S(": thêm "), show(a, in->added), S(", giữ nguyên "), show(a, in->unchanged),
                    S(", ghi ngày hết hiệu lực "), show(a, in->ended), S(".\n")));
    return out_str(o);
}

int verb_import_units(const struct verb_call *call)
{
    str csv;
    if (!verb_word(call, 0)) {
        complain(S("Cách dùng: saolang import units FILE [--preview] [--province CODE]"));
        return 2;
    }
    if (!units_read(call, verb_word(call, 0), &csv))
        return err_exit(ERR_NOT_FOUND);
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    struct ctx *cx = verb_ctx(call);
    bool preview = verb_flag(call, "preview");
    struct place_import report;
    enum err e = place_is_change_file(call->a, csv)
                     ? place_changes_import(cx, csv, preview, &report)
                     : place_import(cx, csv, str_of(verb_option(call, "province")), preview,
                                    &report);
    if (e == OK || e == ERR_INPUT)
        say(import_report_text(call->a, &report, preview, call->json));
    int code = verb_end(cx, e);
    house_close();
    return code;
}
