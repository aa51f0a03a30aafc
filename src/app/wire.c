/* wire.c: the one list of what the rooms offer. A new room puts its lines here. */
#include "app/wire.h"

#include "admin/admin.h"
#include "app/ops_web.h"
#include "certificate/certificate.h"
#include "core/core.h"
#include "core/event.h"
#include "core/job.h"
#include "core/login_web.h"
#include "council/council.h"
#include "dossier/dossier.h"
#include "intake/intake.h"
#include "news/news.h"
#include "place/place.h"
#include "portal/portal.h"
#include "producer/producer.h"
#include "product/product.h"
#include "report/report.h"

static const struct tab tabs[] = {
    { "/viec", "list-check", "Việc của tôi", MAY(SIGNED_IN) },
    { "/ho-so", "file-text", "Hồ sơ", MAY(READ_DOSSIER) },
    { "/hoi-dong", "gavel", "Hội đồng", MAY(SIT_OR_CALL) },
    { "/quan-ly/san-pham", "package", "Sản phẩm", MAY(READ_PRODUCT) },
    { "/quan-ly/chu-the", "users", "Chủ thể", MAY(READ_PRODUCT) },
    { "/quyet-dinh", "certificate", "Quyết định", MAY(DECIDE) },
    { "/so-lieu", "chart-bar", "Số liệu", MAY(IMPORT) },
    { "/quan-ly/tin-tuc", "message", "Tin tức", MAY(PUBLISH) },
    { "/nhap-bang", "table-import", "Nhập bảng", MAY(IMPORT) },
    { "/quan-tri", "settings", "Quản trị", MAY(ADMIN) },
    { "/don-vi", "map-pin", "Đơn vị", MAY(READ_PLACE) },
    { 0 },
};

static const struct listener listeners[] = {
    { EVENT_PRODUCER_CHANGED, product_hears_producer },
    { EVENT_PRODUCER_MERGED, product_hears_merge },
    { EVENT_PRODUCER_MERGED, dossier_hears_merge },
    { 0 },
};

static const struct job jobs[] = {
    { "intake", intake_work },
    { 0 },
};

void wire_events(void)
{
    listeners_set(listeners);
    jobs_set(jobs);
}

void wire_routes(void)
{
    static const struct route *const tables[] = {
        ops_routes,     login_routes,   place_routes,   producer_routes,
        product_routes, dossier_routes, council_routes, certificate_routes,
        intake_routes,  report_routes,  news_routes,    portal_routes,
        inbox_routes,   admin_routes,   NULL,
    };
    routes_set(tables);
    tabs_set(tabs);
}
