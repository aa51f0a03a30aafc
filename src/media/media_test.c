/* media_test.c: the helper as its parent sees it: a process with four files. SAOLANG_MEDIA names
 * the helper built for tests (with the job trespass). The papers are read back with poppler's
 * tools and zbarimg.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/test.h"
#include "format/json.h"
#include "media/test_file.h"

struct done {
    int status;                                /* of waitpid */
    str said;                                  /* standard output */
};

static void put_fd(const char *path, int flags, int fd)
{
    int got = open(path, flags, 0600);
    if (got >= 0 && got != fd) {
        dup2(got, fd);
        close(got);
    }
}

/* Runs argv with `in` as standard input, fd 3 from `file` and fd 4 into `made`. */
static struct done run(struct test *t, char *const argv[], str in, const char *file,
                       const char *made)
{
    char *asked = place(t, "asked");
    char *said = place(t, "said");
    spill(asked, in);
    pid_t child = fork();
    if (child == 0) {
        put_fd(asked, O_RDONLY, 0);
        put_fd(said, O_WRONLY | O_CREAT | O_TRUNC, 1);
        put_fd(file ? file : "/dev/null", O_RDONLY, 3);
        put_fd(made ? made : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 4);
        execvp(argv[0], argv);
        _exit(127);
    }
    struct done d = { .status = -1 };
    waitpid(child, &d.status, 0);
    d.said = slurp(t, said);
    unlink(asked);
    unlink(said);
    return d;
}

static struct done helper(struct test *t, const char *job, str request, const char *file,
                          const char *made)
{
    char *path = getenv("SAOLANG_MEDIA");
    if (!path)
        test_fail(__FILE__, __LINE__, "SAOLANG_MEDIA does not name the helper");
    char *const argv[] = { path, cstr(t->a, str_of(job)), NULL };
    return run(t, argv, request, file, made);
}

static str tool(struct test *t, char *const argv[])
{
    struct done d = run(t, argv, S(""), NULL, NULL);
    if (d.status != 0)
        test_fail(__FILE__, __LINE__, "%s ended with %d", argv[0], d.status);
    return d.said;
}

static const json_t *answer(struct test *t, struct done d)
{
    struct json_fault why;
    const json_t *j = json_read(t->a, d.said, 1 << 16, &why);
    if (!j)
        test_fail(__FILE__, __LINE__, "no answer, status %d", d.status);
    return j;
}

/* The job is refused with this code. */
static void expect_refused(struct test *t, const char *code, const char *job, str request, str file)
{
    char *path = place(t, "file");
    spill(path, file);
    struct done d = helper(t, job, request, path, NULL);
    EXPECT_STR(code, json_member_str(answer(t, d), "code"));
    EXPECT_INT(1, WEXITSTATUS(d.status));
    unlink(path);
}

/* ---------------------------------------------------------------- pictures */

/* 16 x 8 pixels of one colour. */
static const uint8_t tiny_jpeg[] = {
    0xff, 0xd8, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x10, 0x0b, 0x0c, 0x0e, 0x0c, 0x0a, 0x10,
    0x0e, 0x0d, 0x0e, 0x12, 0x11, 0x10, 0x13, 0x18, 0x28, 0x1a, 0x18, 0x16, 0x16, 0x18,
    0x31, 0x23, 0x25, 0x1d, 0x28, 0x3a, 0x33, 0x3d, 0x3c, 0x39, 0x33, 0x38, 0x37, 0x40,
    0x48, 0x5c, 0x4e, 0x40, 0x44, 0x57, 0x45, 0x37, 0x38, 0x50, 0x6d, 0x51, 0x57, 0x5f,
    0x62, 0x67, 0x68, 0x67, 0x3e, 0x4d, 0x71, 0x79, 0x70, 0x64, 0x78, 0x5c, 0x65, 0x67,
    0x63, 0xff, 0xdb, 0x00, 0x43, 0x01, 0x11, 0x12, 0x12, 0x18, 0x15, 0x18, 0x2f, 0x1a,
    0x1a, 0x2f, 0x63, 0x42, 0x38, 0x42, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0xff, 0xc0, 0x00, 0x11, 0x08, 0x00, 0x08, 0x00, 0x10, 0x03, 0x01, 0x22, 0x00, 0x02,
    0x11, 0x01, 0x03, 0x11, 0x01, 0xff, 0xc4, 0x00, 0x15, 0x00, 0x01, 0x01, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05,
    0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xc4, 0x00, 0x15, 0x01, 0x01,
    0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x04, 0x05, 0xff, 0xc4, 0x00, 0x14, 0x11, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xda, 0x00,
    0x0c, 0x03, 0x01, 0x00, 0x02, 0x11, 0x03, 0x11, 0x00, 0x3f, 0x00, 0x96, 0x00, 0xe9,
    0xef, 0xff, 0xd9,
};

