// Every function of libpq that Storage calls; one that is missing here does not link.
#include "forwarding.h"
#include "shim.h"

#define FORWARD(result, name, parameters, arguments) \
  SCOREHOUSE_FORWARD(SCOREHOUSE_POSTGRES_LIBRARY, result, name, parameters, arguments)

const char *scorehouse_postgres_problem(void) {
  return scorehouse_library_problem(SCOREHOUSE_POSTGRES_LIBRARY);
}

// Connections.
FORWARD(PGconn *, PQconnectdb, (const char *text), (text))
FORWARD(PGPing, PQping, (const char *text), (text))
FORWARD(void, PQfinish, (PGconn *connection), (connection))
FORWARD(ConnStatusType, PQstatus, (const PGconn *connection), (connection))
FORWARD(PGTransactionStatusType, PQtransactionStatus, (const PGconn *connection), (connection))
FORWARD(const char *, PQparameterStatus, (const PGconn *connection, const char *name), (connection, name))
FORWARD(int, PQserverVersion, (const PGconn *connection), (connection))
FORWARD(char *, PQerrorMessage, (const PGconn *connection), (connection))
FORWARD(int, PQbackendPID, (const PGconn *connection), (connection))
FORWARD(int, PQconnectionNeedsPassword, (const PGconn *connection), (connection))
FORWARD(int, PQconnectionUsedPassword, (const PGconn *connection), (connection))
FORWARD(PQconninfoOption *, PQconninfoParse, (const char *text, char **problem), (text, problem))
FORWARD(void, PQconninfoFree, (PQconninfoOption *options), (options))
FORWARD(PQnoticeReceiver, PQsetNoticeReceiver,
        (PGconn *connection, PQnoticeReceiver receiver, void *context), (connection, receiver, context))
FORWARD(PGcancel *, PQgetCancel, (PGconn *connection), (connection))
FORWARD(int, PQcancel, (PGcancel *cancel, char *problem, int size), (cancel, problem, size))
FORWARD(void, PQfreeCancel, (PGcancel *cancel), (cancel))
FORWARD(void, PQfreemem, (void *memory), (memory))

// Statements.
FORWARD(PGresult *, PQexec, (PGconn *connection, const char *sql), (connection, sql))
FORWARD(PGresult *, PQprepare,
        (PGconn *connection, const char *name, const char *sql, int count, const Oid *types),
        (connection, name, sql, count, types))
FORWARD(PGresult *, PQdescribePrepared, (PGconn *connection, const char *name), (connection, name))
FORWARD(int, PQsendQueryPrepared,
        (PGconn *connection, const char *name, int count, const char *const *values, const int *lengths,
         const int *formats, int format),
        (connection, name, count, values, lengths, formats, format))
FORWARD(int, PQsetSingleRowMode, (PGconn *connection), (connection))
FORWARD(PGresult *, PQgetResult, (PGconn *connection), (connection))
FORWARD(int, PQconsumeInput, (PGconn *connection), (connection))
FORWARD(int, PQputCopyData, (PGconn *connection, const char *bytes, int count), (connection, bytes, count))
FORWARD(int, PQputCopyEnd, (PGconn *connection, const char *problem), (connection, problem))

// Results.
FORWARD(ExecStatusType, PQresultStatus, (const PGresult *result), (result))
FORWARD(char *, PQresultErrorField, (const PGresult *result, int field), (result, field))
FORWARD(void, PQclear, (PGresult *result), (result))
FORWARD(char *, PQcmdStatus, (PGresult *result), (result))
FORWARD(char *, PQcmdTuples, (PGresult *result), (result))
FORWARD(int, PQntuples, (const PGresult *result), (result))
FORWARD(int, PQnfields, (const PGresult *result), (result))
FORWARD(int, PQnparams, (const PGresult *result), (result))
FORWARD(char *, PQfname, (const PGresult *result, int column), (result, column))
FORWARD(Oid, PQftype, (const PGresult *result, int column), (result, column))
FORWARD(Oid, PQparamtype, (const PGresult *result, int parameter), (result, parameter))
FORWARD(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column))
FORWARD(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column))
FORWARD(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column))
