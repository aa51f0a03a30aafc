/* ops_web: /healthz and /metrics, for the service manager and for Prometheus. */
#ifndef APP_OPS_WEB_H
#define APP_OPS_WEB_H

#include "core/core.h"

void ops_server_set(const struct server *s);
extern const struct route ops_routes[];

#endif
