/* req_test.c: the parsing functions of req.c and multipart.c one by one. */
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/out.h"
#include "base/test.h"
#include "web/req.h"
#include "web/server_in.h"

/* --- escapes and pairs --- */

TEST(web, an_escape_is_decoded_once)
{
    EXPECT_STR("a b+c", url_decode(t->a, S("a%20b+c"), false));
    EXPECT_STR("a b c", url_decode(t->a, S("a%20b+c"), true));
    EXPECT_STR("%41", url_decode(t->a, S("%2541"), false));
    EXPECT_STR("Đồng Tháp", url_decode(t->a, S("%C4%90%E1%BB%93ng%20Th%c3%a1p"), false));
}

TEST(web, a_broken_escape_stays_as_typed)
{
    EXPECT_STR("100%", url_decode(t->a, S("100%"), true));
    EXPECT_STR("%4", url_decode(t->a, S("%4"), true));
    EXPECT_STR("%zz%", url_decode(t->a, S("%zz%25"), true));
}

TEST(web, encoding_and_decoding_give_the_text_back)
{
    str text = S("xoài cát/Hoà Lộc & 100% ~._-");
    EXPECT_STR("a%2Fb%20~", url_encode(t->a, S("a/b ~")));
    EXPECT(str_equal(text, url_decode(t->a, url_encode(t->a, text), true)));
}

TEST(web, pairs_keep_their_order_and_stop_at_the_limit)
{
    struct req_pairs p = pairs_decode(t->a, S("a=1&&b=x%3Dy&c&a=2"), 10);
    EXPECT_INT(4, p.count);
    EXPECT_STR("1", p.at[0].value);
    EXPECT_STR("x=y", p.at[1].value);
    EXPECT_STR("c", p.at[2].name);
    EXPECT_STR("", p.at[2].value);
    EXPECT_STR("2", p.at[3].value);
    EXPECT_INT(2, pairs_decode(t->a, S("a&b&c"), 2).count);
    EXPECT_INT(0, pairs_decode(t->a, S(""), 2).count);
}

TEST(web, a_path_with_nul_or_bad_utf8_is_refused)
{
    str path;
    EXPECT(path_read(t->a, S("/s%E1%BA%A3n-ph%E1%BA%A9m"), &path));
    EXPECT_STR("/sản-phẩm", path);
    EXPECT(!path_read(t->a, S("/a%00b"), &path));
    EXPECT(!path_read(t->a, S("/%C3"), &path));
    EXPECT(!path_read(t->a, S("a"), &path));
    EXPECT(!path_read(t->a, S(""), &path));
    EXPECT(!path_read(t->a, S("http://host/"), &path));
}

/* --- headers --- */

/* "Name: value\n…" to pairs. */
static struct req_pairs headers_of(struct arena *a, const char *text)
{
    struct req_pairs p = { .at = new(a, struct req_pair, 16) };
    str rest = str_of(text);
    while (rest.len > 0) {
        str line = str_cut(&rest, '\n');
        str name = str_cut(&line, ':');
        p.at[p.count++] = (struct req_pair){ .name = name, .value = str_trim(line) };
    }
    return p;
}

static bool sound(struct arena *a, const char *text)
{
    struct req_pairs p = headers_of(a, text);
    return headers_sound(&p, true);
}

TEST(web, a_header_with_two_framings_is_not_sound)
{
    EXPECT(sound(t->a, "Host: a"));
    EXPECT(sound(t->a, "host: a\nContent-Length: 5"));
    EXPECT(sound(t->a, "Host: a\nTransfer-Encoding: Chunked"));
    EXPECT(!sound(t->a, "Accept: x"));
    EXPECT(!sound(t->a, "Host: a\nHost: a"));
    EXPECT(!sound(t->a, "Host: a\nContent-Length: 5\nContent-Length: 5"));
    EXPECT(!sound(t->a, "Host: a\nContent-Length: 5, 5"));
    EXPECT(!sound(t->a, "Host: a\nContent-Length: +5"));
    EXPECT(!sound(t->a, "Host: a\nContent-Length: 5\nTransfer-Encoding: chunked"));
    EXPECT(!sound(t->a, "Host: a\nTransfer-Encoding: gzip, chunked"));
    EXPECT(!sound(t->a, "Host: a\nTransfer-Encoding : chunked"));
    EXPECT(!sound(t->a, "Host: a\nTransfer-Encoding: identity"));
}

TEST(web, an_old_client_needs_no_host_but_may_not_send_chunks)
{
    struct req_pairs none = { 0 };
    struct req_pairs chunks = headers_of(t->a, "Transfer-Encoding: chunked");
    EXPECT(headers_sound(&none, false));
    EXPECT(!headers_sound(&chunks, false));
}

