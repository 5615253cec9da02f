internal import Evaluate
internal import Warehouse

extension GlobalOptions {
  /// Where the store is: the option, the environment, `scorehouse.yaml`, else `scorehouse.db` here.
  func storeURL() throws -> StoreURL {
    let named = Environment["SCOREHOUSE_STORE"].flatMap { $0.isEmpty ? nil : $0 }
    if let text = store ?? named { return try StoreURL(text) }
    return try StoreURL(try Configuration.load().store ?? "scorehouse.db")
  }

  /// Opens the store for reading; nil where there is none.
  func openStoreIfThere() async throws -> Store? {
    do {
      return try await openStore(.readOnly)
    } catch  where Store.isMissing(error) {
      return nil
    }
  }

  /// Whether there is a store, whatever its schema.
  func isStoreThere() throws -> Bool {
    do {
      _ = try Store(try storeURL(), access: .readOnly)
      return true
    } catch  where Store.isMissing(error) {
      return false
    }
  }

  /// Opens a store that is there already, whose schema may be behind: who asks for what a store holds
  /// and mistypes its name is to be told so.
  func openStoreToAdd() async throws -> Store {
    _ = try Store(try storeURL(), access: .readWrite)
    return try await openStore(.create)
  }

  /// Opens the store.
  func openStore(_ access: StoreAccess) async throws -> Store {
    try await Store.open(try storeURL(), access: access)
  }
}
