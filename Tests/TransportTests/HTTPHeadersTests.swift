import Testing
import Transport

/// Fields as they are looked up and shown.
@Suite struct HTTPHeadersTests {
  /// Servers spell names as they like.
  @Test func `names are compared without case and the first wins`() {
    let headers: HTTPHeaders = ["Retry-After": "1", "retry-after": "2", "X-\u{c4}": "3"]
    #expect(headers["RETRY-AFTER"] == "1")
    #expect(headers["Retry-Afte"] == nil)
    #expect(headers["x-\u{c4}"] == "3")
  }

  /// A key may stand in any value.
  @Test func `no value is shown`() {
    let headers: HTTPHeaders = ["Authorization": "Bearer sk-12345"]
    let request = HTTPRequest(
      .post, "https://host/v1?key=sk-12345", headers: headers, body: Array("sk-12345".utf8))
    var dumped = ""
    dump(request, to: &dumped)
    dump(headers, to: &dumped)
    for text in [
      "\(headers)", "\(headers.fields)", "\(request)", String(reflecting: request), dumped,
    ] {
      #expect(!text.contains("12345"), "\(text)")
    }
    #expect("\(request)" == "POST https://host/v1")
  }

  /// A line end in a key would begin a field of the attacker's.
  @Test func `line ends are no part of a value`() {
    let headers: HTTPHeaders = ["a": "b\r\nHost: evil"]
    #expect(headers["a"] == "bHost: evil")
  }
}
