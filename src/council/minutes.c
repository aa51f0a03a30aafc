/* minutes.c: what was decided, by which pack, under which law, as a printed paper. */
#include "core/media.h"
#include "council/council.h"
#include "council/council.sql.h"
#include "council/council_in.h"

enum { PAPER_BYTES_MAX = 2 << 20 };

static void block(struct json_out *w, const char *type, str text)
{
    json_open(w);
    json_pair_str(w, "type", str_of(type));
    json_pair_str(w, "text", text);
    json_close(w);
}

static void put_heading(struct ctx *cx, struct json_out *w, const struct meeting *m, str parent,
                        str issuer, str place)
{
    struct civil d = date_civil(m->held_on);
    json_name(w, "heading");
    json_open(w);
    json_pair_str(w, "issuer_parent", parent);
    json_pair_str(w, "issuer", issuer);
    json_pair_str(w, "number", S("Số: ……/BB-HĐ"));
    json_pair_str(w, "place_date",
                  join(cx->a, place, S(", ngày "), show(cx->a, d.day), S(" tháng "),
                       show(cx->a, d.month), S(" năm "), show(cx->a, d.year)));
    json_close(w);
}

static void put_seats(struct json_out *w, const struct seat_rows *seats)
{
    json_open(w);
    json_pair_str(w, "type", S("table"));
    json_name(w, "columns");
    json_put_raw(
        w,
        S("[{\"title\":\"Họ và tên\",\"width\":4},{\"title\":\"Chức vụ, đơn vị\",\"width\":5},"
          "{\"title\":\"Vai trò\",\"width\":3},{\"title\":\"Chấm điểm\",\"width\":2,\"align\":\"center\"}]"));
    json_name(w, "rows");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < seats->count; i++) {
        json_open_list(w);
        json_put_str(w, seats->at[i].name);
        json_put_str(w, seats->at[i].office);
        json_put_str(w, seat_role_label(seats->at[i].role));
        json_put_str(w, seats->at[i].scores ? S("có") : S("không"));
        json_close_list(w);
    }
    json_close_list(w);
    json_close(w);
}

static enum err put_results(struct ctx *cx, struct json_out *w, const struct agenda_rows *agenda)
{
    json_open(w);
    json_pair_str(w, "type", S("table"));
    json_name(w, "columns");
    json_put_raw(
        w,
        S("[{\"title\":\"TT\",\"width\":1,\"align\":\"center\"},{\"title\":\"Sản phẩm, chủ thể\",\"width\":6},"
          "{\"title\":\"Tổng/số phiếu\",\"width\":3,\"align\":\"center\"},{\"title\":\"Trung bình\",\"width\":2,"
          "\"align\":\"center\"},{\"title\":\"Kết quả\",\"width\":4}]"));
    json_name(w, "rows");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < agenda->count; i++) {
        struct result r;
        bool found;
        TRY(agenda_result(cx, agenda->at[i].id, &r, &found));
        if (!found)
            continue;
        mean m = { r.points_sum, r.ballot_count };
        json_open_list(w);
        json_put_str(w, show(cx->a, (int64_t)i + 1));
        json_put_str(w, join(cx->a, agenda->at[i].product_name, S("\n"),
                             agenda->at[i].producer_name, S(", "), agenda->at[i].place_name));
        json_put_str(w,
                     join(cx->a, show(cx->a, r.points_sum), S("/"), show(cx->a, r.ballot_count)));
        json_put_str(w, show(cx->a, m));
        json_put_str(w, result_words(cx->a, &r));
        json_close_list(w);
    }
    json_close_list(w);
    json_close(w);
    return OK;
}

static void put_signatures(struct json_out *w, const struct seat_rows *seats)
{
    str chair = S(""), secretary = S("");
    for (ptrdiff_t i = 0; i < seats->count; i++) {
        if (seats->at[i].role == SEAT_CHAIR)
            chair = seats->at[i].name;
        if (seats->at[i].role == SEAT_SECRETARY)
            secretary = seats->at[i].name;
    }
    json_open(w);
    json_pair_str(w, "type", S("signatures"));
    json_name(w, "columns");
    json_open_list(w);
    str titles[] = { S("THƯ KÝ"), S("CHỦ TỊCH HỘI ĐỒNG") };
    str names[] = { secretary, chair };
    for (int i = 0; i < 2; i++) {
        json_open(w);
        json_pair_str(w, "title", titles[i]);
        json_pair_str(w, "note", S("(Ký, ghi rõ họ tên)"));
        json_pair_str(w, "name", names[i]);
        json_close(w);
    }
    json_close_list(w);
    json_close(w);
}

static str decision_of(struct ctx *cx, const struct agenda_rows *agenda)
{
    const struct set *set;
    if (agenda->count == 0 || agenda_set(cx, &agenda->at[0], &set) != OK)
        return S("");
    return set->pack->decision;
}

