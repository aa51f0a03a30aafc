/* wire: lists every room's routes and tabs. */
#ifndef APP_WIRE_H
#define APP_WIRE_H

void wire_routes(void);

#endif
