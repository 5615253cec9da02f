internal import Statistics
internal import Storage
internal import Warehouse

/// Who preferred which of two answers: judges of pairs, people, and judges of single answers, whose
/// scores tell which they would prefer.
struct VoteTable {
  /// Somebody who votes: a judge's board, or all people of a benchmark.
  struct Voter {
    let name: String
    let isPeople: Bool
    /// Votes on each pair; people may have several, a judge has one.
    fileprivate(set) var votes: [Pair: [VoteAgreement.Vote]] = [:]
  }

  /// Two answers to one question at one turn, the model with the lower number first.
  struct Pair: Hashable {
    let questionID: Int64
    let turn: Int?
    let first: Int64
    let second: Int64
  }

  /// Scores that are nearer than this are a tie, as in FastChat.
  static let tieDelta = 0.1

  /// In order of the boards, people last.
  private(set) var voters: [Voter] = []

  /// Of boards of one benchmark; empty without a board of pairs.
  init(_ boards: [Board], _ reader: StandingReader) throws {
    guard boards.contains(where: { $0.mode == .pairwise }) else { return }
    var people = Voter(name: "people", isPeople: true)
    var singles: [Voter] = []
    var asked: Set<Pair> = []
    for board in boards where board.mode == .pairwise {
      let votes = try Self.votes(board, reader)
      asked.formUnion(votes.keys)
      guard board.isPerson else {
        voters.append(
          Voter(name: board.voterName, isPeople: false, votes: votes.mapValues { [$0] }))
        continue
      }
      for (pair, vote) in votes { people.votes[pair, default: []].append(vote) }
    }
    for board in boards where board.mode == .single {
      let votes = try Self.votes(fromScores: board, asked, reader)
      if !votes.isEmpty {
        singles.append(Voter(name: "\(board.voterName), single", isPeople: false, votes: votes))
      }
    }
    voters += singles
    if !people.votes.isEmpty { voters.append(people) }
  }

  /// Of two voters each vote of one with each of the other on the same pair; of people among
  /// themselves all pairs of votes.
  static func agreement(
    _ a: Voter, _ b: Voter?, where counts: (Pair) -> Bool
  ) -> (agreement: VoteAgreement, votes: [(question: Int64, agrees: Bool)]) {
    var agreement = VoteAgreement()
    var votes: [(question: Int64, agrees: Bool)] = []
    func add(_ pair: Pair, _ x: VoteAgreement.Vote, _ y: VoteAgreement.Vote) {
      agreement.add(x, y)
      votes.append((pair.questionID, x == y))
    }
    for (pair, mine) in a.votes where counts(pair) {
      if let b {
        for x in mine { for y in b.votes[pair] ?? [] { add(pair, x, y) } }
      } else {
        for (place, x) in mine.enumerated() {
          for y in mine[(place + 1)...] { add(pair, x, y) }
        }
      }
    }
    return (agreement, votes)
  }

  // MARK: - Private

  private static func votes(
    _ board: Board, _ reader: StandingReader
  ) throws -> [Pair: VoteAgreement.Vote] {
    var votes: [Pair: VoteAgreement.Vote] = [:]
    for row in try reader.rowsWithSlots(board) {
      for entry in row.slots where entry.count > 0 && reader.isAskedFor(entry) {
        guard let opponent = entry.opponentID, row.modelID < opponent else { continue }
        let share = entry.sum / Double(entry.count)
        votes[
          Pair(
            questionID: entry.questionID, turn: entry.turn, first: row.modelID, second: opponent)] =
          share > 0.5 ? .first : share < 0.5 ? .second : .tie
      }
    }
    return votes
  }

  private static func votes(
    fromScores board: Board, _ asked: Set<Pair>, _ reader: StandingReader
  ) throws -> [Pair: [VoteAgreement.Vote]] {
    var scores: [[Int64]: Double] = [:]
    for row in try reader.rowsWithSlots(board) {
      for entry in row.slots where entry.count > 0 {
        scores[[row.modelID, entry.questionID, Int64(entry.turn ?? 0)]] =
          entry.sum / Double(entry.count)
      }
    }
    var votes: [Pair: [VoteAgreement.Vote]] = [:]
    for pair in asked {
      let places = [pair.first, pair.second].map { [$0, pair.questionID, Int64(pair.turn ?? 0)] }
      guard let a = scores[places[0]], let b = scores[places[1]] else { continue }
      votes[pair] = [(a - b).magnitude <= tieDelta ? .tie : a > b ? .first : .second]
    }
    return votes
  }
}

extension Board {
  /// The judge with the short digest of its key, which tells two of one name apart.
  var voterName: String { "\(judge)@\(judgeKeys.first?.short ?? "")" }
}
