internal import Warehouse

extension GlobalOptions {
  /// Where the store is: the option, the environment, else `scorehouse.db` here.
  func storeURL() throws -> StoreURL {
    try StoreURL(store ?? Environment["SCOREHOUSE_STORE"] ?? "scorehouse.db")
  }

  /// Opens the store.
  func openStore(_ access: StoreAccess) async throws -> Store {
    try await Store.open(try storeURL(), access: access)
  }
}
