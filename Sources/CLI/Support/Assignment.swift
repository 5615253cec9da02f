internal import ArgumentParser

/// `NAME=VALUE` on the command line; neither is empty.
struct Assignment: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
    if name.isEmpty || value.isEmpty { return nil }
  }
}
