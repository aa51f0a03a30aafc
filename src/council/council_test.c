/* council_test.c: a meeting from its call to its seal, and everything that must not happen in it.
 */
#include "app/test_world.h"

/* A member at a ballot. */
struct voting {
    struct ctx *cx;
    const struct set *set;
    struct rank_ballot filled;
    struct ballot_post in;
};

static struct voting *vote(struct world *w, const struct actor *who, points total)
{
    struct voting *v = new (w->a, struct voting, 1);
    struct agenda row = world_agenda(w, w->meeting, 0);
    struct ballot b = world_ballot_of(w, who, w->meeting, 0);
    v->cx = world_as(w, who);
    EXPECT_OK(agenda_set(v->cx, &row, &v->set));
    v->filled = world_ballot(w, v->set, total, 0);
    v->in =
        (struct ballot_post){ .id = b.id, .set = v->set, .ballot = &v->filled, .seen = b.version };
    return v;
}

static struct ballot kept(struct world *w, const struct actor *who)
{
    return world_ballot_of(w, who, w->meeting, 0);
}

static enum err reopen(struct world *w, struct ctx *cx, str ballot_code, const char *reason)
{
    return ballot_reopen_tx(cx, &(struct ballot_reopen){ w->meeting, ballot_code, str_of(reason) });
}

/* -- preparing -------------------------------------------------------------------------------- */

TEST(council, scoring_opens_with_a_chair_a_scorer_and_a_case_and_not_before)
{
    struct world *w = world_with_case_accepted(t);
    struct ctx *cx = world_as(w, &w->province);
    struct meeting m = { .code = code_make(t->a),
                         .title = S("Phiên thử"),
                         .held_on = instant_date(w->now) };
    EXPECT_OK(meeting_add_tx(cx, &m));
    EXPECT_OK(meeting_by_code(cx, m.code, &m));
    struct meeting_at at = { m.id, m.version };
    EXPECT_ERR(ERR_STATE, meeting_open_scoring_tx(cx, &at));
    EXPECT_TEXT(cx, "Phiên họp chưa có chủ tịch.");
    EXPECT_OK(seat_add_tx(cx, &(struct seat_new){ m.id, S("chutich"), SEAT_CHAIR, S(""), false }));
    EXPECT_ERR(ERR_STATE, meeting_open_scoring_tx(cx, &at));
    EXPECT_TEXT(cx, "Phiên họp chưa có ghế nào chấm điểm.");
    EXPECT_OK(seat_add_tx(cx, &(struct seat_new){ m.id, S("hoidong1"), SEAT_MEMBER, S(""), true }));
    EXPECT_ERR(ERR_STATE, meeting_open_scoring_tx(cx, &at));
    EXPECT_TEXT(cx, "Phiên họp chưa có hồ sơ nào.");
    EXPECT_OK(agenda_add_tx(cx, &(struct agenda_new){ m.id, &w->dossier, 1 }));
    EXPECT_ERR(ERR_CONFLICT,
               meeting_open_scoring_tx(cx, &(struct meeting_at){ m.id, m.version + 1 }));
    EXPECT_OK(meeting_open_scoring_tx(cx, &at));
    EXPECT_INT(MEETING_SCORING, world_meeting(w, m.id).state);
    EXPECT_ERR(ERR_STATE, meeting_open_scoring_tx(cx, &(struct meeting_at){ m.id, m.version + 1 }));
}

TEST(council, a_seat_is_for_a_council_account_once_and_before_scoring)
{
    struct world *w = world_with_meeting(t);
    struct ctx *cx = world_as(w, &w->province);
    struct seat_new n = { w->meeting, S("hoidong1"), SEAT_MEMBER, S(""), true };
    EXPECT_ERR(ERR_INPUT, seat_add_tx(cx, &n));
    EXPECT_TEXT(cx, "“Phan Văn Một” đã có ghế trong phiên họp này.");
    n.login_name = S("tinh"); /* an account, but not of a council */
    EXPECT_ERR(ERR_INPUT, seat_add_tx(cx, &n));
    n.login_name = S("nguoila");
    EXPECT_ERR(ERR_INPUT, seat_add_tx(cx, &n));
    EXPECT_TEXT(cx, "Không có tài khoản hội đồng nào tên “nguoila”.");
    n.login_name = S("hoidong4");
    EXPECT_OK(seat_add_tx(cx, &n));
    world_open_scoring(w, w->meeting);
    n.login_name = S("hoidong5");
    EXPECT_ERR(ERR_STATE, seat_add_tx(cx, &n));
    EXPECT_TEXT(cx, "Phiên họp đang ở bước “Đang chấm điểm” nên không đổi được nữa.");
}

