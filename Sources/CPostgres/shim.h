// What Swift cannot import from libpq-fe.h: macros of characters, and a callback that takes a format.
#ifndef SCOREHOUSE_CPOSTGRES_SHIM_H
#define SCOREHOUSE_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

static const int scorehouse_postgres_sqlstate = PG_DIAG_SQLSTATE;
static const int scorehouse_postgres_message = PG_DIAG_MESSAGE_PRIMARY;
static const int scorehouse_postgres_position = PG_DIAG_STATEMENT_POSITION;

static inline void scorehouse_postgres_ignore(void *context, const PGresult *notice) {
  (void)context;
  (void)notice;
}

/// Notices of the server go nowhere: libpq would print them on standard error.
static inline void scorehouse_postgres_quiet(PGconn *connection) {
  PQsetNoticeReceiver(connection, scorehouse_postgres_ignore, (void *)0);
}

#endif
