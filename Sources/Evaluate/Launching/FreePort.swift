internal import Glibc

/// Ports of this machine's loopback address.
enum FreePort {
  /// One that nobody listens at right now; nil where none is found.
  ///
  /// It lies below those that the system gives to whoever asks for any, also to outgoing connections:
  /// until the server listens, nobody is likely to take it.
  static func any() -> Int? {
    (0..<100).lazy.map { _ in Int.random(in: 20_000..<32_768) }.first(where: isFree)
  }

  /// Whether nobody listens at a port.
  static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // What a server left behind when it ended is no reason to call its port taken.
    var isReused: Int32 = 1
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
