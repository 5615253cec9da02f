#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The position of the first such byte, found at the speed of the C library.
func firstIndex(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
  guard let found = unsafe memchr(base, Int32(byte), bytes.count) else { return nil }
  return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
}

/// Whether both hold the same bytes.
func equalBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  guard let first = left.baseAddress, let second = right.baseAddress else {
    return true
  }
  return unsafe memcmp(first, second, left.count) == 0
}
