import Statistics
import TestSupport
import Testing

/// Ratings against the worked example of the article on the model, and what must not change them.
@Suite struct BradleyTerryTests {
  /// A 0, B 1, C 2, D 3: 22 games.
  private static let games = [
    (0, 1, 2), (1, 0, 3), (0, 3, 1), (3, 0, 4), (1, 2, 5), (2, 1, 3), (2, 3, 1), (3, 2, 3),
  ]

  private static func battles(
    _ games: [(winner: Int, loser: Int, count: Int)] = games, models: Int = 4
  ) -> Battles {
    var builder = Battles.Builder(models: models)
    for game in games { builder.add(game.winner, game.loser, score: 1, count: game.count) }
    return builder.battles
  }

  @Test func `the worked example`() throws {
    let battles = Self.battles()
    let fit = try #require(BradleyTerry(battles))
    let ratings = [-0.446545, 0.042403, -0.415803, 0.819946]
    let elo = [922.427, 1007.366, 927.768, 1142.439]
    let errors = [0.544343, 0.484655, 0.528173, 0.623970]
    for model in 0..<4 {
      expectClose(fit.ratings[model], ratings[model], absolute: 5e-7)
      expectClose(EloScale().points(fit.ratings[model]), elo[model], absolute: 5e-4)
      expectClose(fit.standardError(model), errors[model], absolute: 5e-7)
    }
    expectClose(BradleyTerry.logLikelihood(battles, fit.ratings), -13.4284501, absolute: 5e-8)
    expectClose(
      fit.interval(0).map(EloScale().points), 737.09, 1107.77, absolute: 5e-3)
    expectClose(
      fit.interval(3).map(EloScale().points), 929.99, 1354.89, absolute: 5e-3)
    let difference = try #require(fit.difference(3, 0))
    expectClose(difference.value, 1.266491, absolute: 5e-7)
    expectClose(difference.standardError, 0.892614, absolute: 5e-7)
    expectClose(EloScale.winProbability(difference.value), 0.780141, absolute: 5e-7)
  }

  @Test func `an anchor has no error of its own`() throws {
    let fit = try #require(BradleyTerry(Self.battles()))
    #expect(fit.interval(3, anchor: 3) == 0...0)
    let interval = try #require(fit.interval(3, anchor: 0))
    expectClose(
      interval, 1.266491 - 1.959964 * 0.892614, 1.266491 + 1.959964 * 0.892614,
      absolute: 2e-6)
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `neither order nor numbers of models matter`(random: SeededRandom) throws {
    var random = random
    let names = Array(0..<4).shuffled(using: &random)
    let games = Self.games.shuffled(using: &random).map { (names[$0.0], names[$0.1], $0.2) }
    let plain = try #require(BradleyTerry(Self.battles()))
    let renamed = try #require(BradleyTerry(Self.battles(games)))
    for model in 0..<4 {
      expectClose(renamed.ratings[names[model]], plain.ratings[model], absolute: 1e-9)
      expectClose(
        renamed.standardError(names[model]), plain.standardError(model) ?? .nan, absolute: 1e-9)
    }
  }

  @Test func `a tie is half a win for both`() throws {
    var builder = Battles.Builder(models: 2)
    builder.add(0, 1, score: 1, count: 3)
    builder.add(0, 1, score: 0, count: 1)
    let halves = try #require(BradleyTerry(builder.battles))
    var ties = Battles.Builder(models: 2)
    ties.add(0, 1, score: 1, count: 2)
    ties.add(1, 0, score: 0.5, count: 2)
    let tied = try #require(BradleyTerry(ties.battles))
    expectClose(tied.ratings[0], halves.ratings[0], absolute: 1e-10)
    expectClose(halves.ratings[0] * 2, 1.0986122886681098, absolute: 1e-9)
    // Ties vary less than wins and losses do.
    #expect((tied.standardError(0) ?? 9) < (halves.standardError(0) ?? 0))
  }

  @Test func `all ties are equals with no error`() throws {
    var builder = Battles.Builder(models: 3)
    for (a, b) in [(0, 1), (1, 2), (0, 2)] { builder.add(a, b, score: 0.5, count: 5) }
    let fit = try #require(BradleyTerry(builder.battles))
    #expect(fit.ratings.allSatisfy { $0.magnitude < 1e-12 })
    expectClose(fit.standardError(0), 0, absolute: 1e-12)
  }

  @Test func `who won everything has no bound, and the others keep their ratings`() throws {
    let fit = try #require(
      BradleyTerry(Self.battles(Self.games + [(4, 0, 3), (4, 3, 2)], models: 5)))
    let plain = try #require(BradleyTerry(Self.battles()))
    #expect(fit.components.count == 1)
    #expect(fit.components[0].isSeparated)
    #expect(fit.components[0].groups == [[0, 1, 2, 3], [4]])
    #expect(!fit.isBounded(4) && fit.isBounded(0))
    #expect(fit.standardError(4) == nil && fit.interval(4) == nil)
    #expect(fit.ratings[4].isFinite && fit.ratings[4] > fit.ratings[3])
    for model in 0..<4 {
      expectClose(fit.ratings[model], plain.ratings[model], absolute: 1e-9)
      expectClose(fit.standardError(model), plain.standardError(model) ?? .nan, absolute: 1e-9)
    }
  }

