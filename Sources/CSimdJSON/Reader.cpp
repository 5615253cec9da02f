// The walk over one document. simdjson finds the tokens and checks UTF-8 and control characters
// (its first stage, chosen for the processor at run time); On-Demand is then made to visit every
// token, because what it does not visit it does not check.

#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

#include "Scalars.hpp"
#include "csimdjson.h"

namespace ondemand = simdjson::ondemand;

/// Every member keeps its memory between documents.
struct csj_reader {
  ondemand::parser parser{CSJ_MAXIMUM_BYTES};
  csj_node *nodes = nullptr;
  size_t node_count = 0;
  size_t node_capacity = 0;
  uint8_t *text = nullptr;
  size_t text_capacity = 0;
  size_t error_offset = CSJ_NO_OFFSET;

  csj_reader() = default;
  csj_reader(const csj_reader &) = delete;
  csj_reader &operator=(const csj_reader &) = delete;
  ~csj_reader() {
    std::free(nodes);
    std::free(text);
  }

  csj_code reserve(size_t count);
  csj_code add_node(csj_kind kind, size_t &index);
};

namespace {

using csj::span;

constexpr size_t smallest_capacity = size_t{64} << 10;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// What a value that starts with `first` has to be; false when no scalar starts like that.
bool scalar_kind(char first, csj_kind &kind) {
  switch (first) {
    case '"': kind = CSJ_STRING; return true;
    case 'n': kind = CSJ_NULL; return true;
    case 't': kind = CSJ_TRUE; return true;
    case 'f': kind = CSJ_FALSE; return true;
    default: kind = CSJ_NUMBER; return first == '-' || csj::is_digit(first);
  }
}

bool is_literal(span token, csj_kind kind) {
  switch (kind) {
    case CSJ_NULL: return token.equals("null", 4);
    case CSJ_TRUE: return token.equals("true", 4);
    default: return token.equals("false", 5);
  }
}

/// Doubling keeps the number of reallocations small when lines grow slowly.
size_t grown(size_t capacity, size_t needed) {
  size_t size = capacity < smallest_capacity ? smallest_capacity : capacity;
  while (size < needed) size *= 2;
  return size;
}

csj_code translated(simdjson::error_code error) {
  switch (error) {
    case simdjson::SUCCESS: return CSJ_OK;
    case simdjson::EMPTY: return CSJ_EMPTY;
    case simdjson::UTF8_ERROR: return CSJ_INVALID_UTF8;
    case simdjson::UNCLOSED_STRING: return CSJ_UNTERMINATED_STRING;
    case simdjson::UNESCAPED_CHARS: return CSJ_CONTROL_CHARACTER;
    case simdjson::MEMALLOC: return CSJ_NO_MEMORY;
    case simdjson::CAPACITY: return CSJ_TOO_LONG;
    case simdjson::INSUFFICIENT_PADDING: return CSJ_NO_PADDING;
    case simdjson::DEPTH_ERROR: return CSJ_TOO_DEEP;
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return CSJ_INCOMPLETE;
    default: return CSJ_UNEXPECTED_CHARACTER;
  }
}

class walker {
 public:
  walker(csj_reader &reader, span input)
      : reader(reader), input(input), value_text(csj::trimmed(input)), text_end(reader.text) {}

  csj_code run(size_t capacity);

 private:
  csj_reader &reader;
  const span input;
  /// The document without white space around it.
  const span value_text;
  uint8_t *text_end;
  ondemand::document document;