/* An APP1 segment: turn by 90 degrees (0x0112 = 6), and a GPS directory with latitude 10 degrees
 * North and a map datum that is easy to find again. */
static const uint8_t exif_gps[] = {
    0xff, 0xe1, 0x00, 0x70, 'E', 'x', 'i', 'f', 0, 0,
    'M', 'M', 0, 42, 0, 0, 0, 8,
    0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,                 /* orientation */
    0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0,          /* GPS directory at 38 */
    0, 3, 0, 1, 0, 2, 0, 0, 0, 2, 'N', 0, 0, 0,                     /* latitude reference */
    0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 80,                            /* latitude at 80 */
    0, 0x12, 0, 2, 0, 0, 0, 4, 'G', 'P', 'S', 0, 0, 0, 0, 0,        /* map datum */
    0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1,                /* 10/1, 0/1, 0/1 */
    0, 0, 0, 0, 0, 0, 0, 1,
};

static str tiny(void)
{
    return (str){ (const char *)tiny_jpeg, COUNT_OF(tiny_jpeg) };
}

static str with_gps(struct arena *a)
{
    str exif = { (const char *)exif_gps, COUNT_OF(exif_gps) };
    return join(a, str_sub(tiny(), 0, 2), exif, str_after(tiny(), 2));
}

