internal import Foundation

/// nginx before a server of the tests, with a fault behind each path and with TLS.
///
/// `/429`, `/500`, `/cut`, `/html`, `/half`, `/flaky`, `/down` and `/slow` fail each in its way;
/// everything else reaches the server behind.
public final class Nginx: Sendable {
  /// Whether nginx and openssl, which makes its certificate, are installed.
  public static let isThere =
    ServerProcess.path(of: "nginx") != nil && ServerProcess.path(of: "openssl") != nil

  /// The port for http.
  public let port: UInt16
  /// The port for https, with a certificate for `localhost` that nobody has signed.
  public let securePort: UInt16
  /// The file of that certificate.
  public let certificate: String
  private let process: ServerProcess

  /// Starts it.
  ///
  /// - Parameters:
  ///   - port: of the server behind it.
  ///   - folder: for its files.
  public init(before port: UInt16, in folder: TemporaryFolder) throws {
    self.port = try ServerProcess.freePort()
    securePort = try ServerProcess.freePort()
    certificate = folder.file("certificate.pem")
    let made = try Program.shell(
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        + "-addext subjectAltName=DNS:localhost -keyout \"$0\" -out \"$1\"",
      [folder.file("key.pem"), certificate])
    guard made.status == 0 else { throw NginxFailure(log: made.errors) }
    let text = Self.configuration(
      port: self.port, securePort: securePort, behind: port, folder: folder.path)
    let file = try folder.write(Array(text.utf8), to: "nginx.conf")
    process = try ServerProcess(
      ServerProcess.path(of: "nginx") ?? "nginx",
      ["-p", folder.path, "-c", file, "-e", folder.file("nginx.log")], port: self.port,
      log: folder.file("nginx.out"))
  }

  /// An address of it.
  public func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  private static func configuration(
    port: UInt16, securePort: UInt16, behind: UInt16, folder: String
  ) -> String {
    """
    daemon off;
    master_process off;
    \(getuid() == 0 ? "user root;" : "")
    pid \(folder)/nginx.pid;
    events { worker_connections 1024; }
    http {
      access_log off;
      default_type application/json;
      keepalive_requests 100000;
      client_body_temp_path \(folder)/bodies;
      proxy_temp_path \(folder)/proxied;
      fastcgi_temp_path \(folder)/unused1;
      uwsgi_temp_path \(folder)/unused2;
      scgi_temp_path \(folder)/unused3;
      ssl_certificate \(folder)/certificate.pem;
      ssl_certificate_key \(folder)/key.pem;
      split_clients "$connection$connection_requests$msec" $isFlaky { 40% 1; * 0; }
      limit_req_zone $server_name zone=minute:64k rate=1r/m;
      server {
        listen 127.0.0.1:\(port);
        listen 127.0.0.1:\(securePort) ssl http2;
        server_name localhost;
        location /429 {
          limit_req zone=minute;
          limit_req_status 429;
          error_page 429 @tooMany;
          proxy_pass http://127.0.0.1:\(behind);
        }
        location @tooMany {
          add_header Retry-After 1 always;
          return 429 '{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}';
        }
        location /500 { return 500 '{"error": {"message": "boom"}}'; }
        location /cut { return 444; }
        location /html { default_type text/html; return 502 '<html><title>502</title></html>'; }
        location /half { return 200 '{"choices": [{"message": {"content": "hal'; }
        location /flaky {
          if ($isFlaky) { return 503; }
          proxy_pass http://127.0.0.1:\(behind);
        }
        location /down { proxy_pass http://127.0.0.1:1; }
        location /slow { proxy_read_timeout 100ms; proxy_pass http://127.0.0.1:\(behind); }
        location / { proxy_pass http://127.0.0.1:\(behind); }
      }
    }
    """
  }
}

/// What `Nginx.init` throws.
struct NginxFailure: Error, CustomStringConvertible {
  let log: String

  var description: String { "the certificate of nginx cannot be made: \(log)" }
}
