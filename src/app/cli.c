/* cli.c: the table of verbs, and what they share. */
#include "app/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/wire.h"
#include "base/conf.h"
#include "base/file.h"
#include "criteria/criteria.h"

enum { INPUT_BYTES_MAX = 1 << 30 };

void say(str text)
{
    fwrite(text.at ? text.at : "", 1, (size_t)text.len, stdout);
}

void complain(str text)
{
    fwrite(text.at ? text.at : "", 1, (size_t)text.len, stderr);
    fputc('\n', stderr);
}

static bool is_option(const char *arg)
{
    return arg[0] == '-' && arg[1] == '-' && arg[2] != '\0';
}

const char *verb_option(const struct verb_call *call, const char *name)
{
    for (int i = 0; i + 1 < call->argc; i++)
        if (is_option(call->argv[i]) && str_is(str_of(call->argv[i] + 2), name))
            return call->argv[i + 1];
    return NULL;
}

bool verb_flag(const struct verb_call *call, const char *name)
{
    for (int i = 0; i < call->argc; i++)
        if (is_option(call->argv[i]) && str_is(str_of(call->argv[i] + 2), name))
            return true;
    return false;
}

/* Options that stand alone; every other takes the word behind it. */
static bool stands_alone(const char *arg)
{
    return str_is(str_of(arg), "--json") || str_is(str_of(arg), "--lines")
           || str_is(str_of(arg), "--preview") || str_is(str_of(arg), "--story");
}

const char *verb_word(const struct verb_call *call, int n)
{
    for (int i = 0; i < call->argc; i++) {
        if (is_option(call->argv[i])) {
            i += stands_alone(call->argv[i]) ? 0 : 1;
            continue;
        }
        if (n-- == 0)
            return call->argv[i];
    }
    return NULL;
}

bool verb_house(const struct verb_call *call, bool upgrade)
{
    str why = S("");
    /* a connection for everyone who may be reading at once */
    int readers = (int)(conf()->loops + conf()->workers) + 4;
    struct house_conf hc = { .data_dir = conf()->data, .db_url = conf()->db, .readers = readers,
                             .upgrade = upgrade };
    enum err e = house_open(call->a, &hc, &why);
    if (e == OK)
        e = packs_load(call->a, &why);
    if (e != OK)
        complain(why.len > 0 ? why : S("Không mở được cơ sở dữ liệu; xem nhật ký phía trên."));
    return e == OK;
}

static const struct actor PROGRAM = { .name = { "saolang", 7 } };

struct ctx *verb_ctx(const struct verb_call *call)
{
    struct ctx *cx;
    if (ctx_begin(call->a, &PROGRAM, &cx) != OK) {
        complain(S("Không lấy được kết nối cơ sở dữ liệu."));
        exit(7);
    }
    return cx;
}

int verb_end(struct ctx *cx, enum err e)
{
    for (ptrdiff_t i = 0; e != OK && i < cx->fault->count; i++)
        complain(join(cx->a, cx->fault->rows[i].field,
                      cx->fault->rows[i].field.len > 0 ? S(": ") : S(""), cx->fault->rows[i].what,
                      S(" "), cx->fault->rows[i].todo));
    if (e != OK && cx->fault->count == 0)
        complain(join(cx->a, S("Không thực hiện được ("), err_name(e), S(").")));
    ctx_end(cx);
    return err_exit(e);
}

/* -- verbs that need no data folder ------------------------------------------------------------ */

static bool packs_ready(const struct verb_call *call)
{
    str why;
    if (packs_load(call->a, &why) == OK)
        return true;
    complain(why);
    return false;
}

static bool read_input(const struct verb_call *call, const char *path, str *out)
{
    if (path && !str_is(str_of(path), "-")) {
        if (file_read(call->a, str_of(path), INPUT_BYTES_MAX, out) == OK)
            return true;
        complain(join(call->a, S("Không đọc được “"), str_of(path), S("”.")));
        return false;
    }
    struct out *o = out_new(call->a, .max_bytes = INPUT_BYTES_MAX);
    char piece[1 << 16];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, stdin)) > 0)
        put(o, ((str){ piece, (ptrdiff_t)n }));
    *out = out_str(o);
    if (!o->full && !ferror(stdin))
        return true;
    complain(S("Không đọc được hết dữ liệu vào, hoặc dữ liệu lớn hơn 1 GB."));
    return false;
}

