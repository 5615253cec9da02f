internal import Warehouse

/// What stands above a board's table, and the caveats below it.
struct BoardTitle {
  let ranked: RankedBoard
  let query: BoardQuery

  /// Benchmark, judge, and what of the board is shown.
  var title: String {
    var parts = [ranked.board.benchmark, "judged by \(ranked.board.judge)"]
    parts.append(contentsOf: ranked.board.protocolName.map { [$0] } ?? [])
    if ranked.board.mode == .pairwise { parts.append(modeName) }
    if let category = query.category { parts.append(category) }
    if let turn = query.turn { parts.append("turn \(turn)") }
    if ranked.editionCount > 1 { parts.append("edition \(ranked.edition)") }
    return parts.joined(separator: " · ")
  }

  /// What is known of the judge and of the scale, and the board's short name.
  var subtitle: String {
    var parts = ranked.board.knownParts
    if !ranked.board.unknownParts.isEmpty {
      parts.append("\(ranked.board.unknownParts.joined(separator: ", ")) unknown")
    }
    if let scale = scaleText { parts.append(scale) }
    parts.append("board \(ranked.name)")
    return parts.joined(separator: " · ")
  }

  /// As JSON names the mode.
  var modeName: String {
    guard ranked.board.mode == .pairwise else { return BoardQuery.Mode.single.rawValue }
    let isBaseline = query.mode == .pairwiseBaseline
    return (isBaseline ? BoardQuery.Mode.pairwiseBaseline : .pairwiseAll).rawValue
  }

  /// A sentence each.
  var notes: [String] {
    var notes: [String] = []
    let partial = ranked.places.filter { $0.isPartial == true }
    if !partial.isEmpty, !query.ranksPartial {
      let expected = partial[0].expected ?? 0
      let isOne = partial.count == 1
      notes.append(
        "\(isOne ? "1 model has" : "\(partial.count) models have") fewer than the expected "
          + "\(expected) scores and \(isOne ? "stands" : "stand") unranked below the others; "
          + "--partial ranks \(isOne ? "it" : "them"), --common compares on what all have.")
    }
    if ranked.editionCount > 1 {
      notes.append(
        "Some questions of \(ranked.board.benchmark) were judged under different question texts "
          + "or references; such rows cannot stand in one ranking and are shown as editions.")
    }
    let several = ranked.places.filter { place in
      (place.standing.answerSet?.count ?? 1) > 1 && ModelSet(place.standing.model) == nil
    }
    for place in several {
      guard let set = place.standing.answerSet else { continue }
      notes.append(
        "\(place.standing.model) has \(set.count) answer sets under one name; the newest is shown, "
          + "--model \(place.standing.model)@1 shows the first.")
    }
    return notes
  }

  /// The scale that the row's words about quality may be used on: known as 1 to 10, or at least
  /// all scores of the board within it.
  static func allowsGrades(_ ranked: RankedBoard) -> Bool {
    guard ranked.board.mode == .single else { return false }
    let ranges = ranked.places.compactMap {
      ranked.board.statedScale ?? $0.standing.scale ?? $0.standing.range
    }
    return !ranges.isEmpty && ranges.allSatisfy { $0.lowerBound >= 1 && $0.upperBound <= 10 }
      && ranked.places.compactMap(\.standing.range).allSatisfy { $0.upperBound > 1 }
  }

  // MARK: - Private

  private var scaleText: String? {
    guard ranked.board.mode == .single else { return nil }
    func words(_ range: ClosedRange<Double>) -> String {
      [range.lowerBound, range.upperBound].map { bound in
        Int(exactly: bound).map { "\($0)" } ?? "\(bound)"
      }
      .joined(separator: " to ")
    }
    if let stated = ranked.board.statedScale { return "scale \(words(stated)), as stated" }
    let scales = Set(ranked.places.map(\.standing.scale))
    if scales.count == 1, let scale = scales.first, let scale { return "scale \(words(scale))" }
    let ranges = ranked.places.compactMap(\.standing.range)
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else {
      return nil
    }
    return "scale unknown, scores from \(words(low...high))"
  }
}

/// Words for a score of 1 to 10.
enum Grade {
  /// 8.0 and more is Excellent, 7 Very Good, 6 Good, 5 Average, less Needs improvement.
  static func word(_ score: Double) -> String {
    switch score {
    case 8...: "Excellent"
    case 7...: "Very Good"
    case 6...: "Good"
    case 5...: "Average"
    default: "Needs improvement"
    }
  }
}
