/* wire: lists every room's routes, tabs and listeners. */
#ifndef APP_WIRE_H
#define APP_WIRE_H

void wire_routes(void);
/* Who listens to whose news; needed wherever rules run. */
void wire_events(void);

#endif
