/// The tokens of a call in classes that do not overlap, whatever the provider's own counts include.
package struct TokenCounts: Sendable, Hashable {
  /// Of the prompt, neither read from a cache nor written to one.
  package var prompt: Int64 = 0
  /// Read from a cache.
  package var cached: Int64 = 0
  /// Written to a cache for five minutes.
  package var cacheWrite5m: Int64 = 0
  /// Written to a cache for an hour.
  package var cacheWrite1h: Int64 = 0
  /// Of the visible reply.
  package var completion: Int64 = 0
  /// Of reasoning that is not shown.
  package var reasoning: Int64 = 0

  package init() {}

  /// The whole prompt, as thresholds of price tables count it.
  package var wholePrompt: Int64 { prompt + cached + cacheWrite5m + cacheWrite1h }

  /// Everything that was written.
  package var wholeCompletion: Int64 { completion + reasoning }
}
