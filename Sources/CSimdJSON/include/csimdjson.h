/// Parses one JSON document into a flat array of nodes in pre-order.
///
/// The reader checks everything it passes over: UTF-8, the grammar, escapes, numbers, and that
/// nothing follows the value. Its memory is kept and used again by the next parse.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes that must be readable behind the document; their content does not matter.
#define CSJ_PADDING 64

/// Arrays and objects inside one another that are accepted.
#define CSJ_MAXIMUM_DEPTH 256

/// The longest document, in bytes: offsets are 32 bits wide.
#define CSJ_MAXIMUM_BYTES 0xFFFFFF00u

/// What a node is.
typedef enum csj_kind {
  CSJ_NULL = 0,
  CSJ_FALSE = 1,
  CSJ_TRUE = 2,
  CSJ_NUMBER = 3,
  CSJ_STRING = 4,
  CSJ_ARRAY = 5,
  CSJ_OBJECT = 6
} csj_kind;

/// Why a document was refused. The values are stable.
typedef enum csj_code {
  CSJ_OK = 0,
  CSJ_EMPTY = 1,
  CSJ_INVALID_UTF8 = 2,
  CSJ_UNTERMINATED_STRING = 3,
  CSJ_CONTROL_CHARACTER = 4,
  CSJ_INVALID_ESCAPE = 5,
  CSJ_LONE_SURROGATE = 6,
  CSJ_INVALID_NUMBER = 7,
  CSJ_INVALID_LITERAL = 8,
  CSJ_UNEXPECTED_CHARACTER = 9,
  CSJ_INCOMPLETE = 10,
  CSJ_TRAILING_TEXT = 11,
  CSJ_TOO_DEEP = 12,
  CSJ_TOO_LONG = 13,
  CSJ_NO_PADDING = 14,
  CSJ_NO_MEMORY = 15,
  CSJ_INTERNAL = 16
} csj_code;

/// One value. Offsets called `raw` count in the document, the others in the text of the reader.
typedef struct csj_node {
  /// A `csj_kind`.
  uint16_t kind;
  /// 1 for a member of an object, 0 for every other node.
  uint16_t has_key;
  /// Index just past the last node inside this one; a scalar's is its own index plus one.
  uint32_t next;
  /// The unescaped name of a member of an object; empty for every other node.
  uint32_t key_start;
  uint32_t key_count;
  /// Strings: where the unescaped bytes start. Zero for every other kind.
  uint32_t start;
  /// Strings: unescaped bytes. Arrays and objects: direct children. Zero for every other kind.
  uint32_t count;
  /// The value as it stands in the document, without white space around it.
  uint32_t raw_start;
  uint32_t raw_count;
} csj_node;

/// Where `csj_error_offset` has nothing to say.
#define CSJ_NO_OFFSET SIZE_MAX

/// The memory of a parser. Not for use by two threads at once.
typedef struct csj_reader csj_reader;

/// A new reader, or NULL when there is no memory for one.
csj_reader *csj_reader_new(void);

/// Frees a reader, its nodes and its text. NULL is allowed.
void csj_reader_free(csj_reader *reader);

/// Parses `count` bytes at `bytes`, of which `capacity` can be read.
///
/// Returns a `csj_code`. After `CSJ_OK` the nodes and the text hold until the next parse; after
/// anything else there are no nodes. `capacity` must be at least `count + CSJ_PADDING`.
int csj_parse(csj_reader *reader, const uint8_t *bytes, size_t count, size_t capacity);

/// The nodes of the last parse; the first one is the document's value.
const csj_node *csj_nodes(const csj_reader *reader);

/// How many nodes the last parse left; zero when it failed.
size_t csj_node_count(const csj_reader *reader);

/// Unescaped bytes of keys and strings; not NUL-terminated, and NUL bytes may occur.
const uint8_t *csj_text(const csj_reader *reader);

/// The byte of the document at which the last parse failed, or `CSJ_NO_OFFSET`.
size_t csj_error_offset(const csj_reader *reader);

/// What a code means, to be read after the words "the line". Never NULL, never freed.
const char *csj_message(int code);

#ifdef __cplusplus
}
#endif

#endif
