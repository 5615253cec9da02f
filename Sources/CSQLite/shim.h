// Functions for what Swift cannot import from sqlite3.h: variadic calls and cast macros.
#ifndef SCOREHOUSE_CSQLITE_SHIM_H
#define SCOREHOUSE_CSQLITE_SHIM_H

#include <sqlite3.h>

/// Double-quoted strings are identifiers only, so that a misspelt column is an error, not a text.
static inline int scorehouse_sqlite_strict_quotes(sqlite3 *connection) {
  int first = sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
  int second = sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
  return first != SQLITE_OK ? first : second;
}

/// Turns off the engine's own count of its memory, which costs a lock for every allocation. It must
/// be called before anything else of SQLite; later it does nothing.
static inline int scorehouse_sqlite_uncounted_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// Binds a text that SQLite copies.
static inline int scorehouse_sqlite_bind_text(
    sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Takes from a connection what a query of a stranger has no use for: loading code, writing to the
/// schema or to shadow tables, attaching files, and values larger than any that is stored.
static inline int scorehouse_sqlite_reading_only(sqlite3 *connection) {
  int code = SQLITE_OK;
  const int off[] = {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER,
                     SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_WRITABLE_SCHEMA,
                     SQLITE_DBCONFIG_TRUSTED_SCHEMA};
  for (unsigned i = 0; i < sizeof off / sizeof off[0] && code == SQLITE_OK; i++) {
    code = sqlite3_db_config(connection, off[i], 0, (int *)0);
  }
  if (code == SQLITE_OK) {
    code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  }
  sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 64 << 20);
  return code;
}

/// Binds bytes that SQLite copies.
static inline int scorehouse_sqlite_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

#endif
