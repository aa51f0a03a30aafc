/* dossier_test.c: a case from its first answer to the province, and every step it must refuse. */
#include "app/test_world.h"
#include "base/hash.h"

static enum err begin(struct world *w, struct ctx *cx, str product_code)
{
    return dossier_begin_tx(
        cx, &(struct dossier_new){ .product_code = product_code, .code = code_make(w->a) });
}

static enum err answer(struct world *w, struct ctx *cx, struct rank_ballot *b, int64_t seen)
{
    struct dossier_answers in = { .id = w->dossier, .set = w->set, .ballot = b, .seen = seen };
    return dossier_answer_tx(cx, &in);
}

/* -- beginning -------------------------------------------------------------------------------- */

TEST(dossier, a_case_pins_the_pack_of_the_day_it_is_begun)
{
    struct world *w = world_with_case(t);
    struct dossier d = world_case(w, w->dossier);
    const struct pack *pack = pack_on(instant_date(w->now));
    EXPECT_INT(DOSSIER_DRAFT, d.state);
    EXPECT_INT(DOSSIER_FIRST, d.kind);
    EXPECT(str_equal(pack->id, d.pack_id));
    EXPECT(str_equal(pack->sha256, d.pack_sha256));
    EXPECT_STR(WORLD_SET, d.set_slug);
    EXPECT_STR("Mật ong rừng tràm", d.product_name);
    EXPECT_STR("91/" WORLD_COMMUNE "/", d.place_path);
    EXPECT_INT(0, d.submitted_at.us);
    EXPECT_INT(1, d.version);
}

TEST(dossier, a_product_has_one_open_case)
{
    struct world *w = world_with_case(t);
    struct ctx *cx = world_as(w, &w->producer);
    EXPECT_ERR(ERR_STATE, begin(w, cx, w->product_code));
    EXPECT_TEXT(cx, "Sản phẩm “Mật ong rừng tràm” đã có một hồ sơ đang mở.");
    EXPECT_OK(world_move(w, cx, w->dossier, DOSSIER_WITHDRAWN, S("")));
    EXPECT_OK(begin(w, cx, w->product_code));
}

TEST(dossier, only_its_producer_begins_a_case)
{
    struct world *w = world_with_product(t);
    EXPECT_ERR(ERR_DENIED, begin(w, world_as(w, &w->commune), w->product_code));
    EXPECT_ERR(ERR_DENIED, begin(w, world_as(w, &w->province), w->product_code));
    EXPECT_ERR(ERR_NOT_FOUND, begin(w, world_as(w, &w->other_producer), w->product_code));
    EXPECT_ERR(ERR_NOT_FOUND, begin(w, world_as(w, &ANYONE), w->product_code));
    EXPECT_OK(begin(w, world_as(w, &w->producer), w->product_code));
}

TEST(dossier, before_the_first_decision_there_is_no_pack_to_begin_under)
{
    struct world *w = world_with_product(t);
    w->now = world_morning(2019, 8, 20);
    struct ctx *cx = world_as(w, &w->producer);
    EXPECT_ERR(ERR_STATE, begin(w, cx, w->product_code));
    EXPECT_TEXT(cx, "Hôm nay không có bộ tiêu chí nào đang áp dụng.");
}

/* -- answers ---------------------------------------------------------------------------------- */

TEST(dossier, answers_come_back_as_they_went)
{
    struct world *w = world_with_case(t);
    struct rank_ballot b = world_ballot(w, w->set, 77, 0);
    EXPECT_OK(answer(w, world_as(w, &w->producer), &b, 1));
    struct dossier d = world_case(w, w->dossier);
    struct rank_ballot back = ballot_stored(t->a, w->set, d.sheet);
    EXPECT_INT(2, d.version);
    EXPECT(str_equal(sheet_write(t->a, w->set, &b), sheet_write(t->a, w->set, &back)));
}

