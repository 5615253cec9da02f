import Ingest
import Testing
import Warehouse

@Suite struct JSONNodeTests {
  @Test func `walks a document`() throws {
    var parser = try JSONParser()
    try parser.withDocument(copying: "{\"a\": [1, {\"b\" : null} , true],\"\": \"x\", \"c\":{ }} ")
    {
      root in
      #expect(root.kind == .object)
      #expect(root.count == 3)
      #expect(root.key() == nil)
      #expect(root.members.map { $0.key() } == ["a", "", "c"])
      #expect(root["a"]?.elements.map { $0.kind } == [.number, .object, .true])
      #expect(root["a"]?.rawJSON == "[1, {\"b\" : null} , true]")
      #expect(root["c"]?.rawJSON == "{ }")
      #expect(root[""]?.string() == "x")
      #expect(root[name: "c"]?.count == 0)
      #expect(root["missing"] == nil)
      #expect(root["a"]?["b"] == nil)
      #expect(root["a"]?.members.map { $0.rawJSON } == [])
      #expect(root.rawJSON.hasSuffix("{ }}"))
    }
  }

  @Test func `unescapes names and strings`() throws {
    let text = #"{"k\u00e9\"":"\b\f\n\r\t\/\\\"\u0041\u00df\u20ac\ud83d\ude00\u0000z"}"#
    var parser = try JSONParser()
    try parser.withDocument(copying: text) { root in
      #expect(root["ké\""]?.string() == "\u{8}\u{C}\n\r\t/\\\"Aß€😀\0z")
      #expect(root.members.map { $0.rawJSON }.joined().hasPrefix(#""\b\f"#))
    }
  }

  @Test(arguments: 0..<70)
  func `finds an escape at every distance`(plain: Int) throws {
    var parser = try JSONParser()
    let head = String(repeating: "x", count: plain)
    for tail in 0..<20 {
      let rest = String(repeating: "y", count: tail)
      try parser.withDocument(copying: "[\"\(head)\\n\\\"\(rest)\",\"\(rest)\"]") { root in
        #expect(root.elements.map { $0.string() } == ["\(head)\n\"\(rest)", rest])
      }
    }
  }

  @Test(
    arguments: [
      ("0", 0, 0), ("-0", 0, -0.0), ("7", 7, 7), ("-42", -42, -42),
      ("9223372036854775807", .max, 9.223372036854775807e18),
      ("-9223372036854775808", .min, -9.223372036854775808e18),
      ("9223372036854775808", nil, 9.223372036854775808e18),
      ("1234567890123456789012345678901234567890", nil, 1.2345678901234568e39),
      ("1.0", nil, 1), ("1e3", nil, 1000), ("0.1", nil, 0.1), ("1e999", nil, nil),
      ("-1E-2", nil, -0.01), ("1e-999", nil, 0),
    ] as [(String, Int64?, Double?)])
  func `reads numbers`(token: String, integer: Int64?, double: Double?) throws {
    var parser = try JSONParser()
    for document in [token, " \(token) ", "[\(token)]", "{\"a\":\(token) }"] {
      try parser.withDocument(copying: document) { root in
        let node = root["a"] ?? root.elements.first { _ in true } ?? root
        #expect(node.numberToken == token)
        #expect(node.int64 == integer)
        #expect(node.double == double)
        #expect(node.double?.sign == double?.sign)
      }
    }
  }

  @Test func `gives nothing for the wrong kind`() throws {
    var parser = try JSONParser()
    try parser.withDocument(copying: "[\"1\", 1, true, false, null, [], {}]") { root in
      let nodes = Array(root.elements)
      #expect(nodes.map { $0.int64 } == [nil, 1, nil, nil, nil, nil, nil])
      #expect(nodes.map { $0.double } == [nil, 1, nil, nil, nil, nil, nil])
      #expect(nodes.map { $0.bool } == [nil, nil, true, false, nil, nil, nil])
      #expect(nodes.map { $0.string() } == ["1", nil, nil, nil, nil, nil, nil])
      #expect(nodes.map { $0.isNull } == [false, false, false, false, true, false, false])
      #expect(nodes.map { $0.numberToken } == [nil, "1", nil, nil, nil, nil, nil])
      #expect(
        nodes.map { $0.unixSeconds?.nanoseconds } == [nil, 1_000_000_000, nil, nil, nil, nil, nil])
    }
  }

  @Test func `finds names that occur twice`() throws {
    var parser = try JSONParser()
    func duplicate(_ text: String) throws -> String? {
      try parser.withDocument(copying: text) { $0.firstDuplicateKey }
    }
    #expect(try duplicate("{}") == nil)
    #expect(try duplicate("[1,1]") == nil)
    #expect(try duplicate(#"{"a":1,"b":2,"aa":3}"#) == nil)
    #expect(try duplicate(#"{"a":1,"b":2,"\u0061":3}"#) == "a")
    #expect(try duplicate(#"{"":1,"b":{"x":1,"x":2},"":3}"#) == "")
    #expect(try duplicate("{\"\u{E9}\":1,\"e\u{301}\":2}") == nil)
    let many = (0..<500).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(try duplicate("{\(many)}") == nil)
    #expect(try duplicate("{\(many),\"k77\":1}") == "k77")
  }
}
