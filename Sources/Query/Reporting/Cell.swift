/// One value of a report, unrounded.
public enum Cell: Sendable, Hashable {
  /// Unknown or not applicable; never zero, never an empty text.
  case null
  /// A count or another whole number, in the column's unit.
  case integer(Int64)
  /// A real number in the column's unit. Not finite is a programmer's error, written as null.
  case real(Double)
  /// A text as it is stored; it may hold anything, each renderer makes it harmless in its format.
  case text(String)
  /// True or false.
  case boolean(Bool)
  /// An amount of money in nano-USD, 10⁻⁹ US dollars.
  case usd(nano: Int64)
  /// An instant in nanoseconds since 1970-01-01T00:00:00Z.
  case time(nanoseconds: Int64)
  /// Several values in order, such as the models that were asked for; it may be empty.
  case list([Cell])
}

extension Cell {
  /// Wraps a whole number; nil becomes null.
  public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
  /// Wraps a real number; nil becomes null.
  public init(_ value: Double?) { self = value.map(Cell.real) ?? .null }
  /// Wraps a text; nil becomes null.
  public init(_ value: String?) { self = value.map(Cell.text) ?? .null }
  /// Wraps an instant in nanoseconds since 1970 UTC; nil becomes null.
  public init(time: Int64?) { self = time.map { .time(nanoseconds: $0) } ?? .null }
  /// Wraps a truth value; nil becomes null.
  public init(_ value: Bool?) { self = value.map(Cell.boolean) ?? .null }
}