static enum err put_blocks(struct ctx *cx, struct json_out *w, const struct meeting *m)
{
    struct seat_rows seats;
    struct agenda_rows agenda;
    TRY(meeting_seats(cx, m->id, &seats));
    TRY(meeting_agenda(cx, m->id, &agenda));
    json_name(w, "blocks");
    json_open_list(w);
    block(w, "title", S("BIÊN BẢN"));
    block(w, "subtitle",
          join(cx->a, S("Họp hội đồng đánh giá, phân hạng sản phẩm OCOP: "), m->title));
    block(w, "para",
          join(cx->a, S("Hội đồng họp ngày "), show(cx->a, m->held_on), S(" tại "), m->venue,
               S(", theo Quyết định số "), m->council_decision,
               S(". Các hồ sơ được chấm theo bộ "
                 "tiêu chí ban hành kèm Quyết định số "),
               decision_of(cx, &agenda), S(".")));
    block(w, "heading", S("1. Thành phần dự họp"));
    put_seats(w, &seats);
    block(w, "heading", S("2. Kết quả chấm điểm"));
    TRY(put_results(cx, w, &agenda));
    block(w, "para",
          S("Điểm của sản phẩm là trung bình cộng tổng điểm các phiếu, so với ngưỡng sao bằng số "
            "chính xác, không làm tròn."));
    block(w, "para", join(cx->a, S("Chấm điểm kết thúc lúc "), show(cx->a, m->closed_at),
                          S(". Mã niêm phong các phiếu: "), m->root, S(".")));
    put_signatures(w, &seats);
    json_close_list(w);
    return OK;
}

static enum err paper(struct ctx *cx, const struct meeting *m, str *out)
{
    struct json_out w = { .o = out_new(cx->a, .max_bytes = PAPER_BYTES_MAX) };
    str parent, issuer, place;
    TRY(setting_get(cx, S("paper_parent"), &parent));
    TRY(setting_get(cx, S("paper_issuer"), &issuer));
    TRY(setting_get(cx, S("paper_place"), &place));
    json_open(&w);
    json_pair_str(&w, "job", S("paper"));
    json_pair_str(&w, "kind", S("document"));
    json_pair_str(&w, "title", join(cx->a, S("Biên bản: "), m->title));
    json_pair_str(&w, "language", S("vi"));
    json_pair_str(&w, "created", instant_iso(cx->a, cx->now));
    json_pair_bool(&w, "demo", house()->demo);
    put_heading(cx, &w, m, parent, issuer, place);
    TRY(put_blocks(cx, &w, m));
    json_name(&w, "foot");
    json_open(&w);
    json_pair_str(&w, "code", code_show(cx->a, m->code));
    json_pair_str(&w, "text", S("Mã phiên họp"));
    json_close(&w);
    json_close(&w);
    *out = out_str(w.o);
    return w.o->full ? ERR_LIMIT : OK;
}

struct minutes_new {
    const struct meeting *meeting;
    struct file *file;
};

static enum err put_minutes(struct ctx *cx, const struct minutes_new *in)
{
    struct meeting m;
    int64_t id;
    TRY(meeting_get(cx, in->meeting->id, &m));
    TRY(blob_record(cx, in->file));
    TRY(minutes_insert(cx, m.id, in->file->id, cx->now, &id));
    TRY(audit_add(cx, audit_stream(cx->a, "meeting", m.id.id), S("minutes.printed"),
                  &AUDITED_minutes, id, S("")));
    TRY(meeting_put_state(cx, m.id, MEETING_MINUTED, m.version));
    return meeting_audit(cx, m.id, S("meeting.minuted"));
}
DB_TX_HERE(put_minutes, struct minutes_new)

static enum err must_write_minutes(struct ctx *cx, const struct meeting *m)
{
    struct seat own;
    bool found;
    TRY(meeting_own_seat(cx, m->id, &own, &found));
    if (!found || (own.role != SEAT_SECRETARY && own.role != SEAT_CHAIR))
        return fail(cx, ERR_DENIED, M_MEETING_ONLY_SECRETARY);
    if (m->state != MEETING_CLOSED && m->state != MEETING_MINUTED)
        return fail(cx, ERR_STATE, M_MINUTES_EARLY);
    return OK;
}

enum err minutes_print(struct ctx *cx, const struct meeting *m)
{
    str json;
    struct file file = { 0 };
    TRY(must_write_minutes(cx, m));
    TRY(paper(cx, m, &json));
    str path = blob_scratch(cx, S(".pdf"));
    TRY(media_paper(cx->a, json, path));
    TRY(blob_made(cx, path, S("application/pdf"), S("bien-ban.pdf"), &file));
    return put_minutes_tx(cx, &(struct minutes_new){ m, &file });
}

enum err minutes_file(struct ctx *cx, meeting_id id, struct file *out, bool *found)
{
    file_id file;
    TRY(minutes_last(cx, id, &file, found));
    return *found ? blob_get(cx, file, out) : OK;
}
