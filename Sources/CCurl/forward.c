// Every function of libcurl that Transport calls; one that is missing here does not link.
#include "forwarding.h"
#include "shim.h"

// curl.h checks the types of variadic calls by macros of these names.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define FIND(name) SCOREHOUSE_FIND(SCOREHOUSE_CURL_LIBRARY, name)
#define FORWARD(result, name, parameters, arguments) \
  SCOREHOUSE_FORWARD(SCOREHOUSE_CURL_LIBRARY, result, name, parameters, arguments)

const char *scorehouse_curl_problem(void) { return scorehouse_library_problem(SCOREHOUSE_CURL_LIBRARY); }

FORWARD(CURLcode, curl_global_init, (long flags), (flags))

// One transfer.
FORWARD(CURL *, curl_easy_init, (void), ())
FORWARD(void, curl_easy_cleanup, (CURL *handle), (handle))
FORWARD(const char *, curl_easy_strerror, (CURLcode code), (code))
FORWARD(struct curl_slist *, curl_slist_append, (struct curl_slist *list, const char *text), (list, text))
FORWARD(void, curl_slist_free_all, (struct curl_slist *list), (list))

// All transfers of a loop.
FORWARD(CURLM *, curl_multi_init, (void), ())
FORWARD(CURLMcode, curl_multi_cleanup, (CURLM *multi), (multi))
FORWARD(CURLMcode, curl_multi_add_handle, (CURLM *multi, CURL *handle), (multi, handle))
FORWARD(CURLMcode, curl_multi_remove_handle, (CURLM *multi, CURL *handle), (multi, handle))
FORWARD(CURLMcode, curl_multi_perform, (CURLM *multi, int *running), (multi, running))
FORWARD(CURLMcode, curl_multi_poll,
        (CURLM *multi, struct curl_waitfd *others, unsigned int count, int milliseconds, int *ready),
        (multi, others, count, milliseconds, ready))
FORWARD(CURLMcode, curl_multi_wakeup, (CURLM *multi), (multi))
FORWARD(CURLMsg *, curl_multi_info_read, (CURLM *multi, int *left), (multi, left))

// A call with any arguments can't be passed on, so it is made where their types are known.
FIND(curl_easy_setopt)
FIND(curl_easy_getinfo)
FIND(curl_multi_setopt)

CURLcode scorehouse_curl_set_number(CURL *handle, CURLoption option, long value) {
  return find_curl_easy_setopt()(handle, option, value);
}

CURLcode scorehouse_curl_set_body(CURL *handle, const void *bytes, size_t count) {
  // Without a pointer curl would read the body from standard input.
  const void *body = count > 0 ? bytes : "";
  CURLcode result = find_curl_easy_setopt()(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  return result != CURLE_OK ? result : find_curl_easy_setopt()(handle, CURLOPT_COPYPOSTFIELDS, body);
}

CURLcode scorehouse_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return find_curl_easy_setopt()(handle, option, value);
}

CURLcode scorehouse_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return find_curl_easy_setopt()(handle, option, value);
}

CURLcode scorehouse_curl_set_callback(CURL *handle, CURLoption option, scorehouse_curl_callback value) {
  return find_curl_easy_setopt()(handle, option, value);
}

CURLcode scorehouse_curl_set_sending(CURL *handle, scorehouse_curl_sending value) {
  return find_curl_easy_setopt()(handle, CURLOPT_PREREQFUNCTION, value);
}

long scorehouse_curl_number(CURL *handle, CURLINFO info) {
  long value = 0;
  return find_curl_easy_getinfo()(handle, info, &value) == CURLE_OK ? value : 0;
}

curl_off_t scorehouse_curl_time(CURL *handle, CURLINFO info) {
  curl_off_t value = 0;
  return find_curl_easy_getinfo()(handle, info, &value) == CURLE_OK ? value : 0;
}

CURLMcode scorehouse_curl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
  return find_curl_multi_setopt()(multi, option, value);
}
