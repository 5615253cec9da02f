// Functions for what Swift cannot import from curl.h: variadic calls, one a type of argument.
#ifndef SCOREHOUSE_CCURL_SHIM_H
#define SCOREHOUSE_CCURL_SHIM_H

#include <curl/curl.h>

/// Sets an option that is a number or a flag.
static inline CURLcode scorehouse_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

/// Sets an option that is a size.
static inline CURLcode scorehouse_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

/// Sets an option that is a text, which curl copies; NULL takes it away.
static inline CURLcode scorehouse_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

/// Sets an option that is a pointer, which curl keeps.
static inline CURLcode scorehouse_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

/// What curl calls with bytes that came, and to have bytes that are to go.
typedef size_t (*scorehouse_curl_callback)(char *bytes, size_t size, size_t count, void *context);

/// Sets an option that is a function for bytes.
static inline CURLcode scorehouse_curl_set_callback(
    CURL *handle, CURLoption option, scorehouse_curl_callback value) {
  return curl_easy_setopt(handle, option, value);
}

/// A number that is known of a transfer; 0 when it is not.
static inline long scorehouse_curl_number(CURL *handle, CURLINFO info) {
  long value = 0;
  return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

/// A time in microseconds since a transfer began; 0 when that has not happened.
static inline curl_off_t scorehouse_curl_time(CURL *handle, CURLINFO info) {
  curl_off_t value = 0;
  return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

/// Sets an option of a multi handle that is a number.
static inline CURLMcode scorehouse_curl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/// The result of a transfer that a message reports as done.
static inline CURLcode scorehouse_curl_result(const CURLMsg *message) { return message->data.result; }

#endif
