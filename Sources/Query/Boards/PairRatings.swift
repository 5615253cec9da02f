internal import Statistics
internal import Warehouse

/// Ratings of the models of a board of pairs, from all games between them.
struct PairRatings {
  /// How ratings are made.
  struct Options {
    /// The model whose rating is fixed; nil: the mean of all is.
    var anchor: String?
    /// What the anchor's rating, or the mean, is shown as.
    var centre = 1000.0
    /// How many times questions are drawn anew; nil: the sandwich's errors.
    var rounds: Int?
    /// What the drawings depend on.
    var seed: UInt64 = 1
  }

  /// A model's rating.
  struct Rating {
    let points: Double
    /// nil where games do not bound it.
    let interval: ClosedRange<Double>?
  }

  /// By the model's name.
  private(set) var ratings: [String: Rating] = [:]
  /// A sentence each.
  private(set) var notes: [String] = []
  private let names: [String]
  private let fit: BradleyTerry?

  /// - Parameter rows: of a board, with their slots.
  /// - Throws: `RatingError` for an anchor that is not on the board.
  init(_ rows: [SlottedRow], _ options: Options) throws {
    names = rows.map(\.standing.model)
    let anchor = options.anchor.flatMap(names.firstIndex)
    if let name = options.anchor, anchor == nil { throw RatingError.anchor(name) }
    let battles = Self.battles(rows)
    fit = BradleyTerry(battles)
    guard let fit else {
      notes = ["No game here has a result, so there are no ratings."]
      return
    }
    let drawn = options.rounds.map { fit.bootstrap(rounds: 0..<$0, seed: options.seed) } ?? []
    let scale = EloScale(centre: options.centre)
    for (model, name) in names.enumerated() {
      let zero = anchor.map { fit.ratings[$0] } ?? 0
      // Of models that never met the anchor no rating relative to it is known.
      guard anchor.map({ fit.areConnected(model, $0) }) ?? true else { continue }
      let interval =
        options.rounds == nil
        ? fit.interval(model, anchor: anchor)
        : Self.interval(fit, drawn, model, anchor, battles)
      ratings[name] = Rating(
        points: scale.points(fit.ratings[model] - zero), interval: interval.map(scale.points))
    }
    notes = Self.notes(fit, names, options, battles)
  }

  /// The probability that two ratings differ as much by chance; nil where it is not known.
  func p(_ a: String, _ b: String) -> Double? {
    guard let fit, let i = names.firstIndex(of: a), let j = names.firstIndex(of: b),
      let difference = fit.difference(i, j), let error = difference.standardError, error > 0
    else { return nil }
    return NormalDistribution.twoSided(difference.value / error)
  }

  // MARK: - Private

  /// Each game once, from the side of the model with the lower number.
  private static func battles(_ rows: [SlottedRow]) -> Battles {
    let places = Dictionary(rows.enumerated().map { ($1.modelID, $0) }) { first, _ in first }
    var builder = Battles.Builder(models: rows.count)
    for (place, row) in rows.enumerated() {
      for entry in row.slots where entry.count > 0 {
        guard let opponent = entry.opponentID.flatMap({ places[$0] }), place < opponent else {
          continue
        }
        builder.add(
          place, opponent, score: entry.sum / Double(entry.count), count: entry.count,
          cluster: Int(entry.questionID))
      }
    }
    return builder.battles
  }

  private static func interval(
    _ fit: BradleyTerry, _ drawn: [[Double]], _ model: Int, _ anchor: Int?, _ battles: Battles
  ) -> ClosedRange<Double>? {
    guard let core = fit.components.first?.core, let place = core.firstIndex(of: model) else {
      return nil
    }
    let zero = anchor.flatMap { core.firstIndex(of: $0) }
    if anchor != nil, zero == nil { return nil }
    let questions = Set(battles.cells.map(\.cluster)).count
    return Bootstrap.interval(
      drawn.map { round in round[place] - (zero.map { round[$0] } ?? 0) }, drawnFrom: questions)
  }

  private static func notes(
    _ fit: BradleyTerry, _ names: [String], _ options: Options, _ battles: Battles
  ) -> [String] {
    func list(_ models: [Int]) -> String {
      models.map { names[$0] }.sorted().joined(separator: ", ")
    }
    let questions = Set(battles.cells.map(\.cluster)).count
    let fixed = options.anchor.map { "\($0) is fixed at" } ?? "their mean is"
    let centre = DecimalText.fixed(options.centre, digits: 0)
    var notes = [
      "Ratings are Bradley-Terry's, ties half a win, 400 points for odds of ten to one; \(fixed) "
        + "\(centre). Intervals are of 95 %, by question (\(questions)), "
        + (options.rounds.map { "from \($0) drawings with seed \(options.seed)." }
          ?? "from the sandwich.")
    ]
    if fit.components.count > 1 {
      let parts = fit.components.map { list($0.models) }
      notes.append(
        "No games connect these groups, so their ratings cannot be compared: "
          + parts.joined(separator: "; ") + ".")
    }
    for component in fit.components where component.isSeparated {
      let outside = component.groups.dropFirst().flatMap(\.self)
      notes.append(
        "\(list(outside)) won or lost every game against the others, so no finite rating explains "
          + "the games; shown is what one tie more of each pair would give, without an interval.")
    }
    return notes
  }
}

/// Why ratings cannot be had.
public enum RatingError: Error, Equatable, CustomStringConvertible {
  /// The model that was to be fixed has no games there.
  case anchor(String)
  /// The boards hold no pairs.
  case noPairs

  /// One line for a person.
  public var description: String {
    switch self {
    case .anchor(let name): "\(name) has no games on this board and cannot be --anchor"
    case .noPairs:
      "--method rates models by games against each other, and no board of pairs fits; "
        + "`scorehouse list boards` shows what there is"
    }
  }
}
