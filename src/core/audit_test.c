/* audit_test.c: the trail names what was touched behind the program's back. */
#include "app/test_world.h"
#include "base/file.h"
#include "core/audit_in.h"
#include "core/core.sql.h"
#include "criteria/test_packs.h"

/* A product added and changed once: a stream of two links. */
static struct world *world_with_history(struct test *t)
{
    struct world *w = world_with_product(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct product p;
    EXPECT_OK(product_by_code(cx, w->product_code, &p));
    p.story = S("Ong lấy mật hoa tràm.");
    EXPECT_OK(product_change_tx(cx, &p));
    EXPECT_STR("", world_verify(w));
    return w;
}

TEST(core, the_trail_of_a_whole_case_is_whole)
{
    struct world *w = world_with_meeting_closed(t, 80);
    struct audit_report r;
    EXPECT_OK(audit_verify(w->cx, &r));
    EXPECT_INT(0, r.faults);
    EXPECT_STR("", r.first);
    WORLD_NUMBER(link_count, "SELECT COUNT(*) AS n FROM audit");
    WORLD_NUMBER(stream_count, "SELECT COUNT(*) AS n FROM audit_head");
    EXPECT_INT(world_number(w, &link_count), r.links);
    EXPECT_INT(world_number(w, &stream_count), r.streams);
    EXPECT(r.rows > WORLD_UNITS);
}

TEST(core, a_row_changed_behind_the_program_is_named)
{
    struct world *w = world_with_history(t);
    EXPECT_OK(world_sql(w, "UPDATE product SET story = 'khác' WHERE id = 1"));
    EXPECT_STR("Bảng product, dòng 1: đã bị sửa ngoài hệ thống.", world_verify(w));
    EXPECT_OK(world_sql(w, "UPDATE product SET story = 'Ong lấy mật hoa tràm.' WHERE id = 1"));
    EXPECT_STR("", world_verify(w));
}

TEST(core, a_row_removed_behind_the_program_is_named)
{
    struct world *w = world_with_history(t);
    EXPECT_OK(world_sql(w, "DELETE FROM product WHERE id = 1"));
    EXPECT_STR("Bảng product, dòng 1: đã bị xóa ngoài hệ thống.", world_verify(w));
}

TEST(core, a_role_given_behind_the_program_is_named)
{
    struct world *w = world_new(t);
    EXPECT_OK(world_sql(w, "UPDATE account_role SET role = 5 WHERE id = 3"));
    EXPECT_STR("Bảng account_role, dòng 3: đã bị sửa ngoài hệ thống.", world_verify(w));
}

TEST(core, a_changed_link_is_named)
{
    static const char *const changes[] = {
        "UPDATE audit SET what = 'product.removed' WHERE stream = 'product/1' AND seq = 1",
        "UPDATE audit SET actor = 1 WHERE stream = 'product/1' AND seq = 1",
        "UPDATE audit SET at = at + 1 WHERE stream = 'product/1' AND seq = 1",
        "UPDATE audit SET detail = '{}' WHERE stream = 'product/1' AND seq = 1",
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(changes); i++) {
        struct world *w = world_with_history(t);
        EXPECT_OK(world_sql(w, changes[i]));
        EXPECT_STR("Chuỗi product/1, mắt xích 1: nội dung đã bị sửa.", world_verify(w));
    }
}

TEST(core, a_removed_link_is_named)
{
    struct world *w = world_with_history(t);
    EXPECT_OK(world_sql(w, "DELETE FROM audit WHERE stream = 'product/1' AND seq = 1"));
    EXPECT_STR("Chuỗi product/1, mắt xích 2: thiếu mắt xích liền trước.", world_verify(w));
    w = world_with_history(t);
    EXPECT_OK(world_sql(w, "DELETE FROM audit WHERE stream = 'product/1' AND seq = 2"));
    EXPECT_STR("Chuỗi product/1: đầu chuỗi không khớp với mắt xích cuối.", world_verify(w));
}

TEST(core, a_link_beside_its_chain_is_named)
{
    struct world *w = world_with_history(t);
    EXPECT_OK(world_sql(w, "UPDATE audit_head SET seq = 1, "
                           "link = (SELECT id FROM audit WHERE stream = 'product/1' AND seq = 1), "
                           "hash = (SELECT hash FROM audit WHERE stream = 'product/1' AND seq = 1) "
                           "WHERE stream = 'product/1'"));
    EXPECT_STR("Chuỗi product/1, mắt xích 2: không dẫn tới đầu chuỗi nào.", world_verify(w));
}

TEST(core, the_latest_links_of_a_stream_are_listed_page_by_page)
{
    struct world *w = world_with_history(t);
    struct audit_rows rows;
    EXPECT_OK(audit_recent(w->cx, S("product/1"), INT64_MAX, &rows));
    EXPECT_INT(2, rows.count);
    EXPECT_INT(2, rows.at[0].seq);
    EXPECT_OK(audit_recent(w->cx, S("product/1"), 2, &rows));
    EXPECT_INT(1, rows.count);
    EXPECT_INT(1, rows.at[0].seq);
    EXPECT_OK(audit_recent(w->cx, S("product/77"), INT64_MAX, &rows));
    EXPECT_INT(0, rows.count);
}

/* -- the columns under audit ------------------------------------------------------------------ */

static enum err add_older_link(struct ctx *cx, const void *table)
{
    return audit_add(cx, S("product/1"), S("product.changed"), table, 1, S(""));
}

/* A link made when the table had fewer columns is held against those alone. */
TEST(core, a_column_added_at_the_end_leaves_older_links_true)
{
    struct world *w = world_with_history(t);
    static int slot;
    const struct audited_table *now = audited_table_named(S("product"));
    struct db_statement row = *now->row;
    row.slot = &slot;
    row.columns = 3;
    row.sqlite = "SELECT id, code, producer FROM product WHERE id = ?1";
    row.postgres = "SELECT id, code, producer FROM product WHERE id = $1::bigint";
    struct audited_table older = { "product", &row, now->strangers };
    EXPECT_OK(tx_run(world_as(w, &w->commune), add_older_link, &older));
    EXPECT_STR("", world_verify(w));
    EXPECT_OK(world_sql(w, "UPDATE product SET story = 'khác' WHERE id = 1"));
    EXPECT_STR("", world_verify(w));
    EXPECT_OK(world_sql(w, "UPDATE product SET code = 'ABCDEFGHJKLM' WHERE id = 1"));
    EXPECT_STR("Bảng product, dòng 1: đã bị sửa ngoài hệ thống.", world_verify(w));
}

static str columns_now(struct arena *a, str table)
{
    struct out *o = out_new(a, .max_bytes = 1 << 16);
    for (int i = 0; audited_tables[i]; i++)
        if (str_is(table, audited_tables[i]->name))
            for (int k = 0; k < audited_tables[i]->row->columns; k++)
                put(o, join(a, str_of(audited_tables[i]->row->column_names[k]), S(" ")));
    return out_str(o);
}

/* tests/audited.tsv holds the columns as released. Were a line to change other than at its end,
 * verification would call every row entered before it tampered with. */
TEST(core, the_columns_under_audit_only_grow_at_their_end)
{
    str list = test_file(t->a, "tests/audited.tsv");
    int lines = 0, tables = 0;
    while (list.len > 0) {
        str released = str_cut(&list, '\n');
        str table = str_cut(&released, '\t');
        lines++;
        if (!str_starts(columns_now(t->a, table), join(t->a, released, S(" "))))
            test_fail(__FILE__, __LINE__, "the audited columns of %.*s no longer begin with: %.*s",
                      (int)table.len, table.at, (int)released.len, released.at);
    }
    for (; audited_tables[tables]; tables++)
        EXPECT(columns_now(t->a, str_of(audited_tables[tables]->name)).len > 0);
    EXPECT_INT(tables, lines);
}

/* -- signed checkpoints ----------------------------------------------------------------------- */

static str log_of(struct world *w)
{
    str text = S("");
    enum err e =
        file_read(w->a, join(w->a, house()->key_dir, S("/checkpoints.log")), 4 << 20, &text);
    EXPECT(e == OK || e == ERR_NOT_FOUND);
    return text;
}

static int64_t checkpoints(struct world *w)
{
    struct audit_report r;
    EXPECT_OK(audit_verify(w->cx, &r));
    EXPECT_INT(0, r.faults);
    return r.checkpoints;
}

TEST(core, a_checkpoint_signs_what_changed_since_the_last_one)
{
    struct world *w = world_with_product(t);
    EXPECT_INT(0, checkpoints(w));
    EXPECT_OK(audit_checkpoint(w->cx));
    str first = log_of(w);
    EXPECT_INT(1, checkpoints(w));
    EXPECT(str_contains(first, S("head\tproduct/1\t1\t")));
    EXPECT_OK(audit_checkpoint(w->cx)); /* nothing new: nothing is written */
    EXPECT(str_equal(first, log_of(w)));
    str code;
    world_product_add(w, "Đường thốt nốt", &code);
    EXPECT_OK(audit_checkpoint(w->cx));
    str second = log_of(w);
    EXPECT(str_starts(second, first));
    str added = str_after(second, first.len);
    EXPECT(str_contains(added, S("head\tproduct/2\t1\t")));
    EXPECT(!str_contains(added, S("head\tproduct/1\t")));
    EXPECT_INT(2, checkpoints(w));
}

TEST(core, a_chain_removed_whole_is_named_by_its_checkpoint)
{
    struct world *w = world_with_history(t);
    static const char all[] = "DELETE FROM audit WHERE stream = 'product/1';"
                              "DELETE FROM audit_head WHERE stream = 'product/1';"
                              "DELETE FROM product WHERE id = 1";
    EXPECT_OK(audit_checkpoint(w->cx));
    EXPECT_OK(world_sql(w, all));
    EXPECT_STR("Chuỗi product/1, mắt xích 2: khác với bản đã ký.", world_verify(w));
}

TEST(core, a_forged_checkpoint_is_named)
{
    struct world *w = world_with_history(t);
    EXPECT_OK(audit_checkpoint(w->cx));
    str path = join(t->a, house()->key_dir, S("/checkpoints.log"));
    str good = log_of(w);
    char *bad = cstr(t->a, good);
    ptrdiff_t at = str_find_str(good, S("product/1\t")) + 12;
    bad[at] = bad[at] == 'a' ? 'b' : 'a';
    EXPECT_OK(file_write(t->a, path, str_of(bad), 0600));
    EXPECT_STR("Tệp keys/checkpoints.log: chữ ký không khớp.", world_verify(w));
    ptrdiff_t sign = str_find_str(good, S("sign\t"));
    str unsigned_log = join(t->a, str_sub(good, 0, sign), S("sign\t00\n"));
    EXPECT_OK(file_write(t->a, path, unsigned_log, 0600));
    EXPECT_STR("Tệp keys/checkpoints.log: chữ ký không khớp.", world_verify(w));
    EXPECT_OK(file_write(t->a, path, good, 0600));
    EXPECT_STR("", world_verify(w));
}

/* -- files ------------------------------------------------------------------------------------ */

static enum err keep_file(struct ctx *cx, const void *in)
{
    return blob_record(cx, (struct file *)(uintptr_t)in);
}

static struct file keep(struct world *w, str content)
{
    struct file f;
    str path = blob_scratch(w->cx, S(".txt"));
    EXPECT_OK(file_write(w->a, path, content, 0600));
    EXPECT_OK(blob_made(w->cx, path, S("text/plain"), S("thu.txt"), &f));
    EXPECT(!file_exists(w->a, path));
    EXPECT_OK(tx_run(w->cx, keep_file, &f));
    return f;
}

TEST(core, a_file_is_kept_by_its_content)
{
    struct world *w = world_new(t);
    struct file one = keep(w, S("mật ong")), two = keep(w, S("mật ong")), got;
    EXPECT(str_equal(one.sha256, two.sha256));
    EXPECT(one.id.id != two.id.id);
    EXPECT_OK(blob_get(w->cx, one.id, &got));
    EXPECT_STR("thu.txt", got.name);
    EXPECT_INT(9, got.size_bytes);
    EXPECT_STR("", world_verify(w));
}

TEST(core, a_changed_or_missing_file_is_named)
{
    struct world *w = world_new(t);
    struct file f = keep(w, S("mật ong"));
    str path = blob_path(t->a, f.sha256);
    EXPECT_OK(file_write(t->a, path, S("mật gấu"), 0600));
    EXPECT(str_equal(join(t->a, S("Tệp "), f.sha256, S(": nội dung đã bị sửa.")), world_verify(w)));
    EXPECT_INT(0, remove(cstr(t->a, path)));
    EXPECT(str_equal(join(t->a, S("Tệp "), f.sha256, S(": không còn trong kho tệp.")),
                     world_verify(w)));
}
