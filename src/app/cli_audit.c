/* cli_audit.c: saolang audit verify. */
#include "app/cli.h"
#include "app/cli_report.h"

static void put_number(struct json_out *w, struct out *o, const char *word, const char *label,
                       int64_t n)
{
    if (w) {
        json_pair_int(w, word, n);
        return;
    }
    put(o, join(o->a, S("  "), str_of(label), S(": "), show(o->a, n), S("\n")));
}

str audit_report_text(struct arena *a, const struct audit_report *r, bool json)
{
    struct json_out j = { .o = out_new(a, .max_bytes = 64 << 10) };
    struct json_out *w = json ? &j : NULL;
    if (json)
        json_open(w);
    put_number(w, j.o, "streams", "Chuỗi", r->streams);
    put_number(w, j.o, "links", "Mắt xích", r->links);
    put_number(w, j.o, "rows", "Dòng được đối chiếu", r->rows);
    put_number(w, j.o, "files", "Tệp được đọc lại", r->files);
    put_number(w, j.o, "checkpoints", "Lần ký", r->checkpoints);
    put_number(w, j.o, "faults", "Lỗi", r->faults);
    if (json) {
        json_pair_str(w, "first", r->first);
        json_close(w);
        put(j.o, S("\n"));
    } else if (r->faults > 0) {
        put(j.o, join(a, S("Lỗi đầu tiên: "), r->first,
                      S(" Hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu gần nhất.\n")));
    } else {
        put(j.o, S("Vết còn nguyên vẹn.\n"));
    }
    return out_str(j.o);
}

int verb_audit_verify(const struct verb_call *call)
{
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    struct ctx *cx = verb_ctx(call);
    struct audit_report report;
    enum err e = audit_verify(cx, &report);
    if (e == OK)
        say(audit_report_text(call->a, &report, call->json));
    int code = verb_end(cx, e);
    house_close();
    return e == OK && report.faults > 0 ? err_exit(ERR_STATE) : code;
}
