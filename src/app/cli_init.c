/* cli_init.c: saolang init: a real installation: folder, keys, schema, settings, units, and a link
 * for the first administrator. Half an installation is removed again; what has gone into
 * PostgreSQL stays there. */
#include "admin/admin.h"
#include "app/cli.h"
#include "app/cli_report.h"
#include "base/conf.h"
#include "base/utf8.h"
#include "core/core.sql.h"

#define FIRST_LOGIN "quantri"

struct installing {
    const struct verb_call *call;
    str dir;
    str code;                                  /* of the province */
    str name;                                  /* --name, or what the units call it */
    str address;                               /* public, without a path */
    bool has_units;
    str units;                                 /* bytes of the CSV file */
    str *link;                                 /* gets the whole one-time link */
};

static bool usage(void)
{
    complain(S("Cách dùng: saolang init DIR --province CODE --public-url URL "
               "[--units FILE.csv] [--name \"Tỉnh …\"]"));
    return false;
}

static bool digits(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len == 2;
}

static bool gather(const struct verb_call *call, struct installing *in)
{
    const char *units = verb_option(call, "units");
    *in = (struct installing){ .call = call, .dir = str_of(verb_word(call, 0)),
                               .code = str_of(verb_option(call, "province")),
                               .has_units = units != NULL, .link = new(call->a, str, 1) };
    str address = str_of(verb_option(call, "public-url"));
    if (in->dir.len == 0 || in->code.len == 0 || address.len == 0)
        return usage();
    bool clean = text_clean(call->a, str_of(verb_option(call, "name")), false, &in->name);
    if (!clean || !digits(in->code)) {
        complain(S(
            "Mã tỉnh (--province) cần hai chữ số, ví dụ 91; tên tỉnh (--name) cần là chữ UTF-8."));
        return false;
    }
    if (!admin_address(address, &in->address)) {
        complain(S("Địa chỉ công khai (--public-url) cần dạng https://ocop.tinh.gov.vn, không kèm đường dẫn."));
        return false;
    }
    if (in->name.len == 0 && !units) {
        complain(S("Chưa biết tên tỉnh. Hãy thêm --units FILE.csv hoặc --name \"Tỉnh …\"."));
        return false;
    }
    return !units || units_read(call, units, &in->units);
}

static enum err take_units(struct ctx *cx, struct installing *in)
{
    struct place_import report;
    struct place province;
    enum err e = place_import(cx, in->units, in->code, false, &report);
    if (e == ERR_INPUT || (e == OK && !in->call->json))
        say(import_report_text(cx->a, &report, false, false));
    TRY(e);
    e = place_in_force(cx, LEVEL_PROVINCE, in->code, instant_date(cx->now), &province);
    if (e == ERR_NOT_FOUND)
        return fail(cx, ERR_INPUT, M_ADMIN_PLACE_UNKNOWN, .args = { in->code });
    TRY(e);
    if (in->name.len == 0)
        in->name = province.name;
    return OK;
}

static enum err found_tx(struct ctx *cx, const void *arg)
{
    const struct installing *in = arg;
    struct account_new quantri = { .login_name = S(FIRST_LOGIN), .name = S("Quản trị viên"),
                                   .worn = { .role = ROLE_ADMIN, .place_path = S("") } };
    account_id id;
    str path;
    TRY(setting_put(cx, S("province_code"), in->code));
    TRY(setting_put(cx, S("province_name"), in->name));
    TRY(setting_put(cx, S("public_url"), in->address));
    TRY(account_add(cx, &quantri, &id));
    TRY(account_invite(cx, id, &path));
    *in->link = join(cx->a, in->address, path);
    return OK;
}

static enum err install(struct ctx *cx, struct installing *in)
{
    int64_t accounts = 0;
    TRY(account_count(cx, &accounts));
    if (accounts > 0)
        return fail(cx, ERR_STATE, M_ADMIN_NOT_EMPTY);
    if (in->has_units)
        TRY(take_units(cx, in));
    return tx_run(cx, found_tx, in);
}

static void say_done(const struct installing *in)
{
    struct arena *a = in->call->a;
    if (!in->call->json) {
        say(join(
            a, S("Đã lập "), in->name, S(" trong “"), in->dir,
            S("”.\nTên đăng nhập: " FIRST_LOGIN "\nĐường dẫn đặt mật khẩu (dùng một lần, trong "),
            show(a, (int32_t)INVITATION_HOURS), S(" giờ, khi máy chủ đã chạy):\n"), *in->link,
            S("\n")));
        return;
    }
    struct json_out w = { .o = out_new(a, .max_bytes = 16 << 10) };
    json_open(&w);
    json_pair_str(&w, "dir", in->dir);
    json_pair_str(&w, "province", in->name);
    json_pair_str(&w, "login", S(FIRST_LOGIN));
    json_pair_str(&w, "link", *in->link);
    json_close(&w);
    say(join(a, out_str(w.o), S("\n")));
}

int verb_init(const struct verb_call *call)
{
    struct installing in;
    if (!gather(call, &in))
        return 2;
    if (!folder_vacant(call->a, in.dir)) {
        complain(
            join(call->a, S("Thư mục “"), in.dir, S("” đã có dữ liệu. Hãy chọn một thư mục mới.")));
        return err_exit(ERR_STATE);
    }
    str why = S("");
    struct house_conf hc = { .data_dir = cstr(call->a, in.dir),
                             .db_url = conf()->db,
                             .create = true };
    enum err e = house_open(call->a, &hc, &why);
    if (e != OK) {
        complain(why.len > 0 ? why : S("Không lập được thư mục dữ liệu; xem nhật ký phía trên."));
        folder_remove(call->a, in.dir);
        return err_exit(e);
    }
    struct ctx *cx = verb_ctx(call);
    e = install(cx, &in);
    int code = verb_end(cx, e);
    house_close();
    if (e != OK)
        folder_remove(call->a, in.dir);
    else
        say_done(&in);
    return code;
}
