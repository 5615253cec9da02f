/// The temperature at which an answer is asked for.
///
/// Source: FastChat llm_judge, `common.py` (the table by category) and `gen_api_answer.py` (what
/// comes before it).
public enum Temperatures {
  /// Of a category that the table does not have.
  public static let other = 0.7

  private static let byCategory: [String: Double] = [
    "writing": 0.7, "roleplay": 0.7, "extraction": 0, "math": 0, "coding": 0, "reasoning": 0,
    "stem": 0.1, "humanities": 0.1, "arena-hard-200": 0,
  ]

  /// The temperature of a question: what was forced, else what the question demands, else what its
  /// category has.
  public static func temperature(
    forced: Double?, required: Double?, category: String?
  ) -> Double {
    forced ?? required ?? category.flatMap { byCategory[$0] } ?? other
  }
}
