import Testing

@testable import Storage

/// libpq's messages of several lines read as one.
@Suite struct PostgresWordsTests {
  @Test(arguments: [
    (
      "server closed the connection unexpectedly\n\tThis probably means the server terminated "
        + "abnormally\n\tbefore or while processing the request.\n",
      "server closed the connection unexpectedly; this probably means the server terminated "
        + "abnormally before or while processing the request"
    ),
    (
      "connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\tIs the server "
        + "running on that host and accepting TCP/IP connections?\n",
      "connection to server at \"127.0.0.1\", port 1 failed: Connection refused; is the server "
        + "running on that host and accepting TCP/IP connections?"
    ),
    (
      "FATAL:  terminating connection due to administrator command\nSSL SYSCALL error: EOF\n",
      "FATAL: terminating connection due to administrator command; SSL SYSCALL error: EOF"
    ), ("", ""),
  ])
  func `a message is one line`(message: String, line: String) {
    #expect(PostgresWords.line(message) == line)
  }
}