TEST(dossier, the_same_answers_again_are_fine_and_others_with_an_old_version_conflict)
{
    struct world *w = world_with_case(t);
    struct rank_ballot phone = world_ballot(w, w->set, 77, 0),
                       tablet = world_ballot(w, w->set, 66, 0);
    struct ctx *cx = world_as(w, &w->producer);
    EXPECT_OK(answer(w, cx, &phone, 1));
    EXPECT_OK(answer(w, cx, &phone, 1));
    EXPECT_INT(2, world_case(w, w->dossier).version);
    EXPECT_ERR(ERR_CONFLICT, answer(w, cx, &tablet, 1));
    EXPECT_TEXT(cx, "Hồ sơ vừa được lưu từ một thiết bị khác.");
    EXPECT_OK(answer(w, cx, &tablet, 2));
    EXPECT_INT(3, world_case(w, w->dossier).version);
}

TEST(dossier, an_option_outside_the_pack_is_refused)
{
    struct world *w = world_with_case(t);
    struct rank_ballot b = world_ballot(w, w->set, 77, 0);
    int32_t first = set_criterion(w->set, S("1.1"));
    struct ctx *cx = world_as(w, &w->producer);
    b.answers[first].option = (int32_t)w->set->criteria[first].options.count + 1;
    EXPECT_ERR(ERR_LIMIT, answer(w, cx, &b, 1));
    EXPECT_TEXT(cx, "Có lựa chọn không thuộc bộ tiêu chí của hồ sơ.");
    b.answers[first].option = -2;
    EXPECT_ERR(ERR_LIMIT, answer(w, cx, &b, 1));
    b.answers[first].option = NO_LEVEL;
    EXPECT_OK(answer(w, cx, &b, 1));
}

TEST(dossier, nobody_else_answers)
{
    struct world *w = world_with_case(t);
    struct rank_ballot b = world_ballot(w, w->set, 77, 0);
    const struct actor *others[] = { &w->other_producer, &w->commune, &w->province,
                                     &w->chair,          &w->admin,   &ANYONE };
    for (ptrdiff_t i = 0; i < COUNT_OF(others); i++)
        EXPECT_ERR(ERR_NOT_FOUND, answer(w, world_as(w, others[i]), &b, 1));
}

/* -- submitting ------------------------------------------------------------------------------- */

TEST(dossier, a_case_with_blanks_is_not_submitted_and_says_how_many)
{
    struct world *w = world_with_case(t);
    struct ctx *cx = world_as(w, &w->producer);
    struct rank_ballot b = world_ballot(w, w->set, 77, 0);
    struct rank_faults gaps;
    b.answers[set_criterion(w->set, S("1.1"))].option = BLANK;
    b.answers[set_criterion(w->set, S("12"))].option = BLANK;
    b.facts[set_fact(w->set, S("6.1:stop_if"))] = FACT_BLANK;
    EXPECT_OK(answer(w, cx, &b, 1));
    struct dossier d = world_case(w, w->dossier);
    EXPECT_OK(dossier_gaps(cx, &d, &gaps));
    EXPECT_INT(3, gaps.count);
    EXPECT_ERR(ERR_INPUT, world_move(w, cx, w->dossier, DOSSIER_COMMUNE_REVIEW, S("")));
    EXPECT_TEXT(cx, "Hồ sơ còn 3 chỗ chưa trả lời.");
    d = world_case(w, w->dossier);
    EXPECT_INT(DOSSIER_DRAFT, d.state);
    EXPECT_STR("", d.frozen);
    world_answer(w, w->dossier, 77);
    EXPECT_OK(world_move(w, cx, w->dossier, DOSSIER_COMMUNE_REVIEW, S("")));
}

