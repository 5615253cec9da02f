/// Ratings of models from games between them, ties counted half.
///
/// P(a beats b) = 1 / (1 + exp(r_b - r_a)). Errors are the sandwich's, which does not trust the
/// model to be right: V = H⁻¹ B H⁻¹ with the information H and the squared residuals B, added up by
/// question where games hang together (then times C/(C-1), and t with C - 1 degrees of freedom).
///
/// Source: Bradley and Terry, Biometrika 39 (1952); Chiang et al., "Chatbot Arena", arXiv
/// 2403.04132; Huber (1967) and White (1982) for the sandwich.
public struct BradleyTerry: Sendable {
  /// Models that games connect; ratings of different ones cannot be compared.
  public struct Component: Sendable {
    /// In order of their numbers.
    public let models: [Int]
    /// Groups of which one won every game against another, so that no finite rating explains the
    /// games; a single group is all models.
    public let groups: [[Int]]
    /// What stands in one group, the longest; the mean of its ratings is 0.
    public var core: [Int] { groups.first ?? [] }
    /// Whether a model won or lost everything.
    public var isSeparated: Bool { groups.count > 1 }
    /// Of the core's ratings; nil where it is a single model.
    let covariance: SymmetricMatrix?
    /// What an interval takes an error times.
    let quantile: Double
    let battles: Battles
    let ratings: [Double]
  }

  /// How many models there are.
  public let models: Int
  /// The longest first.
  public let components: [Component]
  /// The logarithm of each model's strength; the mean of its component's core is 0.
  ///
  /// A model outside its core has no finite rating; it gets the one that one tie more of each pair
  /// would give it.
  public let ratings: [Double]
  private let component: [Int]
  private let placeInCore: [Int?]

  /// Rates the models; nil where there is no game.
  ///
  /// - Complexity: O(cells + models³) for each of some ten steps.
  public init?(_ battles: Battles) {
    guard !battles.cells.isEmpty else { return nil }
    models = battles.models
    let table = PairTable(battles)
    let connectivity = Connectivity(table)
    var ratings = Array(repeating: 0.0, count: battles.models)
    var component = Array(repeating: 0, count: battles.models)
    var placeInCore = Array(repeating: Int?.none, count: battles.models)
    var components: [Component] = []
    for (number, models) in connectivity.components.enumerated() {
      let made = Self.component(
        models, groups: connectivity.groups[number], battles, into: &ratings)
      for model in models { component[model] = number }
      for (place, model) in made.core.enumerated() { placeInCore[model] = place }
      components.append(made)
    }
    self.components = components
    self.ratings = ratings
    self.component = component
    self.placeInCore = placeInCore
  }

  /// Whether two models' ratings can be compared.
  public func areConnected(_ a: Int, _ b: Int) -> Bool { component[a] == component[b] }

  /// Whether a model neither won nor lost everything against the others of its component.
  public func isBounded(_ model: Int) -> Bool {
    placeInCore[model] != nil && components[component[model]].models.count > 1
  }

  /// The error of a rating; nil where it has none, since games do not bound it.
  public func standardError(_ model: Int) -> Double? {
    guard let place = placeInCore[model], let v = components[component[model]].covariance else {
      return nil
    }
    return max(0, v[place, place]).squareRoot()
  }

  /// How much higher one rating is than another, and the error of that; nil error where either
  /// has none.
  public func difference(_ a: Int, _ b: Int) -> (value: Double, standardError: Double?)? {
    guard areConnected(a, b) else { return nil }
    let value = ratings[a] - ratings[b]
    guard let i = placeInCore[a], let j = placeInCore[b],
      let v = components[component[a]].covariance
    else { return (value, nil) }
    return (value, max(0, v[i, i] + v[j, j] - 2 * v[i, j]).squareRoot())
  }

  /// The interval of 95 % of a rating; with an anchor of the difference to it.
  public func interval(_ model: Int, anchor: Int? = nil) -> ClosedRange<Double>? {
    let quantile = components[component[model]].quantile
    guard let anchor else {
      return standardError(model).map { error in
        (ratings[model] - quantile * error)...(ratings[model] + quantile * error)
      }
    }
    guard let difference = difference(model, anchor), let error = difference.standardError else {
      return nil
    }
    return (difference.value - quantile * error)...(difference.value + quantile * error)
  }

  /// The logarithm of the probability of the games, the lower the worse.
  public static func logLikelihood(_ battles: Battles, _ ratings: [Double]) -> Double {
    PairTable(battles).logLikelihood(ratings)
  }

  // MARK: - Private

  private static func component(
    _ models: [Int], groups: [[Int]], _ battles: Battles, into ratings: inout [Double]
  ) -> Component {
    let core = groups.first ?? []
    let coreBattles = battles.among(core)
    let table = PairTable(coreBattles)
    let fitted = core.count > 1 ? table.fitted() ?? table.withTies.fitted() ?? [] : [0]
    for (model, rating) in zip(core, fitted) { ratings[model] = rating }
    if groups.count > 1 {
      let all = PairTable(battles.among(models)).withTies.fitted() ?? []
      let placed = Dictionary(uniqueKeysWithValues: zip(models, all))
      let shift = core.reduce(0) { $0 + (placed[$1] ?? 0) } / Double(core.count)
      let inCore = Set(core)
      for model in models where !inCore.contains(model) {
        ratings[model] = (placed[model] ?? 0) - shift
      }
    }
    let sandwich = core.count > 1 ? Sandwich(coreBattles, table, fitted) : nil
    return Component(
      models: models, groups: groups, covariance: sandwich?.covariance,
      quantile: sandwich?.quantile ?? NormalDistribution.quantile975, battles: coreBattles,
      ratings: fitted)
  }
}
