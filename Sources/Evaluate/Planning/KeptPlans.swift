internal import Synchronization
internal import Warehouse

/// The plans that a forecast was made from, kept for the run that comes of it: most often nothing is
/// written between the two.
final class KeptPlans: Sendable {
  /// Plans, and what they were made from.
  struct Plans: Sendable {
    let mark: StoreMark
    var generations: [GenerationPlan]
    var judgings: [JudgingPlan]
  }

  private let plans = Mutex<Plans?>(nil)

  /// Keeps them in the place of earlier ones.
  func keep(_ plans: Plans) {
    self.plans.withLock { $0 = plans }
  }

  /// Gives a plan up; nil where there is none that still holds.
  func take(_ settings: GenerationSettings, at mark: StoreMark) -> GenerationPlan? {
    take(\.generations, at: mark) { $0.settings == settings }
  }

  /// Gives a plan up; nil where there is none that still holds.
  func take(_ settings: JudgingSettings, at mark: StoreMark) -> JudgingPlan? {
    take(\.judgings, at: mark) { $0.settings == settings }
  }

  private func take<Plan: Sendable>(
    _ kind: WritableKeyPath<Plans, [Plan]>, at mark: StoreMark, where isMeant: (Plan) -> Bool
  ) -> Plan? {
    plans.withLock { plans in
      guard plans?.mark == mark else {
        plans = nil
        return nil
      }
      guard let place = plans?[keyPath: kind].firstIndex(where: isMeant) else { return nil }
      return plans?[keyPath: kind].remove(at: place)
    }
  }
}