TEST(dossier, what_was_submitted_is_frozen_with_its_hash)
{
    struct world *w = world_with_case_submitted(t);
    struct dossier d = world_case(w, w->dossier);
    struct rank_ballot other = world_ballot(w, w->set, 60, 0);
    struct ctx *cx = world_as(w, &w->producer);
    EXPECT_INT(DOSSIER_COMMUNE_REVIEW, d.state);
    EXPECT_INT(w->now.us, d.submitted_at.us);
    EXPECT(str_equal(hash_hex(t->a, hash_of(d.frozen)), d.frozen_sha256));
    EXPECT(str_contains(d.frozen, d.sheet));
    EXPECT(str_contains(d.frozen, d.pack_sha256));
    EXPECT_ERR(ERR_STATE, answer(w, cx, &other, d.version));
    EXPECT_TEXT(cx, "Hồ sơ đã nộp nên không sửa được nữa.");
    EXPECT_ERR(ERR_STATE, dossier_detach(cx, &d, (evidence_id){ 1 }));
    EXPECT(str_equal(d.sheet, world_case(w, w->dossier).sheet));
    EXPECT_STR("", world_verify(w));
}

TEST(dossier, a_returned_case_is_answered_and_frozen_anew)
{
    struct world *w = world_with_case_submitted(t);
    str before = world_case(w, w->dossier).frozen_sha256;
    struct ctx *commune = world_as(w, &w->commune), *producer = world_as(w, &w->producer);
    EXPECT_OK(world_move(w, commune, w->dossier, DOSSIER_RETURNED, S("Thiếu phiếu kiểm nghiệm.")));
    world_answer(w, w->dossier, 70);
    w->now = world_morning(2026, 8, 6);
    producer = world_as(w, &w->producer);
    EXPECT_OK(world_move(w, producer, w->dossier, DOSSIER_COMMUNE_REVIEW, S("")));
    struct dossier d = world_case(w, w->dossier);
    EXPECT(!str_equal(before, d.frozen_sha256));
    EXPECT_INT(w->now.us, d.submitted_at.us);
}

TEST(dossier, a_return_needs_a_reason)
{
    struct world *w = world_with_case_submitted(t);
    struct ctx *cx = world_as(w, &w->commune);
    EXPECT_ERR(ERR_INPUT, world_move(w, cx, w->dossier, DOSSIER_RETURNED, S("")));
    EXPECT_TEXT(cx, "Hãy ghi lý do để chủ thể biết cần bổ sung gì.");
    EXPECT_STR("ly_do", cx->fault->rows[0].field);
    EXPECT_INT(DOSSIER_COMMUNE_REVIEW, world_case(w, w->dossier).state);
    EXPECT_OK(world_move(w, cx, w->dossier, DOSSIER_RETURNED, S("Thiếu ảnh.")));
}

TEST(dossier, a_step_from_an_old_page_is_a_conflict)
{
    struct world *w = world_with_case_submitted(t);
    struct ctx *cx = world_as(w, &w->commune);
    int64_t version = world_case(w, w->dossier).version;
    struct dossier_move in = { .id = w->dossier, .to = DOSSIER_FORWARDED, .seen = version - 1 };
    EXPECT_ERR(ERR_CONFLICT, dossier_move_tx(cx, &in));
    in.seen = version;
    EXPECT_OK(dossier_move_tx(cx, &in));
    EXPECT_ERR(ERR_STATE, dossier_move_tx(cx, &in));
    EXPECT_TEXT(cx, "Hồ sơ đang ở bước “Chờ tỉnh tiếp nhận” nên không làm được việc này.");
}

/* -- who sees it ------------------------------------------------------------------------------ */

static enum err see(struct world *w, const struct actor *who)
{
    struct dossier d;
    return dossier_by_code(world_as(w, who), world_case(w, w->dossier).code, &d);
}

static ptrdiff_t listed(struct world *w, const struct actor *who)
{
    struct dossier_rows rows;
    EXPECT_OK(dossier_find(world_as(w, who), &(struct dossier_query){ 0 }, &rows));
    return rows.count;
}

