import Testing

@testable import Evaluate

/// Workers have a name each, by which others tell whether they are still there.
@Suite struct WorkerNameTests {
  @Test func `two workers of a process differ, and neither is gone`() {
    let names = (1...3).map { _ in WorkerName.next().description }
    #expect(Set(names).count == 3)
    for name in names { #expect(!WorkerName.isGone(name)) }
  }

  @Test func `a worker is gone with its process, also where another has its number since`() {
    let name = WorkerName.next().description.split(separator: "/")
    #expect(WorkerName.isGone("\(name[0])/999999999/1"))
    #expect(WorkerName.isGone("\(name[0])/\(name[1])/1"))
    #expect(WorkerName.isGone("\(name[0])/\(name[1])/1/2"))
  }

  @Test func `of a worker of another machine nothing is known`() {
    #expect(!WorkerName.isGone("elsewhere.invalid/999999999/1"))
    #expect(!WorkerName.isGone("a worker of somebody else"))
  }
}