TEST(council, the_agenda_takes_accepted_cases_once)
{
    struct world *w = world_with_meeting(t);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_INT(DOSSIER_SCHEDULED, world_case(w, w->dossier).state);
    EXPECT_ERR(ERR_STATE, agenda_add_tx(cx, &(struct agenda_new){ w->meeting, &w->dossier, 1 }));
    EXPECT_TEXT(cx, "Có hồ sơ không còn chờ xếp phiên họp.");
    EXPECT_ERR(ERR_INPUT, agenda_add_tx(cx, &(struct agenda_new){ w->meeting, NULL, 0 }));
    str code;
    world_product_add(w, "Đường thốt nốt", &code);
    dossier_id drafted = world_case_begin(w, code);
    EXPECT_ERR(ERR_STATE, agenda_add_tx(cx, &(struct agenda_new){ w->meeting, &drafted, 1 }));
    EXPECT_INT(DOSSIER_DRAFT, world_case(w, drafted).state);
}

TEST(council, a_meeting_is_seen_by_its_province_and_once_scoring_by_its_seats)
{
    struct world *w = world_with_meeting(t);
    struct meeting m;
    EXPECT_OK(meeting_by_code(world_as(w, &w->province), w->meeting_code, &m));
    EXPECT_ERR(ERR_NOT_FOUND, meeting_by_code(world_as(w, &w->member[0]), w->meeting_code, &m));
    world_open_scoring(w, w->meeting);
    EXPECT_OK(meeting_by_code(world_as(w, &w->member[0]), w->meeting_code, &m));
    EXPECT_OK(meeting_by_code(world_as(w, &w->chair), w->meeting_code, &m));
    EXPECT_ERR(ERR_NOT_FOUND, meeting_by_code(world_as(w, &w->member[4]), w->meeting_code, &m));
    EXPECT_ERR(ERR_NOT_FOUND, meeting_by_code(world_as(w, &w->producer), w->meeting_code, &m));
    EXPECT_ERR(ERR_NOT_FOUND, meeting_by_code(world_as(w, &w->commune), w->meeting_code, &m));
    EXPECT_ERR(ERR_NOT_FOUND, meeting_by_code(world_as(w, &ANYONE), w->meeting_code, &m));
}

/* -- ballots ---------------------------------------------------------------------------------- */

TEST(council, an_option_outside_the_pack_is_refused)
{
    struct world *w = world_with_meeting_scoring(t);
    struct voting *v = vote(w, &w->member[0], 80);
    int32_t first = set_criterion(v->set, S("1.1"));
    struct answer *answer = &v->filled.answers[first];
    int32_t last = (int32_t)v->set->criteria[first].options.count;
    static const int32_t beyond[] = { 1, -2, INT32_MAX, INT32_MIN };
    for (ptrdiff_t i = 0; i < COUNT_OF(beyond); i++) {
        *answer = (struct answer){ .option = beyond[i] == 1 ? last + 1 : beyond[i], .chosen = -1 };
        struct ctx *cx = world_as(w, &w->member[0]);
        EXPECT_ERR(ERR_LIMIT, ballot_draft_tx(cx, &v->in));
        EXPECT_TEXT(cx, "Có lựa chọn không thuộc bộ tiêu chí của hồ sơ.");
        EXPECT_ERR(ERR_LIMIT, ballot_submit_tx(world_as(w, &w->member[0]), &v->in));
    }
    *answer = (struct answer){ .option = last, .chosen = 0 }; /* a case where there is none */
    EXPECT_ERR(ERR_LIMIT, ballot_draft_tx(world_as(w, &w->member[0]), &v->in));
    EXPECT_INT(1, kept(w, &w->member[0]).version);
    *answer = (struct answer){ .option = NO_LEVEL, .chosen = -1 };
    EXPECT_OK(ballot_draft_tx(world_as(w, &w->member[0]), &v->in));
    *answer = (struct answer){ .option = last, .chosen = -1 };
    v->in.seen = v->in.version;
    EXPECT_OK(ballot_draft_tx(world_as(w, &w->member[0]), &v->in));
}