TEST(dossier, a_draft_is_its_producers_alone)
{
    struct world *w = world_with_case(t);
    const struct actor *others[] = { &w->commune,        &w->other_commune, &w->province,
                                     &w->other_producer, &w->chair,         &ANYONE };
    EXPECT_OK(see(w, &w->producer));
    EXPECT_INT(1, listed(w, &w->producer));
    for (ptrdiff_t i = 0; i < COUNT_OF(others); i++) {
        EXPECT_ERR(ERR_NOT_FOUND, see(w, others[i]));
        EXPECT_INT(0, listed(w, others[i]));
    }
}

TEST(dossier, a_submitted_case_is_seen_by_its_area_and_not_by_the_next)
{
    struct world *w = world_with_case_submitted(t);
    const struct actor *may[] = { &w->producer, &w->commune, &w->province };
    const struct actor *may_not[] = { &w->other_commune, &w->other_producer, &w->chair, &w->admin,
                                      &ANYONE };
    for (ptrdiff_t i = 0; i < COUNT_OF(may); i++) {
        EXPECT_OK(see(w, may[i]));
        EXPECT_INT(1, listed(w, may[i]));
    }
    for (ptrdiff_t i = 0; i < COUNT_OF(may_not); i++) {
        EXPECT_ERR(ERR_NOT_FOUND, see(w, may_not[i]));
        EXPECT_INT(0, listed(w, may_not[i]));
    }
}

/* -- the whole machine ------------------------------------------------------------------------ */

/* Who may take a case from a state to another; everything that is not here is refused. */
static const struct {
    enum dossier_state from;
    enum dossier_state to;
    char who; /* p producer, c commune, v province */
} allowed[] = {
    { DOSSIER_DRAFT, DOSSIER_COMMUNE_REVIEW, 'p' },
    { DOSSIER_DRAFT, DOSSIER_WITHDRAWN, 'p' },
    { DOSSIER_RETURNED, DOSSIER_COMMUNE_REVIEW, 'p' },
    { DOSSIER_RETURNED, DOSSIER_WITHDRAWN, 'p' },
    { DOSSIER_COMMUNE_REVIEW, DOSSIER_FORWARDED, 'c' },
    { DOSSIER_COMMUNE_REVIEW, DOSSIER_RETURNED, 'c' },
    { DOSSIER_FORWARDED, DOSSIER_ACCEPTED, 'v' },
    { DOSSIER_FORWARDED, DOSSIER_RETURNED, 'v' },
};

static bool is_allowed(enum dossier_state from, enum dossier_state to, char who)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(allowed); i++)
        if (allowed[i].from == from && allowed[i].to == to && allowed[i].who == who)
            return true;
    return false;
}

struct trial {
    struct world *w;
    const struct actor *who;
    char letter;
    enum dossier_state from;
};

static void try_every_target(const struct trial *k)
{
    struct world *w = k->w;
    ptrdiff_t offered = 0;
    struct dossier d = world_case(w, w->dossier);
    struct dossier_action_rows rows = dossier_actions(world_as(w, k->who), &d);
    for (int to = 0; to <= DOSSIER_STATE_COUNT; to++) {
        struct ctx *cx = world_as(w, k->who);
        bool may = is_allowed(k->from, (enum dossier_state)to, k->letter);
        enum err e = world_move(w, cx, w->dossier, (enum dossier_state)to, S("lý do"));
        if (e != (may ? OK : ERR_STATE)
            || world_case(w, w->dossier).state != (may ? to : (int)k->from))
            test_fail(__FILE__, __LINE__, "from %d to %d by %c: %s", (int)k->from, to, k->letter,
                      err_name(e).at);
        offered += may;
        if (may)
            EXPECT_OK(world_sql(w, cstr(w->a, join(w->a, S("UPDATE dossier SET state = "),
                                                   show(w->a, (int32_t)k->from)))));
    }
    EXPECT_INT(offered, rows.count);
}