TEST(web, cookies_are_cut_at_semicolons)
{
    struct req rq = { .headers = headers_of(t->a, "Cookie: a=1; b=\"x y\";c; =e; d=p=q\n"
                                               "cookie: z=9") };
    rq.cookies = cookies_read(t->a, &rq.headers);
    EXPECT_STR("1", req_cookie(&rq, "a"));
    EXPECT_STR("x y", req_cookie(&rq, "b"));
    EXPECT_STR("p=q", req_cookie(&rq, "d"));
    EXPECT_STR("9", req_cookie(&rq, "z"));
    EXPECT_STR("", req_cookie(&rq, "c"));
}

TEST(web, json_is_wanted_only_by_those_who_do_not_take_pages)
{
    struct req json = { .headers = headers_of(t->a, "ACCEPT: application/json") };
    struct req page = { .headers = headers_of(t->a, "Accept: text/html, application/json") };
    EXPECT(req_wants_json(&json));
    EXPECT(!req_wants_json(&page));
}

static str client_of(struct arena *a, const char *headers, const char *peer, const char *proxies)
{
    struct proxies p;
    struct req_pairs h = headers_of(a, headers);
    EXPECT(proxies_read(a, str_of(proxies), &p));
    return client_through(a, &h, str_of(peer), &p);
}

TEST(web, forwarded_for_is_read_backwards_through_trusted_proxies)
{
    const char *chain = "X-Forwarded-For: 6.6.6.6, 203.0.113.7\nX-Forwarded-For: 10.0.0.2";
    EXPECT_STR("203.0.113.7", client_of(t->a, chain, "10.0.0.1", "10.0.0.1,10.0.0.2"));
    EXPECT_STR("10.0.0.2", client_of(t->a, chain, "10.0.0.1", "10.0.0.1"));
    EXPECT_STR("10.0.0.1", client_of(t->a, chain, "10.0.0.1", ""));
    EXPECT_STR("6.6.6.6", client_of(t->a, chain, "10.0.0.1", "10.0.0.1, 10.0.0.2 ,203.0.113.7"));
    EXPECT_STR("10.0.0.1", client_of(t->a, "X-Forwarded-For: unknown", "10.0.0.1", "10.0.0.1"));
    EXPECT_STR("1.2.3.4", client_of(t->a, "X-Forwarded-For: ::ffff:1.2.3.4", "::1", "::1"));
}

TEST(web, a_list_of_proxies_with_a_word_in_it_is_refused)
{
    struct proxies p;
    EXPECT(!proxies_read(t->a, S("127.0.0.1,nginx"), &p));
    EXPECT(proxies_read(t->a, S(" , "), &p));
    EXPECT_INT(0, p.count);
}

/* --- multipart alone --- */

#define PART(text) "--XX\r\nContent-Disposition: form-data; " text "\r\n"

static const char form_body[] =
    "preamble\r\n" PART("name=\"tag\"") "\r\n\r\n"
    PART("name=\"tag\"") "\r\nx\r\n--X\r\n"
    PART("name=\"a\\\"b;c\"") "Content-Type: text/plain\r\n\r\n\r\n--XY\r\r\n"
    PART("name=none; filename=\"\"") "\r\n\r\n"
    PART("name=f; filename=\"r\xE1\xBB\x95.txt\"") "Content-Type: text/csv\r\n\r\nhello\r\n"
    PART("filename=e; name=e") "\r\n\r\n"
    "--XX--\r\nepilogue";

/* Feeds the body in pieces of `size` bytes; the status of the end. */
static int form_feed(struct arena *a, const char *dir, str body, ptrdiff_t size, struct req *rq)
{
    struct multipart *m = multipart_new(a, S("multipart/form-data; boundary=\"XX\""),
                                        (struct multipart_limits){
                                            .upload_dir = dir,
                                            .fields_bytes_max = 100,
                                            .file_bytes_max = 5,
                                        });
    EXPECT(m != NULL);
    for (ptrdiff_t i = 0; i < body.len; i += size) {
        int status = multipart_feed(m, str_sub(body, i, i + size));
        if (status)
            return status;
    }
    return multipart_end(m, rq);
}

static const char *folder_new(struct arena *a)
{
    char *dir = cstr(a, S("/tmp/saolang-web-XXXXXX"));
    EXPECT(mkdtemp(dir) != NULL);
    return dir;
}