/* A PNG's head: signature and IHDR of 8 bit RGB, with a checksum made the plain way. */
static str png_head(struct arena *a, uint32_t width, uint32_t height)
{
    uint8_t *p = new(a, uint8_t, 33);
    static const uint8_t start[] = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13,
                                     'I',  'H', 'D', 'R' };
    for (int i = 0; i < 16; i++)
        p[i] = start[i];
    for (int i = 0; i < 4; i++) {
        p[16 + i] = (uint8_t)(width >> (24 - 8 * i));
        p[20 + i] = (uint8_t)(height >> (24 - 8 * i));
    }
    p[24] = 8;
    p[25] = 2;
    uint32_t crc = UINT32_MAX;
    for (int i = 12; i < 29; i++) {
        crc ^= p[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    for (int i = 0; i < 4; i++)
        p[29 + i] = (uint8_t)(~crc >> (24 - 8 * i));
    return (str){ (const char *)p, 33 };
}

/* The head, an IDAT that promises 4096 bytes, and a few of them. */
static str png_cut(struct arena *a, uint32_t side)
{
    return join(a, png_head(a, side, side),
                (str){ "\0\0\x10\0IDAT\x78\x9c\xed\xc1\x01\x0d\0\0\0", 18 });
}

TEST(media, jpeg_is_known_with_its_size)
{
    char *in = place(t, "in.jpg");
    spill(in, tiny());
    const json_t *j = answer(t, helper(t, "identify", S("{\"job\":\"identify\"}"), in, NULL));
    EXPECT(json_member_true(j, "ok"));
    EXPECT(json_member_true(j, "known"));
    EXPECT_STR("image/jpeg", json_member_str(j, "type"));
    EXPECT_INT(16, json_member_int(j, "width", 0));
    EXPECT_INT(8, json_member_int(j, "height", 0));
    unlink(in);
}

TEST(media, picture_loses_its_place_and_stands_upright)
{
    char *in = place(t, "in.jpg");
    char *made = place(t, "made.jpg");
    spill(in, with_gps(t->a));
    EXPECT(str_contains(slurp(t, in), S("Exif")));
    const json_t *j = answer(t, helper(t, "image", S("{\"job\":\"image\",\"width_max\":1600}"),
                                       in, made));
    EXPECT(json_member_true(j, "ok"));
    EXPECT_INT(8, json_member_int(j, "width", 0));
    EXPECT_INT(16, json_member_int(j, "height", 0));
    str jpeg = slurp(t, made);
    EXPECT(str_starts(jpeg, S("\xff\xd8\xff")));
    EXPECT(!str_contains(jpeg, S("Exif")) && !str_contains(jpeg, S("GPS")));
    EXPECT(!str_contains(jpeg, S("\xff\xe1")) && !str_contains(jpeg, S("\xff\xe2")));
    unlink(in);
    unlink(made);
}

TEST(media, cut_png_is_broken)
{
    expect_refused(t, "BROKEN", "image", S("{\"job\":\"image\"}"), png_cut(t->a, 64));
    expect_refused(t, "BROKEN", "image", S("{\"job\":\"image\"}"), str_sub(tiny(), 0, 200));
}

TEST(media, text_named_jpg_is_no_picture)
{
    str text = S("Kính gửi Hội đồng, đây không phải là ảnh.\n");
    expect_refused(t, "NOT_ALLOWED", "image", S("{\"job\":\"image\"}"), text);
    char *in = place(t, "in.jpg");
    spill(in, text);
    const json_t *j = answer(t, helper(t, "identify", S("{\"job\":\"identify\"}"), in, NULL));
    EXPECT_STR("text/plain", json_member_str(j, "type"));
    EXPECT(!json_member_true(j, "known"));
    unlink(in);
}

TEST(media, png_of_2500_million_pixels_is_refused_unread)
{
    expect_refused(t, "TOO_MANY_PIXELS", "image", S("{\"job\":\"image\"}"),
                   png_cut(t->a, 50000));
    expect_refused(t, "TOO_MANY_PIXELS", "identify", S("{\"job\":\"identify\"}"),
                   png_cut(t->a, 50000));
}

TEST(media, file_of_two_kinds_is_refused)
{
    str zip_end = { "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22 };
    str zip = join(t->a, tiny(), zip_end);
    str pdf = join(t->a, str_sub(tiny(), 0, 2), (str){ "\xff\xfe\0\x0a%PDF-1.7", 12 },
                   str_after(tiny(), 2));
    expect_refused(t, "POLYGLOT", "image", S("{\"job\":\"image\"}"), zip);
    expect_refused(t, "POLYGLOT", "image", S("{\"job\":\"image\"}"), pdf);
    expect_refused(t, "POLYGLOT", "identify", S("{\"job\":\"identify\"}"), zip);
    expect_refused(t, "POLYGLOT", "identify", S("{\"job\":\"identify\"}"), pdf);
}

TEST(media, request_must_name_the_same_job)
{
    expect_refused(t, "REQUEST", "image", S("{\"job\":\"paper\"}"), tiny());
    expect_refused(t, "REQUEST", "image", S("[]"), tiny());
    expect_refused(t, "REQUEST", "image", S("{\"job\":\"image\",\"width_max\":0}"), tiny());
}

/* ---------------------------------------------------------------- papers */

#define FOOT "\"foot\":{\"code\":\"7K3M-9QXT-2HVA\",\"text\":\"Kiểm tra tại cổng.\"," \
             "\"qr\":\"https://ocop.example.vn/kiem-tra/7K3M9QXT2HVA\"}"

/* Minutes with a table of `rows` rows. */
static str minutes(struct test *t, int rows)
{
    struct out *o = out_new(t->a, .max_bytes = 1 << 20);
    put(o, S("{\"job\":\"paper\",\"kind\":\"document\",\"title\":\"Biên bản họp\","
             "\"language\":\"vi\",\"created\":\"2026-11-21T09:00:00+07:00\",\"heading\":{\"issuer_parent\":\"UBND "
             "TỈNH AN GIANG\",\"issuer\":\"HỘI ĐỒNG ĐÁNH GIÁ\",\"number\":\"Số: 12/BB-HĐ\","
             "\"place_date\":\"An Giang, ngày 21 tháng 11 năm 2026\"}," FOOT ",\"blocks\":["
             "{\"type\":\"title\",\"text\":\"BIÊN BẢN\"},"
             "{\"type\":\"subtitle\",\"text\":\"Họp đánh giá, phân hạng\"},"
             "{\"type\":\"facts\",\"rows\":[[\"Sản phẩm\",\"Đường thốt nốt Tri Tôn\"]]},"
             "{\"type\":\"table\",\"columns\":[{\"title\":\"Thứ tự\",\"width\":1},"
             "{\"title\":\"Tên sản phẩm\",\"width\":4}],\"rows\":["));
    for (int i = 1; i <= rows; i++) {
        put(o, i > 1 ? S(",[\"") : S("[\""));
        put(o, (int32_t)i);
        put(o, S("\",\"Mật ong bạc hà số "));
        put(o, (int32_t)i);
        put(o, S("\"]"));
    }
    put(o, S("]},{\"type\":\"stars\",\"count\":4},{\"type\":\"signatures\",\"columns\":["
             "{\"title\":\"CHỦ TỊCH\",\"note\":\"(Ký tên)\",\"name\":\"Nguyễn Thị Ngọc Ẩn\"}]}]}"));
    EXPECT(!o->full);
    return out_str(o);
}

static str pdf_text(struct test *t, char *pdf)
{
    char *const argv[] = { (char[]){ "pdftotext" }, (char[]){ "-layout" }, pdf, (char[]){ "-" },
                           NULL };
    return tool(t, argv);
}

static int times(str s, str part)
{
    int count = 0;
    for (ptrdiff_t i; (i = str_find_str(s, part)) >= 0; count++)
        s = str_after(s, i + part.len);
    return count;
}

TEST(media, table_repeats_its_head_on_each_of_three_pages)
{
    char *pdf = place(t, "minutes.pdf");
    const json_t *j = answer(t, helper(t, "paper", minutes(t, 75), NULL, pdf));
    EXPECT_INT(3, json_member_int(j, "pages", 0));
    str text = pdf_text(t, pdf);
    EXPECT_INT(3, times(text, S("Tên sản phẩm")));
    EXPECT_INT(1, times(text, S("2/3")));
    EXPECT_INT(1, times(text, S("3/3")));
    EXPECT_INT(0, times(text, S("1/3")));
    unlink(pdf);
}

TEST(media, vietnamese_words_are_found_in_the_paper)
{
    char *pdf = place(t, "words.pdf");
    EXPECT_INT(0, helper(t, "paper", minutes(t, 2), NULL, pdf).status);
    str text = pdf_text(t, pdf);
    EXPECT(str_contains(text, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")));
    EXPECT(str_contains(text, S("Độc lập - Tự do - Hạnh phúc")));
    EXPECT(str_contains(text, S("Đường thốt nốt Tri Tôn")));
    EXPECT(str_contains(text, S("Nguyễn Thị Ngọc Ẩn")));
    EXPECT(str_contains(text, S("7K3M-9QXT-2HVA")));
    unlink(pdf);
}

/* Another face for the marked letters would show as a second family. */
TEST(media, fonts_are_embedded_and_of_one_family)
{
    char *pdf = place(t, "fonts.pdf");
    EXPECT_INT(0, helper(t, "paper", minutes(t, 2), NULL, pdf).status);
    char *const argv[] = { (char[]){ "pdffonts" }, pdf, NULL };
    str list = tool(t, argv);
    EXPECT(str_contains(list, S("+Tinos")) != str_contains(list, S("+LiberationSerif")));
    EXPECT(!str_contains(list, S("DejaVu")) && !str_contains(list, S(" no  yes")));
    unlink(pdf);
}

TEST(media, code_of_the_foot_is_read_from_the_printed_page)
{
    char *pdf = place(t, "qr.pdf");
    char *picture = place(t, "qr");
    EXPECT_INT(0, helper(t, "paper", minutes(t, 2), NULL, pdf).status);
    char *const draw[] = { (char[]){ "pdftoppm" }, (char[]){ "-r" }, (char[]){ "150" },
                           (char[]){ "-png" }, (char[]){ "-singlefile" }, pdf, picture, NULL };
    (void)tool(t, draw);
    char *png = cstr(t->a, join(t->a, str_of(picture), S(".png")));
    char *const read[] = { (char[]){ "zbarimg" }, (char[]){ "-q" }, (char[]){ "--raw" }, png,
                           NULL };
    EXPECT_STR("https://ocop.example.vn/kiem-tra/7K3M9QXT2HVA", str_trim(tool(t, read)));
    unlink(pdf);
    unlink(png);
}

TEST(media, same_paper_gives_the_same_bytes)
{
    char *pdf = place(t, "same.pdf");
    EXPECT_INT(0, helper(t, "paper", minutes(t, 40), NULL, pdf).status);
    str first = slurp(t, pdf);
    EXPECT_INT(0, helper(t, "paper", minutes(t, 40), NULL, pdf).status);
    EXPECT(str_equal(first, slurp(t, pdf)));
    EXPECT(str_contains(first, S("/Lang (vi-VN)")));
    unlink(pdf);
}

TEST(media, certificate_is_one_page_and_says_its_words)
{
    str paper = S("{\"job\":\"paper\",\"kind\":\"certificate\",\"demo\":true," FOOT ","
                  "\"heading\":{\"issuer\":\"ỦY BAN NHÂN DÂN TỈNH AN GIANG\"},\"certificate\":{"
                  "\"title\":\"GIẤY CHỨNG NHẬN\",\"product\":\"Mật ong bạc hà\",\"stars\":4,"
                  "\"facts\":[[\"Chủ thể\",\"HTX Mỹ Hòa Hưng\"]],\"rank\":\"BỐN SAO\","
                  "\"serial\":\"Số: 0127\","
                  "\"signer\":{\"title\":\"CHỦ TỊCH\",\"name\":\"Lê Ẩn\"}}}");
    char *pdf = place(t, "certificate.pdf");
    const json_t *j = answer(t, helper(t, "paper", paper, NULL, pdf));
    EXPECT_INT(1, json_member_int(j, "pages", 0));
    str text = pdf_text(t, pdf);
    EXPECT(str_contains(text, S("GIẤY CHỨNG NHẬN")));
    EXPECT(str_contains(text, S("Chủ thể: HTX Mỹ Hòa Hưng")));
    EXPECT(!str_contains(text, S("BẢN TRÌNH DIỄN")));
    unlink(pdf);
}

static void expect_paper_refused(struct test *t, const char *code, str rest)
{
    str paper = join(t->a, S("{\"job\":\"paper\",\"kind\":\"document\",\"blocks\":["), rest,
                     S("]}"));
    struct done d = helper(t, "paper", paper, NULL, NULL);
    EXPECT_STR(code, json_member_str(answer(t, d), "code"));
}

TEST(media, paper_that_is_none_is_refused)
{
    expect_paper_refused(t, "PAPER", S("{\"type\":\"photo\"}"));
    expect_paper_refused(t, "PAPER", S("{\"type\":\"stars\",\"count\":6}"));
    expect_paper_refused(t, "PAPER", S("{\"type\":\"para\",\"text\":4}"));
    expect_paper_refused(t, "PAPER", S("{\"type\":\"table\",\"columns\":[{\"title\":\"A\","
                                       "\"width\":1}],\"rows\":[[\"1\",\"2\"]]}"));
    expect_paper_refused(t, "PAPER", S("{\"type\":\"signatures\",\"columns\":[]}"));
}

TEST(media, paper_of_more_than_200_pages_is_refused)
{
    struct out *o = out_new(t->a, .max_bytes = 1 << 16);
    for (int i = 0; i < 199; i++)
        put(o, S("{\"type\":\"page\"},"));
    put(o, S("{\"type\":\"para\",\"text\":\"Hết.\"}"));
    str full = join(t->a, S("{\"job\":\"paper\",\"kind\":\"document\",\"blocks\":["), out_str(o),
                    S("]}"));
    EXPECT_INT(200, json_member_int(answer(t, helper(t, "paper", full, NULL, NULL)), "pages", 0));
    put(o, S(",{\"type\":\"page\"}"));
    expect_paper_refused(t, "TOO_MANY_PAGES", out_str(o));
}

/* ---------------------------------------------------------------- the sandbox */
#ifdef SAOLANG_MEDIA_TRESPASS

static struct done trespass(struct test *t, const char *what)
{
    str request = join(t->a, S("{\"job\":\"trespass\",\"what\":\""), str_of(what), S("\"}"));
    return helper(t, "trespass", request, NULL, NULL);
}

static void expect_killed(struct test *t, const char *what)
{
    struct done d = trespass(t, what);
    EXPECT(WIFSIGNALED(d.status));
    EXPECT_INT(SIGSYS, WTERMSIG(d.status));
    EXPECT_INT(0, d.said.len);
}

TEST(media, helper_cannot_open_a_file_outside_its_folders)
{
    struct done d = trespass(t, "open");
    EXPECT_STR("HELD", json_member_str(answer(t, d), "code"));
}

TEST(media, helper_that_writes_connects_or_starts_a_program_is_killed)
{
    expect_killed(t, "write");
    expect_killed(t, "connect");
    expect_killed(t, "exec");
    expect_killed(t, "fork");
    EXPECT(access("/tmp/saolang-trespass", F_OK) != 0);
}
#endif