TEST(dossier, exactly_the_allowed_steps_move_a_case)
{
    struct world *w = world_with_case(t);
    world_answer(w, w->dossier, 80);
    const struct trial who[] = { { w, &w->producer, 'p', 0 },
                                 { w, &w->commune, 'c', 0 },
                                 { w, &w->province, 'v', 0 },
                                 { w, &w->other_producer, '-', 0 },
                                 { w, &w->other_commune, '-', 0 },
                                 { w, &w->chair, '-', 0 },
                                 { w, &w->member[0], '-', 0 },
                                 { w, &w->admin, '-', 0 },
                                 { w, &ANYONE, '-', 0 } };
    for (int from = DOSSIER_DRAFT; from <= DOSSIER_STATE_COUNT; from++) {
        EXPECT_OK(world_sql(w, cstr(t->a, join(t->a, S("UPDATE dossier SET state = "),
                                               show(t->a, (int32_t)from)))));
        for (ptrdiff_t i = 0; i < COUNT_OF(who); i++) {
            struct trial k = who[i];
            k.from = (enum dossier_state)from;
            try_every_target(&k);
        }
    }
}

TEST(dossier, every_state_has_words_and_a_look)
{
    for (int32_t s = DOSSIER_DRAFT; s <= DOSSIER_STATE_COUNT; s++) {
        EXPECT(dossier_state_label(s).len > 0);
        EXPECT(dossier_state_next(s).len > 0);
        EXPECT(str_starts(dossier_state_class(s), S("is-")));
    }
}

TEST(dossier, the_history_tells_every_step_with_who_when_and_why)
{
    struct world *w = world_with_case_submitted(t);
    struct dossier_step_rows rows;
    w->now = world_morning(2026, 8, 6);
    EXPECT_OK(world_move(w, world_as(w, &w->commune), w->dossier, DOSSIER_RETURNED,
                         S("Thiếu ảnh bao bì.")));
    w->now = world_morning(2026, 8, 7);
    EXPECT_OK(world_move(w, world_as(w, &w->producer), w->dossier, DOSSIER_COMMUNE_REVIEW, S("")));
    static const struct {
        int32_t from, to;
        const char *who, *why;
        int32_t day;
    } want[] = {
        { 0, DOSSIER_DRAFT, "Néang Sóc Phương", "", 5 },
        { DOSSIER_DRAFT, DOSSIER_COMMUNE_REVIEW, "Néang Sóc Phương", "", 5 },
        { DOSSIER_COMMUNE_REVIEW, DOSSIER_RETURNED, "Lâm Thị Cán Bộ", "Thiếu ảnh bao bì.", 6 },
        { DOSSIER_RETURNED, DOSSIER_COMMUNE_REVIEW, "Néang Sóc Phương", "", 7 },
    };
    EXPECT_OK(dossier_history(w->cx, w->dossier, &rows));
    EXPECT_INT(COUNT_OF(want), rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        EXPECT_INT(want[i].from, rows.at[i].from_state);
        EXPECT_INT(want[i].to, rows.at[i].to_state);
        EXPECT_STR(want[i].who, rows.at[i].by_name);
        EXPECT_STR(want[i].why, rows.at[i].reason);
        EXPECT_INT(world_morning(2026, 8, want[i].day).us, rows.at[i].at.us);
    }
    EXPECT_STR("", world_verify(w));
}

TEST(dossier, another_room_advances_a_case_only_from_where_it_is)
{
    struct world *w = world_with_case_accepted(t);
    struct dossier d = world_case(w, w->dossier);
    EXPECT_INT(DOSSIER_ACCEPTED, d.state);
    struct meeting m = { .code = code_make(t->a),
                         .title = S("Phiên thử"),
                         .held_on = instant_date(w->now) };
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(meeting_add_tx(cx, &m));
    EXPECT_OK(meeting_by_code(cx, m.code, &m));
    EXPECT_OK(world_sql(w, "UPDATE dossier SET state = 4"));
    EXPECT_ERR(ERR_STATE, agenda_add_tx(cx, &(struct agenda_new){ m.id, &w->dossier, 1 }));
    EXPECT_INT(DOSSIER_FORWARDED, world_case(w, w->dossier).state);
}
