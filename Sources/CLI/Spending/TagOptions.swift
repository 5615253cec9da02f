internal import ArgumentParser
internal import Query
internal import Warehouse

/// What a model that answers belongs to.
struct TagOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the model belongs to, as `models tag` says it; repeatable.", valueName: "key=value"))
  var tag: [Assignment] = []

  /// States the tags that the store does not have yet.
  ///
  /// - Parameter verb: what they were given to; it stands in the reason.
  func state(of model: String, in store: Store, by verb: String) async throws {
    guard !tag.isEmpty else { return }
    let target = try await TargetFinder().targets(.model, model, on: store)[0]
    for tag in tag {
      let draft = StatementDraft(
        .tag, .model, target.key, name: tag.name, value: tag.value)
      do {
        _ = try await store.state(
          [draft], author: Person.current, reason: "given to `\(verb)` with --tag")
      } catch StatementError.alreadySaid {
        continue
      }
    }
  }
}
