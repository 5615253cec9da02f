// What Swift cannot import from libpq-fe.h: macros of characters, and a callback that takes a format.
#ifndef SCOREHOUSE_CPOSTGRES_SHIM_H
#define SCOREHOUSE_CPOSTGRES_SHIM_H

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

#define SCOREHOUSE_POSTGRES_LIBRARY "libpq.so.5"

/// Why libpq can't be loaded, in a text of its own to be kept; NULL: it is loaded.
///
/// To be asked before the first call of libpq.
const char *scorehouse_postgres_problem(void);

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
