/* english.c: what the public's pages say to an English reader where the words are not in a page:
 * names of groups, sets and legal types, states of a star, days. Names of products, producers and
 * communes stay as they are. The decisions are published in Vietnamese alone: these names are ours.
 */
#include "portal/portal_in.h"
#include "producer/producer_card.h"

struct name {
    const char *word;
    const char *english;
};

static const struct name groups[] = {
    { "food", "Food" },
    { "drink", "Drinks" },
    { "medicinal", "Medicinal plants and products made from them" },
    { "handicraft", "Handicrafts" },
    { "ornamental", "Ornamental plants and animals" },
    { "tourism", "Community and ecological tourism, tourist sites" },
};

static const struct name sets[] = {
    { "rau-cu-qua-hat-tuoi", "Fresh vegetables, fruit, nuts" },
    { "thit-thuy-san-trung-sua-tuoi", "Fresh meat, seafood, eggs, milk" },
    { "gao-ngu-coc-hat-so-che-khac", "Rice, cereals, other raw grains" },
    { "mat-ong-mat-khac-va-nong-san-thuc-pham-khac", "Honey, sugars and other farm food" },
    { "do-an-nhanh", "Snacks and ready food" },
    { "che-bien-tu-gao-ngu-coc", "Processed rice and cereals" },
    { "che-bien-tu-rau-cu-qua-hat", "Processed vegetables, fruit, nuts" },
    { "che-bien-tu-thit-thuy-san-trung-sua-mat-ong-nong-san-khac",
      "Processed meat, seafood, eggs, milk, honey" },
    { "tuong-nuoc-mam-gia-vi-dang-long-khac", "Soy sauce, fish sauce, liquid seasoning" },
    { "gia-vi-khac", "Spices" },
    { "che-tuoi-che-che-bien", "Tea" },
    { "san-pham-tra-tu-thuc-vat-khac", "Herbal teas" },
    { "ca-phe-cacao", "Coffee, cocoa" },
    { "ruou-trang", "White spirits" },
    { "do-uong-co-con-khac", "Other alcoholic drinks" },
    { "nuoc-khoang-thien-nhien-nuoc-uong-dong-chai", "Mineral and bottled water" },
    { "do-uong-khong-con-khac", "Other soft drinks" },
    { "thuc-pham-chuc-nang-thuoc-duoc-lieu-thuoc-co-truyen",
      "Food supplements, herbal and traditional medicine" },
    { "my-pham-co-thanh-phan-tu-duoc-lieu", "Cosmetics from medicinal plants" },
    { "tinh-dau-va-duoc-lieu-khac", "Essential oils, other medicinal plants" },
    { "thu-cong-my-nghe-gia-dung-trang-tri", "Household and decorative handicrafts" },
    { "vai-may-mac", "Fabric, clothing" },
    { "hoa", "Flowers" },
    { "cay-canh", "Ornamental plants" },
    { "dong-vat-canh", "Ornamental animals" },
    { "dich-vu-du-lich-cong-dong-du-lich-sinh-thai-va-diem-du-lich",
      "Community and ecological tourism, tourist sites" },
};

static const char *const types[] = {
    [COOPERATIVE] = "Cooperative",
    [COOP_GROUP] = "Cooperative group",
    [ENTERPRISE] = "Small or medium enterprise",
    [FARM] = "Farm",
    [PRODUCING_HOUSEHOLD] = "Producing household",
    [HOUSEHOLD_BUSINESS] = "Household business",
    [ASSOCIATION] = "Association, tourism centre",
};

/* By the kinds of producer_card.c; those the public does not see are empty. */
static const char *const papers[] = {
    "", "", "Food safety certificate", "Food safety commitment", "Product declaration",
    "Laboratory test", "VietGAP, GlobalGAP", "Organic certificate", "HACCP, ISO 22000, GMP",
    "Environmental permit", "Trademark, geographical indication, patent",
    "Growing area or packing code", "Barcode registration",
};

static str find(const struct name *all, ptrdiff_t count, str word, str otherwise)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (str_is(word, all[i].word))
            return str_of(all[i].english);
    return otherwise;
}

str set_words(struct ctx *cx, str slug)
{
    str name = product_set_name(slug);
    return cx->visit->english ? find(sets, COUNT_OF(sets), slug, name) : name;
}

str group_words(struct ctx *cx, str code)
{
    str name = code;
    for (ptrdiff_t i = packs().count - 1; i >= 0; i--)
        for (ptrdiff_t k = 0; k < packs().at[i]->group_count; k++)
            if (str_equal(packs().at[i]->groups[k].code, code))
                name = packs().at[i]->groups[k].name;
    return cx->visit->english ? find(groups, COUNT_OF(groups), code, name) : name;
}

str type_words(struct ctx *cx, int32_t legal_type)
{
    if (!cx->visit->english)
        return producer_type_label(legal_type);
    bool known = legal_type > 0 && legal_type < COUNT_OF(types);
    return known ? str_of(types[legal_type]) : S("");
}

str paper_words(struct ctx *cx, int32_t kind)
{
    bool known = kind > 0 && kind < COUNT_OF(papers);
    return cx->visit->english && known ? str_of(papers[kind]) : paper_kind_label(kind);
}

str star_words(struct ctx *cx, int32_t star)
{
    return join(cx->a, show(cx->a, star), WORDS(cx, " sao", star == 1 ? " star" : " stars"));
}

str money_words(struct ctx *cx, vnd v)
{
    struct out *o = out_new(cx->a, .max_bytes = 64);
    o->english = cx->visit->english;
    put(o, v);
    return out_str(o);
}

str day_words(struct ctx *cx, date d)
{
    struct out *o = out_new(cx->a, .max_bytes = 64);
    o->english = cx->visit->english;
    put(o, d);
    return out_str(o);
}

url here(struct ctx *cx, url at)
{
    bool begins = cx->visit->english && at.text.len > 0 && at.text.at[0] == '/';
    return begins ? url_join(cx->a, S("/en"), at.text) : at;
}