TEST(council, a_draft_may_have_blanks_and_a_submission_says_how_many)
{
    struct world *w = world_with_meeting_scoring(t);
    struct voting *v = vote(w, &w->member[0], 80);
    v->filled.answers[set_criterion(v->set, S("1.1"))].option = BLANK;
    v->filled.answers[set_criterion(v->set, S("12"))].option = BLANK;
    EXPECT_OK(ballot_draft_tx(v->cx, &v->in));
    EXPECT_INT(BALLOT_DRAFT, kept(w, &w->member[0]).state);
    v->in.seen = v->in.version;
    EXPECT_ERR(ERR_INPUT, ballot_submit_tx(v->cx, &v->in));
    EXPECT_TEXT(v->cx, "Phiếu còn 2 chỗ chưa trả lời.");
    EXPECT_INT(BALLOT_DRAFT, kept(w, &w->member[0]).state);
}

TEST(council, a_member_reads_and_writes_their_own_ballot_alone)
{
    struct world *w = world_with_meeting_scoring(t);
    world_submit(w, &w->member[0], w->meeting, 0, 90);
    struct ballot own = kept(w, &w->member[1]);
    EXPECT_INT(0, own.total); /* not what the neighbour gave */
    EXPECT_STR("", own.sheet);
    struct voting *v = vote(w, &w->member[1], 60);
    v->in.id = kept(w, &w->member[0]).id;
    EXPECT_ERR(ERR_NOT_FOUND, ballot_draft_tx(v->cx, &v->in));
    EXPECT_ERR(ERR_NOT_FOUND, ballot_submit_tx(v->cx, &v->in));
    EXPECT_INT(90, kept(w, &w->member[0]).total);
}

TEST(council, who_does_not_score_has_no_ballot)
{
    struct world *w = world_with_meeting_scoring(t);
    const struct actor *none[] = { &w->chair,    &w->secretary, &w->member[3],
                                   &w->province, &w->producer,  &ANYONE };
    struct meeting m = world_meeting(w, w->meeting);
    struct agenda row = world_agenda(w, w->meeting, 0);
    struct ballot b;
    for (ptrdiff_t i = 0; i < COUNT_OF(none); i++)
        EXPECT_ERR(ERR_NOT_FOUND, ballot_own(world_as(w, none[i]), &m, &row, &b));
}

TEST(council, two_devices_do_not_overwrite_each_other)
{
    struct world *w = world_with_meeting_scoring(t);
    struct voting *phone = vote(w, &w->member[0], 80), *tablet = vote(w, &w->member[0], 70);
    EXPECT_OK(ballot_draft_tx(phone->cx, &phone->in));
    EXPECT_INT(2, phone->in.version);
    EXPECT_ERR(ERR_CONFLICT, ballot_draft_tx(tablet->cx, &tablet->in));
    EXPECT_TEXT(tablet->cx, "Phiếu đã được lưu từ thiết bị khác lúc 08:00:00.");
    EXPECT_ERR(ERR_CONFLICT, ballot_submit_tx(world_as(w, &w->member[0]), &tablet->in));
    EXPECT_INT(80, kept(w, &w->member[0]).total);
    EXPECT_OK(ballot_draft_tx(phone->cx, &phone->in)); /* the same again: a reply got lost */
    EXPECT_INT(2, kept(w, &w->member[0]).version);
    tablet->in.seen = 2;
    EXPECT_OK(ballot_draft_tx(tablet->cx, &tablet->in));
    EXPECT_INT(70, kept(w, &w->member[0]).total);
}

TEST(council, a_submitted_ballot_is_not_changed)
{
    struct world *w = world_with_meeting_scoring(t);
    struct voting *v = vote(w, &w->member[0], 80), *later = vote(w, &w->member[0], 90);
    WORLD_NUMBER(sheets, "SELECT COUNT(*) AS n FROM sheet");
    EXPECT_OK(ballot_submit_tx(v->cx, &v->in));
    EXPECT_OK(ballot_submit_tx(v->cx, &v->in)); /* the same again */
    EXPECT_INT(1, world_number(w, &sheets));
    later->in.seen = v->in.version;
    EXPECT_ERR(ERR_STATE, ballot_submit_tx(later->cx, &later->in));
    EXPECT_TEXT(later->cx, "Phiếu đã nộp nên không sửa được.");
    EXPECT_ERR(ERR_STATE, ballot_draft_tx(world_as(w, &w->member[0]), &later->in));
    EXPECT_ERR(ERR_STATE, ballot_draft_tx(world_as(w, &w->member[0]), &v->in));
    EXPECT_INT(80, kept(w, &w->member[0]).total);
}

