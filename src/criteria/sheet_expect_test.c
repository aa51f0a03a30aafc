/* sheet_expect_test.c: what a producer is told to expect while filling in a form, and the controls
 * a page posts. */
#include "criteria/sheet_view.h"
#include "criteria/test_packs.h"

#define FRUIT "rau-cu-qua-hat-tuoi"
#define VISIT "dich-vu-du-lich-cong-dong-du-lich-sinh-thai-va-diem-du-lich"

static const struct rank_rules usual = { 0 };

static struct expectation expect(struct test *t, const struct set *set, const struct rank_ballot *b)
{
    return expect_of(t->a, set, &usual, b);
}

/* The highest level everywhere, nothing adverse. */
static struct rank_ballot best(struct arena *a, const struct set *set)
{
    struct rank_ballot b = ballot_blank(a, set);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++)
        if (!set->criteria[i].heading)
            b.answers[i].option = (int32_t)set->criteria[i].options.count;
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        b.facts[i] = set->facts[i]->type == RULE_REQUIREMENT ? FACT_TRUE : FACT_FALSE;
    return b;
}

TEST(sheet, the_best_form_expects_five_stars_and_misses_nothing)
{
    const struct set *set = test_set(0, FRUIT);
    struct rank_ballot b = best(t->a, set);
    struct expectation e = expect(t, set, &b);
    EXPECT_INT(100, e.total);
    EXPECT_INT(5, e.star);
    EXPECT_INT(0, e.next_star);
    EXPECT_INT(0, e.unmet_count);
    EXPECT_INT(e.asked, e.answered);
}

TEST(sheet, a_blank_form_is_told_the_way_to_three_stars)
{
    const struct set *set = test_set(0, FRUIT);
    struct rank_ballot b = ballot_blank(t->a, set);
    struct expectation e = expect(t, set, &b);
    EXPECT_INT(0, e.total);
    EXPECT_INT(0, e.star);
    EXPECT_INT(0, e.answered);
    EXPECT_INT(set->criterion_count, e.asked);
    EXPECT_INT(3, e.next_star);
    EXPECT_INT(50, e.missing);
    EXPECT_INT(7, e.unmet_count);              /* its seven marks of three stars */
}

TEST(sheet, a_band_between_two_points_needs_the_higher_one)
{
    const struct set *set = test_set(0, FRUIT);
    struct band bands[8];
    struct pack pack = *set->pack;
    struct set raised = *set;
    EXPECT_INT(5, pack.band_count);
    for (ptrdiff_t i = 0; i < pack.band_count; i++)
        bands[i] = set->pack->bands[i];
    bands[2].from_h = 5001;                    /* three stars */
    bands[3].below_h = 5001;
    pack.bands = bands;
    raised.pack = &pack;
    struct rank_ballot b = ballot_blank(t->a, &raised);
    EXPECT_INT(51, expect(t, &raised, &b).missing);
}

TEST(sheet, one_mark_short_is_named)
{
    const struct set *set = test_set(0, FRUIT);
    struct rank_ballot b = best(t->a, set);
    int32_t at = set_criterion(set, S("4.1"));
    b.answers[at].option--;                    /* 3 of 5 points: no longer five stars */
    struct expectation e = expect(t, set, &b);
    EXPECT_INT(4, e.star);
    EXPECT_INT(5, e.next_star);
    EXPECT_INT(0, e.missing);
    EXPECT_INT(1, e.unmet_count);
    EXPECT_INT(at, e.unmet[0]->criterion);
}

TEST(sheet, a_level_taken_away_by_a_requirement_is_named_too)
{
    const struct set *set = test_set(0, FRUIT);
    struct rank_ballot b = best(t->a, set);
    b.facts[set_fact(set, S("5.3:requirement"))] = FACT_FALSE;
    struct expectation e = expect(t, set, &b);
    EXPECT_INT(95, e.total);
    EXPECT_INT(0, e.star);
    EXPECT_INT(3, e.next_star);
    EXPECT_INT(0, e.missing);
    EXPECT_INT(1, e.unmet_count);
    EXPECT_INT(set_criterion(set, S("5.3")), e.unmet[0]->criterion);
}

/* -- posted controls --------------------------------------------------------------------------- */

static bool posted(struct test *t, const struct set *set, const char *body, struct rank_ballot *b)
{
    struct req rq = { .fields = pairs_decode(t->a, str_of(body), 100) };
    return ballot_posted(set, &rq, b);
}

TEST(sheet, posted_controls_lie_over_what_was_there)
{
    const struct set *set = test_set(0, FRUIT);
    struct rank_ballot b = best(t->a, set);
    int32_t one = set_criterion(set, S("1.1")), two = set_criterion(set, S("1.2"));
    int32_t fact = set_fact(set, S("1.1:requirement"));
    EXPECT(posted(t, set, "c.1.1=2&c.1.2=k&f.1.1%3Arequirement=0&_khoa=x", &b));
    EXPECT_INT(2, b.answers[one].option);
    EXPECT_INT(NO_LEVEL, b.answers[two].option);
    EXPECT_INT(FACT_FALSE, b.facts[fact]);
    EXPECT_INT(3, b.answers[set_criterion(set, S("1.3"))].option);
}

TEST(sheet, a_posted_value_that_is_no_choice_is_refused)
{
    static const char *const wrong[] = {
        "c.1.1=0", "c.1.1=4", "c.1.1=", "c.1.1=a1", "c.1.1=-1", "c.99=1", "f.1.1%3Arequirement=2",
        "f.none=1", "c.1.1=2&c.1.2=9",
    };
    const struct set *set = test_set(0, FRUIT);
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        struct rank_ballot b = ballot_blank(t->a, set);
        if (posted(t, set, wrong[i], &b))
            test_fail(__FILE__, __LINE__, "%s is taken", wrong[i]);
    }
}

TEST(sheet, a_case_is_posted_before_its_level)
{
    const struct set *set = test_set(0, VISIT);
    int32_t at = set_criterion(set, S("8"));
    struct rank_ballot b = ballot_blank(t->a, set);
    EXPECT(set->criteria[at].choice_count > 1);
    EXPECT(posted(t, set, "c.8=b1", &b));
    EXPECT_INT(1, b.answers[at].chosen);
    EXPECT_INT(1, b.answers[at].option);
    EXPECT(!posted(t, set, "c.8=1", &b));
    EXPECT(!posted(t, set, "c.8=z1", &b));
}
