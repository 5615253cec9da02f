internal import Ingest
internal import Transport

/// Reads what `/models` answers.
enum ModelList {
  /// The names; nil where the endpoint has no such list.
  ///
  /// - Throws: `ProviderFailure`, for a status of failure other than 404 and 405.
  static func names(_ response: HTTPResponse) throws(ProviderFailure) -> [String]? {
    if [404, 405].contains(response.status) { return nil }
    let nothing = ChatRequest(model: "", messages: [])
    return try ReplyReader(nothing, response).read { document in
      guard let list = document["data"] ?? document["models"], list.kind == .array else {
        return nil
      }
      return list.elements.compactMap { ($0["id"] ?? $0["name"])?.string() }
    }.get()
  }
}