TEST(council, the_chair_alone_reopens_a_ballot_and_says_why)
{
    struct world *w = world_with_meeting_scoring(t);
    const struct actor *others[] = { &w->secretary, &w->member[0], &w->member[1], &w->province,
                                     &w->admin };
    WORLD_NUMBER(sheets, "SELECT COUNT(*) AS n FROM sheet");
    WORLD_NUMBER(reasons, "SELECT COUNT(*) AS n FROM audit WHERE what = 'ballot.reopened'"
                          " AND detail LIKE '%chọn nhầm 1.1%'");
    struct ctx *chair = world_as(w, &w->chair);
    str code = kept(w, &w->member[0]).code;
    EXPECT_ERR(ERR_NOT_FOUND, reopen(w, chair, code, "chưa nộp"));
    world_submit(w, &w->member[0], w->meeting, 0, 80);
    for (ptrdiff_t i = 0; i < COUNT_OF(others); i++)
        EXPECT_ERR(ERR_DENIED, reopen(w, world_as(w, others[i]), code, "chọn nhầm"));
    EXPECT_ERR(ERR_INPUT, reopen(w, chair, code, ""));
    EXPECT_TEXT(chair, "Hãy ghi lý do mở lại phiếu.");
    EXPECT_ERR(ERR_NOT_FOUND, reopen(w, chair, code_make(t->a), "phiếu lạ"));
    EXPECT_OK(reopen(w, chair, code, "chọn nhầm 1.1"));
    EXPECT_INT(1, world_number(w, &reasons));
    EXPECT_INT(BALLOT_DRAFT, kept(w, &w->member[0]).state);
    world_submit(w, &w->member[0], w->meeting, 0, 75);
    EXPECT_INT(2, world_number(w, &sheets));
    EXPECT_INT(75, kept(w, &w->member[0]).total);
    EXPECT_STR("", world_verify(w));
}

TEST(council, a_ballot_reopened_and_sent_in_unchanged_counts_again)
{
    struct world *w = world_with_meeting_scoring(t);
    world_submit(w, &w->member[0], w->meeting, 0, 80);
    EXPECT_OK(reopen(w, world_as(w, &w->chair), kept(w, &w->member[0]).code, "xem lại"));
    world_submit(w, &w->member[0], w->meeting, 0, 80);
    EXPECT_INT(BALLOT_SUBMITTED, kept(w, &w->member[0]).state);
}

/* -- closing ---------------------------------------------------------------------------------- */

TEST(council, only_the_chair_closes)
{
    struct world *w = world_with_meeting_scoring(t);
    const struct actor *others[] = { &w->secretary, &w->member[0], &w->province, &w->admin,
                                     &w->producer };
    for (int i = 0; i < WORLD_SCORERS; i++)
        world_submit(w, &w->member[i], w->meeting, 0, 80);
    for (ptrdiff_t i = 0; i < COUNT_OF(others); i++) {
        struct ctx *cx = world_as(w, others[i]);
        EXPECT_ERR(ERR_DENIED, world_close(w, cx, w->meeting));
        EXPECT_TEXT(cx, "Chỉ chủ tịch hội đồng làm được việc này.");
    }
    EXPECT_INT(MEETING_SCORING, world_meeting(w, w->meeting).state);
}

TEST(council, closing_with_missing_ballots_names_them)
{
    struct world *w = world_with_meeting_scoring(t);
    struct ctx *cx = world_as(w, &w->chair);
    world_submit(w, &w->member[1], w->meeting, 0, 80);
    EXPECT_ERR(ERR_STATE, world_close(w, cx, w->meeting));
    EXPECT_TEXT(cx, "Còn 2 phiếu chưa nộp: Phan Văn Một, Bùi Văn Ba.");
    EXPECT_INT(MEETING_SCORING, world_meeting(w, w->meeting).state);
    EXPECT_INT(DOSSIER_SCHEDULED, world_case(w, w->dossier).state);
}

static enum err absent(struct world *w, const struct actor *who, const struct actor *of)
{
    struct seat s;
    bool found;
    EXPECT_OK(meeting_own_seat(world_as(w, of), w->meeting, &s, &found));
    EXPECT(found);
    return seat_absent_tx(world_as(w, who), &(struct seat_absent){ w->meeting, s.id });
}