  csj_code fail(csj_code code, const char *at) {
    reader.error_offset = static_cast<size_t>(at - input.begin);
    return code;
  }
  csj_code fail(simdjson::error_code error);
  csj_code diagnosed(const char *at = nullptr);
  csj_code root_container();
  csj_code root_scalar();
  csj_code value(ondemand::value &item, span key, int depth);
  csj_code container(ondemand::value &item, const char *begin, span key, int depth);
  csj_code elements(ondemand::array &array, size_t index, int depth);
  csj_code members(ondemand::object &object, size_t index, int depth);
  csj_code scalar(span token, span key);
  csj_code open(csj_kind kind, span key, size_t &index);
  csj_code string(span token, csj_node &node);
  csj_code unescape(span content, uint32_t &start, uint32_t &count);
  void close(size_t index, const char *begin);
};

/// Errors of On-Demand while walking. It reports running past the last token as bad structure.
csj_code walker::fail(simdjson::error_code error) {
  const csj_code code = translated(error);
  if (code != CSJ_UNEXPECTED_CHARACTER && code != CSJ_INCOMPLETE) return fail(code, input.begin);
  return diagnosed();
}

/// Finds the cause of bad structure: brackets first, then `at` or where On-Demand stopped. Only
/// failure pays for this second pass, which gives the same answer for every release of simdjson.
csj_code walker::diagnosed(const char *at) {
  size_t depth = 0;
  char open[CSJ_MAXIMUM_DEPTH];
  for (const char *p = value_text.begin; p < value_text.end; ++p) {
    if (*p == '"') {
      p = csj::closing_quote(p + 1, value_text.end);
      if (!p) return fail(CSJ_UNTERMINATED_STRING, value_text.end);
    } else if (*p == '[' || *p == '{') {
      if (depth == CSJ_MAXIMUM_DEPTH) return fail(CSJ_TOO_DEEP, p);
      open[depth++] = *p;
    } else if (*p == ']' || *p == '}') {
      const char expected = *p == ']' ? '[' : '{';
      if (depth == 0 || open[--depth] != expected) return fail(CSJ_UNEXPECTED_CHARACTER, p);
      if (depth > 0) continue;
      if (p + 1 == value_text.end) break;
      return fail(CSJ_TRAILING_TEXT, csj::trimmed({p + 1, value_text.end}).begin);
    }
  }
  if (depth > 0) return fail(CSJ_INCOMPLETE, value_text.end);
  if (!at && document.current_location().get(at) != simdjson::SUCCESS) at = value_text.end;
  const bool inside = at >= value_text.begin && at < value_text.end;
  return fail(CSJ_UNEXPECTED_CHARACTER, inside ? at : value_text.end);
}

csj_code walker::run(size_t capacity) {
  if (value_text.size() == 0) return fail(CSJ_EMPTY, input.begin);
  // Later releases of simdjson would drop a byte-order mark without a word.
  if (value_text.size() >= 3 && std::memcmp(value_text.begin, "\xEF\xBB\xBF", 3) == 0) {
    return fail(CSJ_UNEXPECTED_CHARACTER, value_text.begin);
  }
  const simdjson::error_code error =
      reader.parser.iterate(input.begin, input.size(), capacity).get(document);
  if (error) return translated(error);
  const char first = *value_text.begin;
  return first == '[' || first == '{' ? root_container() : root_scalar();
}

csj_code walker::root_container() {
  ondemand::value root;
  if (auto error = document.get_value().get(root)) return fail(error);
  if (csj_code code = value(root, {nullptr, nullptr}, 1)) return code;
  const char *behind = nullptr;
  const bool at_end = document.current_location().get(behind) == simdjson::OUT_OF_BOUNDS;
  return at_end ? CSJ_OK : diagnosed(behind);
}

/// A document that is one scalar never goes through On-Demand: its rules for them vary.
csj_code walker::root_scalar() {
  span token = value_text;
  if (*token.begin == '"') {
    const char *quote = csj::closing_quote(token.begin + 1, token.end);
    if (!quote) return fail(CSJ_UNTERMINATED_STRING, token.end);
    token.end = quote + 1;
  } else {
    const char *p = token.begin;
    while (p < token.end && !csj::is_space(*p)) ++p;
    token.end = p;
  }
  if (csj_code code = scalar(token, {nullptr, nullptr})) return code;
  if (token.end == value_text.end) return CSJ_OK;
  return fail(CSJ_TRAILING_TEXT, csj::trimmed({token.end, value_text.end}).begin);
}

csj_code walker::value(ondemand::value &item, span key, int depth) {
  const std::string_view raw = item.raw_json_token();
  const char *begin = raw.data();
  if (begin >= value_text.end) return diagnosed();
  if (*begin == '[' || *begin == '{') return container(item, begin, key, depth);
  const csj_code code = scalar(csj::trimmed_end({begin, begin + raw.size()}), key);
  if (code || *begin != '"') return code;
  // Unread strings are skipped by On-Demand, which then takes `"a":` for a key and goes on.
  const simdjson::error_code error = item.get_raw_json_string().error();
  return error ? fail(error) : CSJ_OK;
}

csj_code walker::container(ondemand::value &item, const char *begin, span key, int depth) {
  if (depth > CSJ_MAXIMUM_DEPTH) return fail(CSJ_TOO_DEEP, begin);
  const bool is_array = *begin == '[';
  size_t index;
  if (csj_code code = open(is_array ? CSJ_ARRAY : CSJ_OBJECT, key, index)) return code;
  if (is_array) {
    ondemand::array array;
    if (auto error = item.get_array().get(array)) return fail(error);
    if (csj_code code = elements(array, index, depth)) return code;
  } else {
    ondemand::object object;
    if (auto error = item.get_object().get(object)) return fail(error);
    if (csj_code code = members(object, index, depth)) return code;
  }
  close(index, begin);
  return CSJ_OK;
}

csj_code walker::elements(ondemand::array &array, size_t index, int depth) {
  uint32_t count = 0;
  for (auto result : array) {
    ondemand::value item;
    if (auto error = result.get(item)) return fail(error);
    if (csj_code code = value(item, {nullptr, nullptr}, depth + 1)) return code;
    ++count;
  }
  reader.nodes[index].count = count;
  return CSJ_OK;
}

csj_code walker::members(ondemand::object &object, size_t index, int depth) {
  uint32_t count = 0;
  for (auto result : object) {
    ondemand::field field;
    if (auto error = std::move(result).get(field)) return fail(error);
    const char *key = field.key().raw();
    const char *quote = csj::closing_quote(key, value_text.end);
    if (!quote) return diagnosed();
    if (csj_code code = value(field.value(), {key, quote}, depth + 1)) return code;
    ++count;
  }
  reader.nodes[index].count = count;
  return CSJ_OK;
}

csj_code walker::scalar(span token, span key) {
  csj_kind kind;
  if (!scalar_kind(*token.begin, kind)) {
    return is_letter(*token.begin) ? fail(CSJ_INVALID_LITERAL, token.begin)
                                   : diagnosed(token.begin);
  }
  size_t index;
  if (csj_code code = open(kind, key, index)) return code;
  csj_node &node = reader.nodes[index];
  node.raw_start = static_cast<uint32_t>(token.begin - input.begin);
  node.raw_count = static_cast<uint32_t>(token.size());
  switch (kind) {
    case CSJ_STRING: return string(token, node);
    case CSJ_NUMBER:
      return csj::is_number(token) ? CSJ_OK : fail(CSJ_INVALID_NUMBER, token.begin);
    default: return is_literal(token, kind) ? CSJ_OK : fail(CSJ_INVALID_LITERAL, token.begin);
  }
}

/// Adds a node; a name, if there is one, is unescaped into it.
csj_code walker::open(csj_kind kind, span key, size_t &index) {
  if (csj_code code = reader.add_node(kind, index)) return code;
  if (!key.begin) return CSJ_OK;
  csj_node &node = reader.nodes[index];
  node.has_key = 1;
  return unescape(key, node.key_start, node.key_count);
}

csj_code walker::string(span token, csj_node &node) {
  if (token.size() < 2 || token.end[-1] != '"') return fail(CSJ_UNTERMINATED_STRING, token.end);
  return unescape({token.begin + 1, token.end - 1}, node.start, node.count);
}

/// Unescaped text is never longer than its source, and every byte of the document is unescaped
/// at most once: the text, as large as the document, cannot overflow.
csj_code walker::unescape(span content, uint32_t &start, uint32_t &count) {
  csj::unescaper run(content, text_end);
  if (csj_code code = run.run()) return fail(code, run.position());
  start = static_cast<uint32_t>(text_end - reader.text);
  count = static_cast<uint32_t>(run.output() - text_end);
  text_end = run.output();
  return CSJ_OK;
}

/// On-Demand stands on the token behind the closing bracket, or at the end of the document.
void walker::close(size_t index, const char *begin) {
  const char *behind = nullptr;
  if (document.current_location().get(behind) != simdjson::SUCCESS) behind = value_text.end;
  if (behind > value_text.end) behind = value_text.end;
  csj_node &node = reader.nodes[index];
  node.next = static_cast<uint32_t>(reader.node_count);
  node.raw_start = static_cast<uint32_t>(begin - input.begin);
  node.raw_count = static_cast<uint32_t>(csj::trimmed_end({begin, behind}).size());
}

csj_code parsed(csj_reader &reader, span input, size_t capacity) {
  if (input.size() > CSJ_MAXIMUM_BYTES) return CSJ_TOO_LONG;
  if (capacity < input.size() || capacity - input.size() < CSJ_PADDING) return CSJ_NO_PADDING;
  if (csj_code code = reader.reserve(input.size())) return code;
  return walker(reader, input).run(capacity);
}

}  // namespace