static void print_result(void *to, str result)
{
    (void)to;
    say(result);
    say(S("\n"));
}

static int verb_score(const struct verb_call *call)
{
    str text;
    if (!packs_ready(call) || !read_input(call, verb_word(call, 0), &text))
        return 2;
    struct score_run run = { .packs = packs(),
                             .lines = verb_flag(call, "lines"),
                             .emit = print_result };
    return score_each(call->a, &run, text);
}

static int verb_criteria_list(const struct verb_call *call)
{
    struct out *o = out_new(call->a, .max_bytes = 8 << 20);
    if (!packs_ready(call))
        return 2;
    int code = criteria_list(o, packs(), call->json);
    say(out_str(o));
    return code;
}

static int verb_criteria_check(const struct verb_call *call)
{
    str text;
    if (!read_input(call, verb_word(call, 0), &text))
        return 2;
    struct out *o = out_new(call->a, .max_bytes = 8 << 20);
    int code = criteria_check_file(call->a, text, o);
    say(out_str(o));
    return code;
}

static int verb_criteria_show(const struct verb_call *call)
{
    if (!verb_word(call, 1)) {
        complain(S("Cách dùng: saolang criteria show PACK SET"));
        return 2;
    }
    struct out *o = out_new(call->a, .max_bytes = 8 << 20);
    struct criteria_show in = { str_of(verb_word(call, 0)), str_of(verb_word(call, 1)),
                                call->json };
    if (!packs_ready(call))
        return 2;
    int code = criteria_show(o, packs(), in);
    say(out_str(o));
    return code;
}

static int verb_config(const struct verb_call *call)
{
    say(conf_list(call->a));
    return 0;
}

static int verb_routes(const struct verb_call *call)
{
    wire_routes();
    for (const struct route *const *r = routes_all(); *r; r++)
        say(join(call->a, (*r)->method == POST ? S("POST ") : S("GET  "), str_of((*r)->path),
                 S("\n")));
    return 0;
}

static int verb_version(const struct verb_call *call)
{
    (void)call;
    say(S("saolang " SAOLANG_VERSION "\n"));
    return 0;
}

const struct verb verbs[] = {
    { "serve", "serve [--listen HOST:PORT]", "chạy máy chủ", verb_serve },
    { "demo", "demo DIR [--story]", "dựng một tỉnh trình diễn (--story: có sẵn hồ sơ ở mọi bước)", verb_demo },
    { "init", "init DIR --province CODE --public-url URL [--units FILE] [--name NAME]",
      "lập một tỉnh thật", verb_init },
    { "migrate", "migrate", "nâng lược đồ dữ liệu lên bản mới, sao lưu trước", verb_migrate },
    { "account add", "account add LOGIN --name NAME --role ROLE [--place CODE] [--producer CODE]",
      "thêm tài khoản, in đường dẫn đặt mật khẩu", verb_account_add },
    { "account reset", "account reset LOGIN", "đường dẫn đặt mật khẩu mới, kết thúc mọi phiên",
      verb_account_reset },
    { "account list", "account list", "các tài khoản", verb_account_list },
    { "import units", "import units FILE [--preview] [--province CODE]", "nhập đơn vị hành chính",
      verb_import_units },
    { "import producers", "import producers FILE [--preview] [--map FILE]", "nhập chủ thể từ bảng",
      verb_import_producers },
    { "import products", "import products FILE [--preview] [--map FILE] [--duplicates skip|same|add]",
      "nhập sản phẩm, kèm hạng sao đã có, từ bảng", verb_import_products },
    { "import certificates", "import certificates FILE [--preview] [--map FILE]",
      "nhập giấy chứng nhận đã cấp từ bảng", verb_import_certificates },
    { "report", "report [--on DATE]", "số liệu của một ngày, dạng JSON", verb_report },
    { "backup", "backup FILE", "sao lưu cơ sở dữ liệu, tệp và khóa", verb_backup },
    { "restore", "restore FILE DIR", "khôi phục vào một thư mục mới rồi kiểm tra", verb_restore },
    { "audit verify", "audit verify", "kiểm tra vết thay đổi và mọi tệp", verb_audit_verify },
    { "producer add", "producer add --as LOGIN ten=… loai_hinh=… xa=…", "thêm chủ thể", verb_producer_add },
    { "product add", "product add --as LOGIN ten=… bo_san_pham=… chu_the=MÃ", "thêm sản phẩm",
      verb_product_add },
    { "product list", "product list --as LOGIN [tim=…]", "danh sách sản phẩm", verb_product_list },
    { "product show", "product show CODE --as LOGIN", "một sản phẩm, dạng JSON", verb_product_show },
    { "criteria list", "criteria list", "các bộ tiêu chí", verb_criteria_list },
    { "criteria check", "criteria check FILE", "kiểm tra một bộ tiêu chí", verb_criteria_check },
    { "criteria show", "criteria show PACK SET", "xem một bộ sản phẩm", verb_criteria_show },
    { "score", "score FILE|- [--lines]", "tính điểm và hạng", verb_score },
    { "config", "config", "các thiết lập của chương trình", verb_config },
    { "routes", "routes", "các địa chỉ của máy chủ", verb_routes },
    { "version", "version", "phiên bản", verb_version },
    { 0 },
};

