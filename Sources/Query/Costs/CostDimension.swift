/// What costs are told by; the raw values are those of `--by`.
public enum CostDimension: String, Sendable, CaseIterable {
  case experiment, run, model, judge, role, provider, endpoint, benchmark, person, day, month

  /// What the calls of a group have in common, in SQL; days count from 1970 UTC.
  var expression: String {
    switch self {
    case .experiment: "x.name"
    case .run: "u.run_key"
    case .model: "m.name"
    case .judge: "CASE c.role WHEN 'judge' THEN a.requested_model END"
    case .role: "c.role"
    case .provider: "e.provider"
    case .endpoint: "e.host"
    case .benchmark: "b.name"
    case .person: "u.person"
    case .day, .month: "a.sent_at / 86400000000000"
    }
  }
}