static_assert(CSJ_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson wants more padding");
static_assert(CSJ_PADDING >= csj::unescaper_slack, "the unescaper reads further");

csj_code csj_reader::reserve(size_t count) {
  if (count + csj::unescaper_slack > text_capacity) {
    const size_t size = grown(text_capacity, count + csj::unescaper_slack);
    void *memory = std::realloc(text, size);
    if (!memory) return CSJ_NO_MEMORY;
    text = static_cast<uint8_t *>(memory);
    text_capacity = size;
  }
  if (parser.capacity() >= count && parser.capacity() > 0) return CSJ_OK;
  size_t size = grown(parser.capacity(), count);
  if (size > CSJ_MAXIMUM_BYTES) size = CSJ_MAXIMUM_BYTES;
  return translated(parser.allocate(size));
}

csj_code csj_reader::add_node(csj_kind kind, size_t &index) {
  if (node_count == node_capacity) {
    const size_t size = node_capacity ? node_capacity * 2 : 1024;
    void *memory = std::realloc(nodes, size * sizeof(csj_node));
    if (!memory) return CSJ_NO_MEMORY;
    nodes = static_cast<csj_node *>(memory);
    node_capacity = size;
  }
  index = node_count++;
  nodes[index] = csj_node{};
  nodes[index].kind = static_cast<uint16_t>(kind);
  nodes[index].next = static_cast<uint32_t>(node_count);
  return CSJ_OK;
}

extern "C" {

csj_reader *csj_reader_new(void) { return new (std::nothrow) csj_reader(); }

void csj_reader_free(csj_reader *reader) { delete reader; }

int csj_parse(csj_reader *reader, const uint8_t *bytes, size_t count, size_t capacity) {
  const char *begin = reinterpret_cast<const char *>(bytes);
  reader->node_count = 0;
  reader->error_offset = CSJ_NO_OFFSET;
  csj_code code;
  try {
    code = parsed(*reader, {begin, begin + count}, capacity);
  } catch (const std::bad_alloc &) {
    code = CSJ_NO_MEMORY;
  } catch (...) {
    code = CSJ_INTERNAL;
  }
  if (code != CSJ_OK) reader->node_count = 0;
  return code;
}

const csj_node *csj_nodes(const csj_reader *reader) { return reader->nodes; }
size_t csj_node_count(const csj_reader *reader) { return reader->node_count; }
const uint8_t *csj_text(const csj_reader *reader) { return reader->text; }
size_t csj_error_offset(const csj_reader *reader) { return reader->error_offset; }

const char *csj_message(int code) {
  switch (code) {
    case CSJ_OK: return "is valid JSON";
    case CSJ_EMPTY: return "holds no value";
    case CSJ_INVALID_UTF8: return "is not valid UTF-8";
    case CSJ_UNTERMINATED_STRING: return "has a string without its closing quote";
    case CSJ_CONTROL_CHARACTER: return "has a control character inside a string";
    case CSJ_INVALID_ESCAPE: return "has an escape that JSON does not know";
    case CSJ_LONE_SURROGATE: return "has half a surrogate pair";
    case CSJ_INVALID_NUMBER: return "has a number that is not written as JSON writes numbers";
    case CSJ_INVALID_LITERAL: return "has a word that is not true, false or null";
    case CSJ_UNEXPECTED_CHARACTER: return "has a character where JSON does not allow it";
    case CSJ_INCOMPLETE: return "ends in the middle of a value";
    case CSJ_TRAILING_TEXT: return "has text after the value";
    case CSJ_TOO_DEEP: return "is nested deeper than 256 levels";
    case CSJ_TOO_LONG: return "is longer than 4 GiB";
    case CSJ_NO_PADDING: return "was given without the bytes of padding behind it";
    case CSJ_NO_MEMORY: return "does not fit into memory";
    default: return "could not be read for an unknown reason";
  }
}

}  // extern "C"
