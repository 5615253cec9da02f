/// Which board: the numbers of its benchmark and judge in this store.
struct BoardName: Hashable, Comparable {
  let benchmarkID: Int64
  let judgeID: Int64

  static func < (left: BoardName, right: BoardName) -> Bool {
    (left.benchmarkID, left.judgeID) < (right.benchmarkID, right.judgeID)
  }
}