TEST(council, an_absent_seat_is_not_waited_for_and_its_draft_does_not_count)
{
    struct world *w = world_with_meeting_scoring(t);
    struct voting *v = vote(w, &w->member[2], 100);
    EXPECT_OK(ballot_draft_tx(v->cx, &v->in));
    world_submit(w, &w->member[0], w->meeting, 0, 70);
    world_submit(w, &w->member[1], w->meeting, 0, 71);
    EXPECT_ERR(ERR_DENIED, absent(w, &w->member[1], &w->member[2]));
    EXPECT_ERR(ERR_STATE, absent(w, &w->chair, &w->member[0])); /* has voted */
    EXPECT_OK(absent(w, &w->chair, &w->member[2]));
    v->in.seen = v->in.version;
    EXPECT_ERR(ERR_NOT_FOUND, ballot_submit_tx(v->cx, &v->in));
    EXPECT_OK(world_close(w, world_as(w, &w->chair), w->meeting));
    struct result r;
    bool found;
    EXPECT_OK(dossier_result(w->cx, w->dossier, &r, &found));
    EXPECT(found);
    EXPECT_INT(141, r.points_sum);
    EXPECT_INT(2, r.ballot_count);
}

TEST(council, a_meeting_whose_scorers_are_all_absent_does_not_close)
{
    struct world *w = world_with_meeting_scoring(t);
    for (int i = 0; i < WORLD_SCORERS; i++)
        EXPECT_OK(absent(w, &w->chair, &w->member[i]));
    EXPECT_ERR(ERR_STATE, world_close(w, world_as(w, &w->chair), w->meeting));
}

TEST(council, nothing_is_written_once_the_meeting_is_closed)
{
    struct world *w = world_with_meeting_closed(t, 80);
    struct meeting m = world_meeting(w, w->meeting);
    struct voting *v = vote(w, &w->member[0], 90);
    EXPECT_INT(MEETING_CLOSED, m.state);
    EXPECT_INT(64, m.root.len);
    EXPECT_INT(w->now.us, m.closed_at.us);
    EXPECT_ERR(ERR_STATE, ballot_draft_tx(v->cx, &v->in));
    EXPECT_TEXT(v->cx, "Phiên họp không còn mở chấm điểm, phiếu không được lưu.");
    EXPECT_ERR(ERR_STATE, ballot_submit_tx(v->cx, &v->in));
    EXPECT_ERR(ERR_STATE, reopen(w, world_as(w, &w->chair), kept(w, &w->member[0]).code, "muộn"));
    EXPECT_ERR(ERR_STATE, absent(w, &w->chair, &w->member[0]));
    EXPECT_ERR(ERR_STATE, world_close(w, world_as(w, &w->chair), w->meeting));
    EXPECT_INT(m.version, world_meeting(w, w->meeting).version);
}

TEST(council, members_who_end_a_case_differently_keep_the_meeting_open)
{
    struct world *w = world_with_meeting_scoring(t);
    EXPECT_OK(absent(w, &w->chair, &w->member[2]));
    world_submit(w, &w->member[0], w->meeting, 0, 80);
    struct voting *v = vote(w, &w->member[1], 80);
    v->filled.facts[set_fact(v->set, S("6.1:stop_if"))] = FACT_TRUE;
    EXPECT_OK(ballot_submit_tx(v->cx, &v->in));
    struct ctx *cx = world_as(w, &w->chair);
    EXPECT_ERR(ERR_STATE, world_close(w, cx, w->meeting));
    EXPECT_TEXT(cx,
                "Hồ sơ “Mật ong rừng tràm”: các thành viên kết luận trái nhau về việc dừng, loại.");
    EXPECT_INT(MEETING_SCORING, world_meeting(w, w->meeting).state);
    EXPECT_OK(reopen(w, cx, kept(w, &w->member[1]).code, "đã thảo luận"));
    world_submit(w, &w->member[1], w->meeting, 0, 80);
    EXPECT_OK(world_close(w, cx, w->meeting));
}

/* -- results ---------------------------------------------------------------------------------- */

static const struct tally_row {
    points totals[WORLD_SCORERS];
    int32_t band;
    int32_t star;
    enum dossier_state after;
} tallies[] = {
    { { 90, 90, 90 }, 5, 5, DOSSIER_SENT_TO_CENTRAL },
    { { 90, 90, 89 }, 4, 4, DOSSIER_SCORED },
    { { 70, 70, 70 }, 4, 4, DOSSIER_SCORED },
    { { 70, 70, 69 }, 3, 3, DOSSIER_SCORED },
    { { 50, 50, 50 }, 3, 3, DOSSIER_SCORED },
    { { 50, 50, 49 }, 2, 0, DOSSIER_NOT_RECOGNISED },
};

