// Strings, numbers and literals: the parts of the grammar that are checked here and not left to
// simdjson, whose releases differ in what they let pass (lone surrogates, large numbers).
#ifndef CSIMDJSON_SCALARS_HPP
#define CSIMDJSON_SCALARS_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "csimdjson.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace csj {

/// A stretch of the document.
struct span {
  const char *begin;
  const char *end;

  size_t size() const { return static_cast<size_t>(end - begin); }
  bool equals(const char *word, size_t count) const {
    return size() == count && std::memcmp(begin, word, count) == 0;
  }
};

inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The same stretch without white space at its end.
inline span trimmed_end(span text) {
  while (text.begin < text.end && is_space(text.end[-1])) --text.end;
  return text;
}

/// The same stretch without white space around it.
inline span trimmed(span text) {
  while (text.begin < text.end && is_space(*text.begin)) ++text.begin;
  return trimmed_end(text);
}

/// Whether the whole of `token` is a number of the JSON grammar, of any magnitude.
inline bool is_number(span token) {
  const char *p = token.begin, *end = token.end;
  if (p < end && *p == '-') ++p;
  if (p == end || !is_digit(*p)) return false;
  if (*p++ != '0') {
    while (p < end && is_digit(*p)) ++p;
  }
  if (p < end && *p == '.') {
    if (++p == end || !is_digit(*p)) return false;
    while (p < end && is_digit(*p)) ++p;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    if (++p < end && (*p == '+' || *p == '-')) ++p;
    if (p == end || !is_digit(*p)) return false;
    while (p < end && is_digit(*p)) ++p;
  }
  return p == end;
}

/// The quote that closes a string whose content starts at `begin`, or NULL.
inline const char *closing_quote(const char *begin, const char *end) {
  for (const char *p = begin; p < end;) {
    const void *found = std::memchr(p, '"', static_cast<size_t>(end - p));
    if (!found) return nullptr;
    const char *quote = static_cast<const char *>(found);
    size_t slashes = 0;
    while (quote - slashes > begin && quote[-static_cast<ptrdiff_t>(slashes) - 1] == '\\') {
      ++slashes;
    }
    if (slashes % 2 == 0) return quote;
    p = quote + 1;
  }
  return nullptr;
}

/// Bytes that may be read behind what is unescaped, and written behind what comes of it.
constexpr size_t unescaper_slack = 16;

/// Writes unescaped text; the memory behind `out` must hold as many bytes as are read, and
/// `unescaper_slack` more.
class unescaper {
 public:
  unescaper(span content, uint8_t *out) : p(content.begin), end(content.end), out(out) {}

  /// Unescapes everything; afterwards `output()` is one past the last byte written.
  csj_code run() {
    while (true) {
      copy_plain();
      if (p == end) return CSJ_OK;
      do {
        if (csj_code code = escape()) return code;
      } while (p < end && *p == '\\');
    }
  }

  uint8_t *output() const { return out; }

  /// After a failure: the escape that could not be read.
  const char *position() const { return p; }

 private:
  const char *p;
  const char *const end;
  uint8_t *out;

  /// Copies up to the next backslash, or everything. Texts are full of `\n` and `\"`, too close
  /// together for calls of memchr and memcpy to pay.
  void copy_plain() {
#if defined(__SSE2__)
    // Held in locals: what is written could otherwise be the members themselves.
    const __m128i slashes = _mm_set1_epi8('\\');
    const char *from = p;
    uint8_t *to = out;
    int found = 0;
    for (; from < end; from += sizeof(slashes), to += sizeof(slashes)) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
      _mm_storeu_si128(reinterpret_cast<__m128i *>(to), block);
      found = _mm_movemask_epi8(_mm_cmpeq_epi8(block, slashes));
      if (found) break;
    }
    const char *stop = found ? from + __builtin_ctz(static_cast<unsigned>(found)) : end;
    if (stop > end) stop = end;
    out += stop - p;
    p = stop;
#else
    const size_t left = static_cast<size_t>(end - p);
    const void *found = std::memchr(p, '\\', left);
    const size_t count = found ? static_cast<size_t>(static_cast<const char *>(found) - p) : left;
    std::memcpy(out, p, count);
    p += count;
    out += count;
#endif
  }

  static int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /// The four digits of a `\u` escape at `at`, or -1.
  int32_t code_unit(const char *at) const {
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
    int32_t unit = 0;
    for (int i = 2; i < 6; ++i) {
      const int digit = hex_digit(at[i]);
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
    }
    return unit;
  }

  csj_code escape() {
    if (end - p < 2) return CSJ_INVALID_ESCAPE;
    char byte;
    switch (p[1]) {
      case '"': case '\\': case '/': byte = p[1]; break;
      case 'b': byte = '\b'; break;
      case 'f': byte = '\f'; break;
      case 'n': byte = '\n'; break;
      case 'r': byte = '\r'; break;
      case 't': byte = '\t'; break;
      case 'u': return unicode_escape();
      default: return CSJ_INVALID_ESCAPE;
    }
    *out++ = static_cast<uint8_t>(byte);
    p += 2;
    return CSJ_OK;
  }

  csj_code unicode_escape() {
    const int32_t unit = code_unit(p);
    if (unit < 0) return CSJ_INVALID_ESCAPE;
    if (unit < 0xD800 || unit > 0xDFFF) {
      write(static_cast<uint32_t>(unit));
      p += 6;
      return CSJ_OK;
    }
    const int32_t low = unit < 0xDC00 ? code_unit(p + 6) : -1;
    if (low < 0xDC00 || low > 0xDFFF) return CSJ_LONE_SURROGATE;
    write(0x10000u + (static_cast<uint32_t>(unit - 0xD800) << 10)
          + static_cast<uint32_t>(low - 0xDC00));
    p += 12;
    return CSJ_OK;
  }

  void write(uint32_t scalar) {
    const auto tail = [this](uint32_t bits) {
      *out++ = static_cast<uint8_t>(0x80 | (bits & 0x3F));
    };
    if (scalar < 0x80) {
      *out++ = static_cast<uint8_t>(scalar);
    } else if (scalar < 0x800) {
      *out++ = static_cast<uint8_t>(0xC0 | (scalar >> 6));
      tail(scalar);
    } else if (scalar < 0x10000) {
      *out++ = static_cast<uint8_t>(0xE0 | (scalar >> 12));
      tail(scalar >> 6);
      tail(scalar);
    } else {
      *out++ = static_cast<uint8_t>(0xF0 | (scalar >> 18));
      tail(scalar >> 12);
      tail(scalar >> 6);
      tail(scalar);
    }
  }
};

}  // namespace csj

#endif
