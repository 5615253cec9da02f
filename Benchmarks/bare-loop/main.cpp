// The floor that an import is measured against: every line parsed by simdjson and inserted into two
// SQLite tables, in one transaction, without any identity, check, index or second look.
//
// Usage: bare-loop TREE DATABASE

#include <simdjson.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace {

namespace dom = simdjson::dom;

[[noreturn]] void fail(const char *what) {
  std::fprintf(stderr, "bare-loop: %s\n", what);
  std::exit(1);
}

void check(bool good, const char *what) {
  if (!good) fail(what);
}

class Table {
 public:
  Table(sqlite3 *db, const char *insert) {
    check(sqlite3_prepare_v2(db, insert, -1, &statement, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
  }
  ~Table() { sqlite3_finalize(statement); }

  void text(int place, std::string_view value) {
    sqlite3_bind_text(statement, place, value.data(), static_cast<int>(value.size()),
                      SQLITE_STATIC);
  }
  void number(int place, double value) { sqlite3_bind_double(statement, place, value); }
  void insert() {
    check(sqlite3_step(statement) == SQLITE_DONE, "a row was refused");
    sqlite3_reset(statement);
  }

 private:
  sqlite3_stmt *statement = nullptr;
};

void judgment(Table &table, dom::element line) {
  table.number(1, double(line["question_id"]));
  table.text(2, line["model"]);
  table.text(3, line["judge"].at(0));
  table.text(4, line["judge"].at(1));
  table.text(5, line["user_prompt"]);
  table.text(6, line["judgment"]);
  table.number(7, double(line["score"]));
  table.number(8, double(line["turn"]));
  table.number(9, double(line["tstamp"]));
  table.insert();
}

void answer(Table &table, std::string_view model, dom::element line) {
  int turn = 0;
  for (dom::element text : line["choices"].at(0)["turns"]) {
    table.text(1, model);
    table.number(2, double(line["question_id"]));
    table.number(3, ++turn);
    table.text(4, text);
    table.number(5, double(line["tstamp"]));
    table.insert();
  }
}

template <typename Row>
void each_line(const std::string &path, Row row) {
  dom::parser parser;
  dom::document_stream lines;
  check(!parser.load_many(path).get(lines), "a file cannot be read");
  for (dom::element line : lines) row(line);
}

}  // namespace

int main(int count, char **arguments) {
  check(count == 3, "usage: bare-loop TREE DATABASE");
  const std::filesystem::path tree = arguments[1];
  sqlite3 *db = nullptr;
  check(sqlite3_open(arguments[2], &db) == SQLITE_OK, "no database");
  const char *begin =
      "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
      "CREATE TABLE judgments (question_id, model, judge, prompt, user_prompt, judgment, score, turn,"
      " tstamp); CREATE TABLE answers (model, question_id, turn, content, tstamp); BEGIN";
  check(sqlite3_exec(db, begin, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
  {
    Table judgments(db, "INSERT INTO judgments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Table answers(db, "INSERT INTO answers VALUES (?, ?, ?, ?, ?)");
    for (const auto &file : std::filesystem::directory_iterator(tree / "model_answer")) {
      const std::string model = file.path().stem();
      each_line(file.path(), [&](dom::element line) { answer(answers, model, line); });
    }
    for (const auto &file : std::filesystem::directory_iterator(tree / "model_judgment")) {
      each_line(file.path(), [&](dom::element line) { judgment(judgments, line); });
    }
  }
  check(sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
  sqlite3_close(db);
}