TEST(web, a_form_reads_the_same_however_it_is_cut)
{
    const char *dir = folder_new(t->a);
    EXPECT(hash_ready());
    for (ptrdiff_t size = 1; size < (ptrdiff_t)sizeof form_body; size++) {
        struct req rq = { 0 };
        struct arena *a = arena_new(ARENA_REQUEST_BYTES);
        EXPECT_INT(0, form_feed(a, dir, str_of(form_body), size, &rq));
        EXPECT_INT(3, rq.fields.count);
        EXPECT_STR("", rq.fields.at[0].value);
        EXPECT_STR("x\r\n--X", rq.fields.at[1].value);
        EXPECT_STR("\r\n--XY\r", req_field(&rq, "a\"b;c"));
        EXPECT_INT(2, rq.uploads.count);
        EXPECT_STR("f", rq.uploads.at[0].field);
        EXPECT_STR("rổ.txt", rq.uploads.at[0].file_name);
        EXPECT_STR("text/csv", rq.uploads.at[0].claimed_type);
        EXPECT_INT(5, rq.uploads.at[0].size_bytes);
        EXPECT(str_equal(hash_hex(a, hash_of(S("hello"))), rq.uploads.at[0].sha256));
        EXPECT_INT(0, rq.uploads.at[1].size_bytes);
        arena_free(a);
    }
    EXPECT_INT(0, rmdir(dir));                 /* empty again */
}

static int form_status(struct arena *a, const char *body)
{
    struct req rq = { 0 };
    return form_feed(a, "/nowhere", str_of(body), 7, &rq);
}

TEST(web, a_malformed_form_is_refused)
{
    EXPECT(hash_ready());
    EXPECT_INT(400, form_status(t->a, ""));
    EXPECT_INT(400, form_status(t->a, "--XX"));
    EXPECT_INT(400, form_status(t->a, PART("name=a") "\r\nno end"));
    EXPECT_INT(400, form_status(t->a, PART("nome=a") "\r\n1\r\n--XX--"));
    EXPECT_INT(400, form_status(t->a, "--XXY\r\n\r\n--XX--"));
    EXPECT_INT(0, form_status(t->a, "--XX--"));
    EXPECT_INT(503, form_status(t->a, PART("name=a; filename=a") "\r\n1\r\n--XX--"));
    EXPECT(!multipart_new(t->a, S("multipart/form-data"), (struct multipart_limits){ 0 }));
    EXPECT(!multipart_new(t->a, S("multipart/form-data; boundary="),
                          (struct multipart_limits){ 0 }));
}

TEST(web, the_limits_of_a_form_hold_on_both_sides)
{
    struct req rq = { 0 };
    struct arena *a = arena_new(ARENA_REQUEST_BYTES);
    const char *dir = folder_new(t->a);
    str field_head = S(PART("name=a") "\r\n");
    str file_head = S(PART("name=a; filename=b") "\r\n");
    str end = S("\r\n--XX--");
    char text[100] = { 0 };
    EXPECT(hash_ready());
    str field_fits = join(a, field_head, ((str){ text, 99 }), end);      /* 1 for the name */
    str field_beyond = join(a, field_head, ((str){ text, 100 }), end);
    str file_fits = join(a, file_head, ((str){ text, 5 }), end);
    str file_beyond = join(a, file_head, ((str){ text, 6 }), end);
    EXPECT_INT(0, form_feed(a, dir, field_fits, 9, &rq));
    EXPECT_INT(413, form_feed(a, dir, field_beyond, 9, &rq));
    EXPECT_INT(0, form_feed(a, dir, file_fits, 9, &rq));
    EXPECT_INT(413, form_feed(a, dir, file_beyond, 9, &rq));
    struct out *o = out_new(a, .max_bytes = 1 << 20);
    for (int i = 0; i <= FILES_MAX; i++)
        put(o, S(PART("name=a; filename=b") "\r\n1\r\n"));
    put(o, S("--XX--"));
    EXPECT_INT(413, form_feed(a, dir, out_str(o), 9, &rq));
    arena_free(a);
    EXPECT_INT(0, rmdir(dir));
}

/* So many bytes before the first mark, to which the reader adds a line end of its own, and behind
 * the last. */
static int outside_status(struct arena *a, ptrdiff_t before, ptrdiff_t behind)
{
    struct req rq = { 0 };
    char *dots = new(a, char, 32 << 10);
    for (ptrdiff_t i = 0; i < 32 << 10; i++)
        dots[i] = '.';
    str body = join(a, ((str){ dots, before }), S("\r\n--XX--"), ((str){ dots, behind }));
    return form_feed(a, "/nowhere", body, 1000, &rq);
}

TEST(web, a_form_does_not_go_on_outside_its_parts)
{
    EXPECT_INT(0, outside_status(t->a, 0, (16 << 10) - 2));
    EXPECT_INT(413, outside_status(t->a, 0, (16 << 10) - 1));
    EXPECT_INT(0, outside_status(t->a, (16 << 10) - 2, 0));
    EXPECT_INT(413, outside_status(t->a, (16 << 10) - 1, 0));
}
