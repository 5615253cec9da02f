import Evaluate
import Foundation
import Testing

/// Addresses and keys.
@Suite struct EndpointTests {
  @Test(arguments: [
    (
      "https://api.openai.com/v1/", "https://api.openai.com/v1", "api.openai.com",
      ProviderName.openAI
    ),
    ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1", "127.0.0.1:8000", .openAI),
    (
      "https://api.anthropic.com/v1", "https://api.anthropic.com/v1", "api.anthropic.com",
      .anthropic
    ),
    ("https://R.openai.azure.com//", "https://R.openai.azure.com", "r.openai.azure.com", .azure),
    ("http://[::1]:80/v1", "http://[::1]:80/v1", "[::1]:80", .openAI),
  ])
  func `an address is taken apart`(
    text: String, url: String, place: String, provider: ProviderName
  ) throws {
    let endpoint = try Endpoint(text)
    #expect(endpoint.url.text == url)
    #expect(endpoint.url.place == place)
    #expect(endpoint.provider == provider)
  }

  @Test(arguments: [
    "", "localhost:8000", "ftp://a/", "http://", "http://a:b/", "http://a:99999/", "http://a/?x=1",
    "http://a b/", "http://[::1/", "http://a/#b",
  ])
  func `what is no address is refused`(text: String) {
    #expect(throws: EndpointError.badURL(text)) { _ = try Endpoint(text) }
  }

  @Test func `a password in an address is refused and not repeated`() throws {
    let error = try #require(throws: EndpointError.self) {
      _ = try Endpoint("https://me:sk-12345@host/v1")
    }
    #expect(!"\(error)".contains("12345"))
    #expect("\(error)".contains("host"))
  }

  @Test(arguments: [
    ("http://localhost/v1", true), ("http://127.1.2.3/v1", true), ("http://[::1]/", true),
    ("http://a.localhost/", true), ("http://127.0.0.1.evil.com/", false),
    ("http://10.0.0.1/", false),
  ])
  func `what is on this machine`(text: String, isLoopback: Bool) throws {
    #expect(try Endpoint(text).url.isLoopback == isLoopback)
  }

  /// The variable of a provider counts at its own hosts alone.
  @Test func `a key goes where it was named for`() throws {
    #expect(try Endpoint().keyVariable == "OPENAI_API_KEY")
    #expect(try Endpoint(provider: .anthropic).keyVariable == "ANTHROPIC_API_KEY")
    #expect(try Endpoint("http://127.0.0.1:8000/v1").keyVariable == nil)
    #expect(try Endpoint("https://api.openai.com.evil.org/v1").keyVariable == nil)
    #expect(throws: EndpointError.noURL(.azure)) { _ = try Endpoint(provider: .azure) }
  }

  @Test func `a key that is missing is told, and none travels in the clear`() throws {
    unsafe setenv("SCOREHOUSE_TEST_KEY_A", " sk-12345\n", 1)
    var endpoint = try Endpoint("http://10.0.0.1:8000/v1")
    #expect(try endpoint.key() == nil)
    endpoint.keyVariable = "SCOREHOUSE_TEST_KEY_A"
    #expect(throws: EndpointError.plainKey(host: "10.0.0.1:8000")) { _ = try endpoint.key() }
    endpoint.allowsPlainHTTP = true
    #expect(try endpoint.key() == Secret("sk-12345"))
    endpoint.keyVariable = "SCOREHOUSE_TEST_NO_SUCH_KEY"
    let error = try #require(throws: EndpointError.self) { _ = try endpoint.key() }
    #expect("\(error)".contains("SCOREHOUSE_TEST_NO_SUCH_KEY is not set"))
    var local = try Endpoint("http://127.0.0.1:8000/v1")
    local.keyVariable = "SCOREHOUSE_TEST_KEY_A"
    #expect(try local.key() == Secret("sk-12345"))
  }
}
