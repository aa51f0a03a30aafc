/* certificate_print.c: the certificate as a paper with its QR. */
#include "certificate/certificate.h"
#include "certificate/certificate.sql.h"
#include "core/media.h"

static str in_words(int32_t star)
{
    static const char *const words[] = { "", "MỘT SAO", "HAI SAO", "BA SAO", "BỐN SAO", "NĂM SAO" };
    return str_of(words[star]);
}

static void facts(struct json_out *w, struct arena *a, const struct recognition *r)
{
    str rows[][2] = {
        { S("Chủ thể"), r->producer_name },
        { S("Địa chỉ"), r->address },
        { S("Bộ sản phẩm"), r->set_name },
        { S("Mã số sản phẩm"), r->product_code },
    };
    (void)a;
    json_name(w, "facts");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++) {
        json_open_list(w);
        json_put_str(w, rows[i][0]);
        json_put_str(w, rows[i][1]);
        json_close_list(w);
    }
    json_close_list(w);
}

static void body(struct ctx *cx, struct json_out *w, const struct recognition *r, str place)
{
    struct arena *a = cx->a;
    struct civil d = date_civil(r->signed_on);
    json_name(w, "certificate");
    json_open(w);
    json_pair_str(w, "title", S("GIẤY CHỨNG NHẬN"));
    json_pair_str(w, "lead", S("Sản phẩm OCOP"));
    json_pair_str(w, "product", r->product_name);
    facts(w, a, r);
    json_pair_int(w, "stars", r->star);
    json_pair_str(w, "rank", join(a, S("HẠNG "), in_words(r->star)));
    json_name(w, "notes");
    json_open_list(w);
    json_put_str(w, join(a, S("Theo Quyết định số "), r->decision_number, S(" ngày "),
                         show(a, r->signed_on), S(" của "), r->issuer, S(".")));
    json_put_str(w, join(a, S("Có giá trị từ ngày "), show(a, r->issued_on), S(" đến hết ngày "),
                         show(a, r->expires_on), S(".")));
    json_close_list(w);
    json_pair_str(w, "serial", join(a, S("Số: "), r->serial));
    json_pair_str(w, "place_date", join(a, place, S(", ngày "), show(a, d.day), S(" tháng "),
                                        show(a, d.month), S(" năm "), show(a, d.year)));
    json_name(w, "signer");
    json_open(w);
    json_pair_str(w, "title", r->signer_title);
    json_pair_str(w, "note", S(""));
    json_pair_str(w, "name", r->signer);
    json_close(w);
    json_close(w);
}

static enum err paper(struct ctx *cx, const struct recognition *r, str *out)
{
    struct json_out w = { .o = out_new(cx->a, .max_bytes = 256 << 10) };
    str parent, place;
    TRY(setting_get(cx, S("paper_parent"), &parent));
    TRY(setting_get(cx, S("paper_place"), &place));
    json_open(&w);
    json_pair_str(&w, "job", S("paper"));
    json_pair_str(&w, "kind", S("certificate"));
    json_pair_str(&w, "title", join(cx->a, S("Giấy chứng nhận "), r->serial));
    json_pair_str(&w, "subject", r->product_name);
    json_pair_str(&w, "language", S("vi"));
    json_pair_str(&w, "created", instant_iso(cx->a, cx->now));
    json_pair_bool(&w, "demo", house()->demo);
    json_name(&w, "heading");
    json_open(&w);
    json_pair_str(&w, "issuer", parent);
    json_close(&w);
    body(cx, &w, r, place);
    json_name(&w, "foot");
    json_open(&w);
    json_pair_str(&w, "code", code_show(cx->a, r->code));
    json_pair_str(&w, "qr",
                  join(cx->a, house()->public_url, recognition_path(cx->a, r->code).text));
    json_pair_str(&w, "text", S("Quét mã để kiểm tra hiệu lực"));
    json_close(&w);
    json_close(&w);
    *out = out_str(w.o);
    return OK;
}

struct printing {
    const struct recognition *r;
    struct file *file;
};

static enum err keep_print(struct ctx *cx, const struct printing *in)
{
    certificate_id id;
    TRY(blob_record(cx, in->file));
    TRY(certificate_insert(cx, in->r->id, in->file->id, cx->now, &id));
    return audit_add(cx, audit_stream(cx->a, "recognition", in->r->id.id), S("certificate.printed"),
                     &AUDITED_certificate, id.id, S(""));
}
DB_TX_HERE(keep_print, struct printing)

enum err certificate_print(struct ctx *cx, const struct recognition *r)
{
    str json;
    struct file file = { 0 };
    if (!r->dossier.id)                        /* its paper is its issuer's to make */
        return fail(cx, ERR_STATE, M_KNOWN_NO_PAPER);
    if (date_known(r->revoked_on))
        return fail(cx, ERR_STATE, M_REVOKED_PRINT, .args = { show(cx->a, r->revoked_on) });
    TRY(paper(cx, r, &json));
    str path = blob_scratch(cx, S(".pdf"));
    TRY(media_paper(cx->a, json, path));
    TRY(blob_made(cx, path, S("application/pdf"),
                  join(cx->a, S("giay-chung-nhan-"), r->serial, S(".pdf")),
                  &file));
    return keep_print_tx(cx, &(struct printing){ r, &file });
}

enum err certificate_file(struct ctx *cx, recognition_id id, struct file *out, bool *found)
{
    file_id file;
    TRY(certificate_last(cx, id, &file, found));
    return *found ? blob_get(cx, file, out) : OK;
}
