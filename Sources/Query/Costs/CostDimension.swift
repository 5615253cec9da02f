/// What costs are told by; the raw values are those of `--by`.
public enum CostDimension: String, Sendable, CaseIterable {
  case experiment, run, model, judge, role, provider, endpoint, benchmark, person, project, day
  case month

  /// What the rows of a group have in common, in SQL over the columns that `CostSource` names; days
  /// count from 1970 UTC.
  var expression: String {
    switch self {
    case .experiment: "x.name"
    case .run: "u.run_key"
    case .model: "m.name"
    case .judge: "CASE s.role WHEN 'judge' THEN s.requested_model END"
    case .role: "s.role"
    case .provider: "e.provider"
    case .endpoint: "e.host"
    case .benchmark: "b.name"
    case .person: "u.person"
    case .project: "s.credential_label"
    case .day, .month: "s.day"
    }
  }
}
