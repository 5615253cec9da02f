/// The shell script under which a server runs; its arguments are the server's command.
///
/// It leads a session of its own, so that a signal to its group reaches all that the server has
/// started. Its input is a pipe that the program holds: the end of it, which also comes when the
/// program is killed, ends the group, without mercy after ten seconds.
enum LaunchGuard {
  static let script = """
    exec 3<&0
    trap : TERM INT HUP
    "$@" 3<&- </dev/null &
    server=$!
    (
      trap '' TERM INT HUP
      cat <&3
      kill -TERM -$$
      sleep 10
      kill -KILL -$$
    ) >/dev/null 2>&1 &
    exec 3<&-
    wait "$server"
    status=$?
    while kill -0 "$server"; do
      wait "$server"
      status=$?
    done 2>/dev/null
    exit "$status"
    """
}
