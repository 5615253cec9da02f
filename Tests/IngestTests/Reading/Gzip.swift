import CZlib

/// Makes gzip data for tests.
enum Gzip {
  /// One member that holds the bytes.
  static func member(_ bytes: [UInt8]) throws -> [UInt8] {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    defer { unsafe stream.deallocate() }
    let code = unsafe deflateInit2_(
      stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw Failure() }
    defer { unsafe deflateEnd(stream) }
    var input = bytes
    var output = [UInt8](
      repeating: 0, count: unsafe Int(deflateBound(stream, UInt(bytes.count))) + 64)
    let written = try unsafe input.withUnsafeMutableBufferPointer { input in
      try unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = input.baseAddress
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        guard unsafe deflate(stream, Z_FINISH) == Z_STREAM_END else { throw Failure() }
        return unsafe output.count - Int(stream.pointee.avail_out)
      }
    }
    return Array(output.prefix(written))
  }

  private struct Failure: Error {}
}