static void usage(struct arena *a)
{
    say(S("saolang – hệ thống OCOP cấp tỉnh\n\n"));
    for (const struct verb *v = verbs; v->name; v++)
        say(join(a, S("  saolang "), str_of(v->usage), S("\n      "), str_of(v->means), S("\n")));
    say(S("\nMọi lệnh nhận --data DIR, --db URL và --json.\n"));
}

static bool names(const char *name, int argc, char **argv, int *words)
{
    str rest = str_of(name);
    for (*words = 0; rest.len > 0; ++*words) {
        str word = str_cut(&rest, ' ');
        if (*words + 1 >= argc || !str_is(word, argv[*words + 1]))
            return false;
    }
    return true;
}

struct verb_start {
    const struct verb *verb;
    struct verb_call call;
    int code;
};

static void verb_run(void *arg)
{
    struct verb_start *s = arg;
    s->code = s->verb->run(&s->call);
}

/* Runs a verb; when the arena comes to its end, says so. */
static int start_verb(struct verb_start *s)
{
    if (!land(s->call.a, verb_run, s)) {
        complain(S("Dữ liệu quá lớn cho một lần chạy."));
        s->code = err_exit(ERR_LIMIT);
    }
    return s->code;
}

/* A list that was cut by a full disk or a closed pipe must not look whole. */
static int all_said(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    complain(S("Không in được hết kết quả."));
    return code != 0 ? code : err_exit(ERR_IO);
}

int cli_main(int argc, char **argv)
{
    struct arena *a = arena_new((ptrdiff_t)4 << 30);
    str why = S("");
    wire_events();
    if (!a) {
        complain(S("Máy không cấp đủ bộ nhớ để chạy."));
        return err_exit(ERR_IO);
    }
    if (conf_load(a, &argc, argv, &why) != OK) {
        complain(why);
        return 2;
    }
    for (const struct verb *v = verbs; v->name; v++) {
        int words;
        if (!names(v->name, argc, argv, &words))
            continue;
        struct verb_start start = { .verb = v,
                                    .call = { a, argc - 1 - words, argv + 1 + words, false } };
        start.call.json = verb_flag(&start.call, "json");
        int code = start_verb(&start);
        house_close();                         /* a verb that gave up leaves the writer running */
        arena_free(a);
        return all_said(code);
    }
    usage(a);
    return argc > 1 && !str_is(str_of(argv[1]), "--help") && !str_is(str_of(argv[1]), "help") ? 2
                                                                                              : 0;
}
