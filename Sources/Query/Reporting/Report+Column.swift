extension Report {
  /// One column: its name for machines, its heading for people, and how its cells are shown.
  public struct Column: Sendable, Equatable {
    /// The side of the column on which its cells and its heading stand.
    public enum Alignment: Sendable, Equatable {
      /// On the left, for text.
      case leading
      /// On the right with decimal points below one another, for numbers.
      case trailing
    }

    /// When people see the column; JSON and CSV always have it.
    public enum Visibility: Sendable, Equatable {
      /// On every terminal, however narrow.
      case always
      /// Where there is room: the lowest `priority` goes first, of equals the rightmost.
      case whenSpace(priority: Int)
      /// In JSON and CSV only.
      case machineOnly
      /// Everywhere, also where no row has a value: somebody asked for this column by name.
      case asked
    }

    /// The unit of a share of one, which people read as a percentage.
    public static let rate = "rate"

    /// The unit of a p-value: people read one that rounds to zero as less than what is shown.
    public static let probability = "probability"

    /// The values that `digits` may have; more would show digits that a double does not hold.
    public static let digitsRange = 0...15

    /// The JSON key and the CSV heading, in snake_case; part of the command line's contract.
    public let name: String
    /// The heading for people.
    public let title: String
    /// What the numbers count, such as `points`, `rows`, `tokens`, `rate`, `usd` or `time`.
    ///
    /// Nil where there is no unit. People read a `rate` as a percentage, and integers that have a
    /// unit with separators (1,280); one without is a name, such as a seed, and stays as it is.
    public let unit: String?
    /// Where cells and heading stand.
    public let alignment: Alignment
    /// The decimal places of real numbers for people, of a rate's those of the percentage.
    ///
    /// Nil shows a rate with one place and another real number with all its digits.
    public let digits: Int?
    /// When people see the column.
    public let visibility: Visibility
    /// Whether the section's title says what the cells say, so that people need no column for it.
    public let isInSectionTitle: Bool

    /// Creates a column.
    ///
    /// - Parameter title: nil takes the name with spaces for underscores.
    /// - Precondition: `digits` is nil or in `digitsRange`.
    public init(
      _ name: String,
      title: String? = nil,
      unit: String? = nil,
      alignment: Alignment = .leading,
      digits: Int? = nil,
      visibility: Visibility = .always,
      isInSectionTitle: Bool = false
    ) {
      precondition(digits.map(Self.digitsRange.contains) ?? true, "digits out of range")
      self.name = name
      self.title = title ?? String(name.map { $0 == "_" ? " " : $0 })
      self.unit = unit
      self.alignment = alignment
      self.digits = digits
      self.visibility = visibility
      self.isInSectionTitle = isInSectionTitle
    }

    /// The same column as somebody who named it wants to see it: always, and rounded as before.
    var asked: Column {
      Column(
        name, title: title, unit: unit, alignment: alignment, digits: digits, visibility: .asked)
    }

    /// The same column for machines alone, unless somebody names it.
    var forMachines: Column {
      Column(
        name, title: title, unit: unit, alignment: alignment, digits: digits,
        visibility: .machineOnly)
    }

    /// The same column of shares of one, with their own number of decimal places.
    var asRate: Column {
      Column(
        name, title: title, unit: Self.rate, alignment: alignment, visibility: visibility,
        isInSectionTitle: isInSectionTitle)
    }

    /// The same column with another number of decimal places.
    ///
    /// - Precondition: `digits` is in `digitsRange`.
    func with(digits: Int) -> Column {
      Column(
        name, title: title, unit: unit, alignment: alignment, digits: digits,
        visibility: visibility, isInSectionTitle: isInSectionTitle)
    }

    /// Whether people see the column when there is room for everything.
    var isForPeople: Bool { visibility != .machineOnly && !isInSectionTitle }
  }
}
