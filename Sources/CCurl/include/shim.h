// Functions for what Swift cannot import from curl.h: variadic calls, one a type of argument.
#ifndef SCOREHOUSE_CCURL_SHIM_H
#define SCOREHOUSE_CCURL_SHIM_H

#include <curl/curl.h>

#define SCOREHOUSE_CURL_LIBRARY "libcurl.so.4"

/// Why libcurl can't be loaded, in a text of its own to be kept; NULL: it is loaded.
///
/// To be asked before the first call of libcurl.
const char *scorehouse_curl_problem(void);

/// Sets an option that is a number or a flag.
CURLcode scorehouse_curl_set_number(CURL *handle, CURLoption option, long value);

/// Makes it a POST with a body, which curl copies; `bytes` may be NULL if there are none.
CURLcode scorehouse_curl_set_body(CURL *handle, const void *bytes, size_t count);

/// Sets an option that is a text, which curl copies; NULL takes it away.
CURLcode scorehouse_curl_set_text(CURL *handle, CURLoption option, const char *value);

/// Sets an option that is a pointer, which curl keeps.
CURLcode scorehouse_curl_set_pointer(CURL *handle, CURLoption option, void *value);

/// What curl calls with bytes that came.
typedef size_t (*scorehouse_curl_callback)(char *bytes, size_t size, size_t count, void *context);

/// Sets an option that is a function for bytes.
CURLcode scorehouse_curl_set_callback(CURL *handle, CURLoption option, scorehouse_curl_callback value);

/// What curl calls with `context` before it sends a request, also one that it sends once more.
///
/// Returns CURL_PREREQFUNC_OK, or CURL_PREREQFUNC_ABORT, which ends the transfer with
/// CURLE_ABORTED_BY_CALLBACK.
typedef int (*scorehouse_curl_sending)(
    void *context, char *address, char *own_address, int port, int own_port);

/// Sets what is called before a request is sent.
CURLcode scorehouse_curl_set_sending(CURL *handle, scorehouse_curl_sending value);

/// A number that is known of a transfer; 0 when it is not.
long scorehouse_curl_number(CURL *handle, CURLINFO info);

/// A time in microseconds since a transfer began; 0 when that has not happened.
curl_off_t scorehouse_curl_time(CURL *handle, CURLINFO info);

/// Sets an option of a multi handle that is a number.
CURLMcode scorehouse_curl_multi_set_number(CURLM *multi, CURLMoption option, long value);

/// The result of a transfer that a message reports as done.
static inline CURLcode scorehouse_curl_result(const CURLMsg *message) { return message->data.result; }

#endif
