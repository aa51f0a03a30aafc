/* house_bench.c: the data the benchmarks run on. Names are made up. */
#include <stdio.h>

#include "base/vi.h"
#include "bench/bench.h"
#include "product/product.sql.h"
#include "tests/crash/scoring.h"

int bench_house(struct arena *a, int argc, char **argv)
{
    struct scoring s = { 0 };
    struct scoring_wish w = { .data_dir = argv[0],
                              .seats = bench_number(argv[1]),
                              .cases = bench_number(argv[2]),
                              .recognised = true };
    (void)argc;
    if (!scoring_make(a, &w, &s))
        return 1;
    printf("product=%.*s\ncheck=%.*s\nmeeting=%.*s\ncase=%.*s\n", (int)s.product_path.len,
           s.product_path.at, (int)s.check_path.len, s.check_path.at, (int)s.meeting_code.len,
           s.meeting_code.at, (int)s.agenda.at[0].dossier_code.len, s.agenda.at[0].dossier_code.at);
    house_close();
    return 0;
}

static const char *const nouns[] = {
    "Mật ong",  "Gạo thơm",    "Nước mắm",   "Đường thốt nốt", "Khô cá lóc",
    "Trà sen",  "Cà phê",      "Bánh tráng", "Mắm cá linh",    "Tiêu sọ",
    "Hạt điều", "Xoài sấy",    "Chuối khô",  "Rượu nếp",       "Bưởi da xanh",
    "Chả cá",   "Bột sắn dây", "Miến dong",  "Tôm khô",        "Muối ớt",
};
static const char *const ways[] = {
    "hoa nhãn",    "hữu cơ",   "truyền thống", "một nắng",    "rang mộc",  "sấy dẻo",
    "nguyên chất", "ủ chum",   "đặc sản",      "thượng hạng", "cổ truyền", "núi Cấm",
    "Bảy Núi",     "Phú Quốc", "Cù lao",       "đồng nội",
};
static const char *const people[] = {
    "Bà Tám",    "Ông Sáu",   "Cô Út",     "Anh Ba",   "Dì Năm",
    "Minh Châu", "Hồng Ngọc", "Thanh Tâm", "An Bình",  "Phước Lộc",
    "Tân Thành", "Vĩnh Hưng", "Long Điền", "Hòa Hiệp", "Quê Hương",
};

str bench_name(struct arena *a, int i)
{
    uint32_t x = (uint32_t)i * 2654435761U;
    return join(a, str_of(nouns[(x >> 8) % COUNT_OF(nouns)]), S(" "),
                str_of(ways[(x >> 16) % COUNT_OF(ways)]), S(" "),
                str_of(people[(x >> 24) % COUNT_OF(people)]), S(" "), show(a, (int32_t)i));
}

struct filling {
    struct product like; /* an existing one: producer, area, set */
    int from;
    int count;
};

static enum err add_products(struct ctx *cx, const void *in)
{
    const struct filling *f = in;
    for (int i = f->from; i < f->from + f->count; i++) {
        struct arena_mark mark = arena_mark(cx->a);
        struct product p = f->like;
        product_id id;
        p.name = bench_name(cx->a, i);
        p.code = code_make(cx->a);
        p.search_folded =
            vi_fold(cx->a, join(cx->a, p.name, S(" "), p.producer_name, S(" "), p.place_name));
        p.name_key = vi_key(cx->a, p.name);
        TRY(product_insert(cx, &p, &id));
        arena_rewind(cx->a, mark);
    }
    return OK;
}

/* Cases and stars for all that have none, like the ones that exist. */
static const char stars[] =
    "INSERT INTO dossier (code, product, producer, place_path, kind, pack_id, pack_sha256, "
    "set_slug,"
    " state, sheet, created_at)"
    " SELECT substr('AAAAAAAAAAAA' || p.id, -12), p.id, p.producer, p.place_path, 1, d.pack_id,"
    " d.pack_sha256, d.set_slug, 8, '', p.created_at FROM product p JOIN dossier d ON d.id = 1"
    " WHERE p.id NOT IN (SELECT product FROM dossier);"
    "INSERT INTO recognition (code, serial, decision, dossier, product, product_code, product_name,"
    " producer_name, address, set_name, star, points_sum, ballot_count, issued_on, expires_on, at)"
    " SELECT substr('BBBBBBBBBBBB' || d.id, -12), 'bench-' || d.id, r.decision, d.id, p.id,"
    " 'bench-' || d.id, p.name, r.producer_name, r.address, r.set_name, 3 + p.id % 2, r.points_sum,"
    " r.ballot_count, r.issued_on, r.expires_on, r.at"
    " FROM dossier d JOIN product p ON p.id = d.product JOIN recognition r ON r.id = 1"
    " WHERE d.state = 8 AND d.id NOT IN (SELECT dossier FROM recognition);";

static enum err add_stars(struct ctx *cx, const void *in)
{
    (void)in;
    TRY(db_script(cx->db, cx->a, str_of(stars)));
    return db_script(cx->db, cx->a, S("ANALYZE;"));
}

enum err bench_stars(struct ctx *cx)
{
    return tx_run(cx, add_stars, NULL);
}

int bench_products(struct arena *a, int argc, char **argv)
{
    struct house_conf hc = { .data_dir = argv[0] };
    struct ctx *cx;
    str why = S("");
    (void)argc;
    if (house_open(a, &hc, &why) != OK || ctx_begin(a, &ANYONE, &cx) != OK)
        return 1;
    enum err e = OK;
    struct filling f = { .count = bench_number(argv[1]) };
    e = product_get_public(cx, (product_id){ 1 }, &f.like);
    f.like.created_at = cx->now;
    if (e == OK)
        e = tx_run(cx, add_products, &f);
    if (e == OK)
        e = bench_stars(cx);
    if (e != OK)
        fprintf(stderr, "bench products: %s\n", err_name(e).at);
    ctx_end(cx);
    house_close();
    return e == OK ? 0 : 1;
}
