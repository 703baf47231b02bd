package dev.runnerfleet.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell between the launcher and each of its processes. Its standard input is a pipe that only
 * the launcher holds: however the launcher ends, kill -9 included, the pipe closes, and the guard
 * stops the process: TERM, and KILL ten seconds later. Closing the pipe is the orderly way to stop
 * it too.
 *
 * <p>The process ignores INT, HUP and QUIT, which a terminal sends to all of its processes at once;
 * the launcher decides in what order they stop.
 */
final class Guard {

  /** POSIX only, as it has to run under dash, bash, busybox and macOS's sh. */
  private static final String SCRIPT =
      """
      log=$1
      daemon=$2
      shift 2
      trap '' INT HUP QUIT
      daemon_before=$(cat "$daemon" 2>/dev/null)
      exec 3<&0
      "$@" </dev/null >>"$log" 2>&1 3<&- &
      child=$!
      (
        while read -r _; do :; done
        kill -TERM "$child"
        seconds=0
        while kill -0 "$child" && [ "$seconds" -lt 10 ]; do
          sleep 1
          seconds=$((seconds + 1))
        done
        kill -KILL "$child"
      ) <&3 >/dev/null 2>&1 &
      watcher=$!
      exec 3<&- </dev/null
      trap 'kill -TERM "$child" 2>/dev/null' TERM
      echo "$child"
      exec >/dev/null
      status=0
      while :; do
        wait "$child"
        status=$?
        kill -0 "$child" 2>/dev/null || break
      done
      kill "$watcher" 2>/dev/null
      # A daemon that the process started, and left behind where it was itself killed with -9.
      if [ -s "$daemon" ] && [ "$(cat "$daemon")" != "$daemon_before" ]; then
        left=$(head -n 1 "$daemon")
        kill -QUIT "$left" 2>/dev/null
        seconds=0
        while kill -0 "$left" 2>/dev/null && [ "$seconds" -lt 5 ]; do
          sleep 1
          seconds=$((seconds + 1))
        done
        kill -KILL "$left" 2>/dev/null
      fi
      exit "$status"
      """;

  private Guard() {}

  /**
   * The command, guarded. The guard prints the process's id and exits with its status.
   *
   * @param log what the process prints is added here
   * @param daemonPidFile where a daemon that the process may leave behind writes its id, such as
   *     PostgreSQL's postmaster.pid; need not exist
   */
  static List<String> around(List<String> command, Path log, Path daemonPidFile) {
    List<String> guarded = new ArrayList<>();
    guarded.addAll(List.of("/bin/sh", "-c", SCRIPT, "runnerfleet-guard"));
    guarded.add(log.toString());
    guarded.add(daemonPidFile.toString());
    guarded.addAll(command);
    return guarded;
  }
}