static void expect_tally(struct test *t, const struct tally_row *row)
{
    struct world *w = world_with_meeting_scoring(t);
    struct result r;
    bool found;
    EXPECT_OK(dossier_result(w->cx, w->dossier, &r, &found));
    EXPECT(!found);
    for (int i = 0; i < WORLD_SCORERS; i++)
        world_submit(w, &w->member[i], w->meeting, 0, row->totals[i]);
    EXPECT_OK(world_close(w, world_as(w, &w->chair), w->meeting));
    EXPECT_OK(dossier_result(w->cx, w->dossier, &r, &found));
    EXPECT(found);
    EXPECT_INT(OUTCOME_SCORED, r.outcome);
    EXPECT_INT(row->band, r.band);
    EXPECT_INT(row->star, r.star);
    EXPECT_INT(row->totals[0] + row->totals[1] + row->totals[2], r.points_sum);
    EXPECT_INT(WORLD_SCORERS, r.ballot_count);
    EXPECT_INT(row->totals[0] - row->totals[2], r.spread);
    EXPECT_INT(row->after, world_case(w, w->dossier).state);
    EXPECT_STR("", world_verify(w));
}

TEST(council, three_times_90_goes_to_the_ministry)
{
    expect_tally(t, &tallies[0]);
}
TEST(council, a_mean_just_below_90_has_four_stars)
{
    expect_tally(t, &tallies[1]);
}
TEST(council, three_times_70_has_four_stars)
{
    expect_tally(t, &tallies[2]);
}
TEST(council, a_mean_just_below_70_has_three_stars)
{
    expect_tally(t, &tallies[3]);
}
TEST(council, three_times_50_has_three_stars)
{
    expect_tally(t, &tallies[4]);
}
TEST(council, a_mean_just_below_50_has_none)
{
    expect_tally(t, &tallies[5]);
}

TEST(council, all_members_ending_a_case_end_it)
{
    struct world *w = world_with_meeting_scoring(t);
    for (int i = 0; i < WORLD_SCORERS; i++) {
        struct voting *v = vote(w, &w->member[i], 80);
        v->filled.facts[set_fact(v->set, S("set:disqualify_if"))] = FACT_TRUE;
        EXPECT_OK(ballot_submit_tx(v->cx, &v->in));
    }
    EXPECT_OK(world_close(w, world_as(w, &w->chair), w->meeting));
    struct result r;
    bool found;
    EXPECT_OK(dossier_result(w->cx, w->dossier, &r, &found));
    EXPECT_INT(OUTCOME_DISQUALIFIED, r.outcome);
    EXPECT_INT(0, r.star);
    EXPECT_STR("bị loại", result_words(t->a, &r));
    EXPECT_INT(DOSSIER_NOT_RECOGNISED, world_case(w, w->dossier).state);
}

TEST(council, results_and_sheets_are_never_changed_or_removed)
{
    struct world *w = world_with_meeting_closed(t, 80);
    static const char *const tries[] = { "UPDATE result SET star = 5", "DELETE FROM result",
                                         "UPDATE sheet SET total = 100", "DELETE FROM sheet",
                                         "UPDATE sheet SET body = '{}' WHERE id = 1" };
    WORLD_NUMBER(stars, "SELECT COUNT(*) AS n FROM result WHERE star = 4");
    WORLD_NUMBER(sheets, "SELECT COUNT(*) AS n FROM sheet WHERE total = 80");
    for (ptrdiff_t i = 0; i < COUNT_OF(tries); i++) {
        EXPECT_ERR(ERR_CONFLICT, world_sql(w, tries[i]));
        EXPECT_INT(1, world_number(w, &stars));
        EXPECT_INT(WORLD_SCORERS, world_number(w, &sheets));
    }
    EXPECT_STR("", world_verify(w));
}

TEST(council, a_ballot_that_differs_from_its_kept_sheet_does_not_count)
{
    struct world *w = world_with_meeting_scoring(t);
    for (int i = 0; i < WORLD_SCORERS; i++)
        world_submit(w, &w->member[i], w->meeting, 0, 80);
    EXPECT_OK(world_sql(w, "UPDATE ballot SET sheet = '{}' WHERE id = 1"));
    EXPECT_ERR(ERR_CONFLICT, world_close(w, world_as(w, &w->chair), w->meeting));
    EXPECT_INT(MEETING_SCORING, world_meeting(w, w->meeting).state);
}
