/* cli_migrate.c: saolang migrate: a backup first, then the missing steps of the schema. */
#include "app/cli.h"
#include "app/cli_report.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/thread.h"
#include "db/migrate.h"

struct migrating {
    const struct verb_call *call;
    struct migration *steps;
    int count;
    struct migrate_state state;
    str backup;                                /* "<data>-before-7.tar" */
    str why;
};

/* A house as far as it can be opened before its schema fits. */
static enum err open_old(struct migrating *m)
{
    struct arena *a = m->call->a;
    str data = str_of(conf()->data);
    while (data.len > 1 && str_ends(data, S("/")))
        data.len--;
    struct house h = { .a = a, .changing = lock_new(a), .data_dir = data,
                       .blob_dir = join(a, data, S("/blob")),
                       .key_dir = join(a, data, S("/keys")) };
    if (!file_exists(a, h.key_dir)) {
        m->why = join(a, S("Không thấy dữ liệu trong “"), data, S("”. Hãy kiểm tra --data."));
        return ERR_NOT_FOUND;
    }
    bool inside = conf()->db[0] == '\0';
    struct db_conf dc = { .url = inside ? cstr(a, join(a, data, S("/saolang.db"))) : conf()->db,
                          .readers = 2,
                          .writers = 2,
                          .wait_ms = conf()->wait_ms,
                          .read_ms = 60000 };
    h.db = db_open(a, &dc, &m->why);
    if (!h.db)
        return ERR_DB;
    house_set(&h);
    m->count = house_migrations(a, &m->steps);
    return migrate_look(h.db, a, m->steps, m->count, &m->state, &m->why);
}

static enum err back_up(struct migrating *m)
{
    struct ctx *cx;
    struct archive_report report;
    struct arena *a = m->call->a;
    m->backup = join(a, house()->data_dir, S("-before-"), show(a, (int32_t)(m->state.have + 1)),
                     S(".tar"));
    TRY(ctx_begin(a, &ANYONE, &cx));
    enum err e = house_refresh(cx);
    if (e == OK)
        e = archive_make(cx, m->backup, m->state.have, &report, &m->why);
    ctx_end(cx);
    return e;
}

static enum err migrate(struct migrating *m)
{
    TRY(open_old(m));
    if (m->state.have == 0) {
        m->why = S("Cơ sở dữ liệu chưa có gì. Hãy chạy saolang init trước.");
        return ERR_STATE;
    }
    if (m->state.have == m->state.want)
        return OK;
    TRY(back_up(m));
    if (!m->call->json)
        say(join(m->call->a, S("Đã sao lưu vào “"), m->backup, S("”.\n")));
    enum err e = migrate_up(house()->db, m->call->a, m->steps, m->count, house_now(), &m->why);
    if (e != OK && m->why.len == 0)
        m->why = join(m->call->a, S("Một bước không làm được; dữ liệu trước đó nằm trong “"),
                      m->backup, S("”. Hãy xem nhật ký phía trên."));
    return e;
}

static void say_steps(const struct migrating *m)
{
    struct arena *a = m->call->a;
    if (m->call->json) {
        struct json_out w = { .o = out_new(a, .max_bytes = 64 << 10) };
        json_open(&w);
        json_pair_int(&w, "from", m->state.have);
        json_pair_int(&w, "to", m->state.want);
        json_pair_str(&w, "backup", m->backup);
        json_close(&w);
        say(join(a, out_str(w.o), S("\n")));
        return;
    }
    if (m->state.have == m->state.want)
        say(join(a, S("Lược đồ đã ở bước "), show(a, (int32_t)m->state.want),
                 S(", không có gì để làm.\n")));
    for (int i = m->state.have; i < m->state.want; i++)
        say(join(a, S("Đã làm bước "), str_of(m->steps[i].name), S("\n")));
}

int verb_migrate(const struct verb_call *call)
{
    struct migrating m = { .call = call, .why = S(""), .backup = S("") };
    enum err e = migrate(&m);
    if (e == OK)
        say_steps(&m);
    else
        complain(m.why.len > 0 ? m.why : S("Không nâng cấp được; xem nhật ký phía trên."));
    house_close();
    return err_exit(e);
}