  @Test func `models that never met stand apart`() throws {
    let fit = try #require(
      BradleyTerry(Self.battles(Self.games + [(4, 5, 3), (5, 4, 2)], models: 7)))
    #expect(fit.components.map(\.models) == [[0, 1, 2, 3], [4, 5], [6]])
    #expect(!fit.areConnected(0, 4))
    #expect(fit.difference(0, 4) == nil)
    #expect(fit.interval(4, anchor: 0) == nil)
    #expect(fit.standardError(4) != nil)
    #expect(fit.standardError(6) == nil)
    #expect(!fit.isBounded(6))
  }

  @Test func `one game and no game`() throws {
    let one = try #require(BradleyTerry(Self.battles([(0, 1, 1)], models: 2)))
    #expect(one.components[0].isSeparated)
    #expect(one.ratings.allSatisfy { $0.isFinite })
    #expect(BradleyTerry(Self.battles([], models: 2)) == nil)
    var builder = Battles.Builder(models: 2)
    builder.add(0, 1, score: .nan)
    builder.add(0, 0, score: 1)
    builder.add(0, 7, score: 1)
    #expect(builder.battles.cells.isEmpty)
  }

  @Test func `questions with a game each are games that stand alone`() throws {
    var alone = Battles.Builder(models: 4)
    var single = Battles.Builder(models: 4)
    var doubled = Battles.Builder(models: 4)
    var question = 0
    for (winner, loser, count) in Self.games {
      for _ in 0..<count {
        alone.add(winner, loser, score: 1)
        single.add(winner, loser, score: 1, cluster: question)
        doubled.add(winner, loser, score: 1, count: 2, cluster: question)
        question += 1
      }
    }
    let plain = try #require(BradleyTerry(alone.battles)?.standardError(0))
    let clustered = try #require(BradleyTerry(single.battles)?.standardError(0))
    expectClose(clustered, plain * (22.0 / 21).squareRoot(), relative: 1e-9)
    // The same again under the same question tells nothing new.
    let again = try #require(BradleyTerry(doubled.battles)?.standardError(0))
    expectClose(again, clustered, relative: 1e-9)
  }

  @Test func `games of one question have no error`() throws {
    var builder = Battles.Builder(models: 2)
    builder.add(0, 1, score: 1, count: 3, cluster: 9)
    builder.add(0, 1, score: 0, count: 3, cluster: 9)
    let fit = try #require(BradleyTerry(builder.battles))
    #expect(fit.standardError(0) == nil)
  }
}

/// Ratings of games drawn anew.
@Suite struct RatingBootstrapTests {
  private static func battles(clusters: Bool) -> Battles {
    var builder = Battles.Builder(models: 3)
    var random = SeededRandom(seed: 7)
    for question in 0..<200 {
      for (a, b) in [(0, 1), (1, 2), (0, 2)] {
        let score = random.oneIn(5) ? 0.5 : random.oneIn(3) ? 0 : 1.0
        builder.add(a, b, score: score, cluster: clusters ? question : nil)
      }
    }
    return builder.battles
  }

  @Test(arguments: [false, true])
  func `its spread is the sandwich's error`(clusters: Bool) throws {
    let fit = try #require(BradleyTerry(Self.battles(clusters: clusters)))
    let rounds = fit.bootstrap(rounds: 0..<400, seed: 1)
    #expect(rounds.count == 400)
    for model in 0..<3 {
      let spread = try #require(Spread.standardDeviation(rounds.map { $0[model] }))
      expectClose(spread, fit.standardError(model) ?? .nan, relative: 0.15)
    }
  }

  @Test func `rounds depend on the seed and their number only`() throws {
    let fit = try #require(BradleyTerry(Self.battles(clusters: false)))
    let all = fit.bootstrap(rounds: 0..<6, seed: 3)
    #expect(fit.bootstrap(rounds: 3..<6, seed: 3) == Array(all[3...]))
    #expect(fit.bootstrap(rounds: 0..<6, seed: 4) != all)
  }

  @Test func `drawings without a bound stay finite`() throws {
    var builder = Battles.Builder(models: 2)
    builder.add(0, 1, score: 1, count: 5)
    builder.add(0, 1, score: 0, count: 1)
    let fit = try #require(BradleyTerry(builder.battles))
    let rounds = fit.bootstrap(rounds: 0..<200, seed: 1)
    #expect(rounds.allSatisfy { $0.allSatisfy { $0.isFinite && $0.magnitude < 5 } })
  }
}
