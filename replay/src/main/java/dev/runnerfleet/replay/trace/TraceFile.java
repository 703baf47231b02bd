package dev.runnerfleet.replay.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a trace of either form; the first character tells which it is. */
public final class TraceFile {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TraceFile() {}

  /**
   * Reads a file.
   *
   * @throws WrongTraceException naming file, line and column of what is wrong
   * @throws IOException if it cannot be read at all
   */
  public static Trace read(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      return read(file.toString(), reader);
    }
  }

  /** Reads a trace that goes by a name. */
  public static Trace read(String name, BufferedReader reader) throws IOException {
    String first = reader.readLine();
    if (first == null) {
      throw new WrongTraceException(name, 1, "1", "", CsvTrace.HEADER_EXPECTED);
    }
    String begin = first.startsWith(BYTE_ORDER_MARK) ? first.substring(1) : first;
    return begin.stripLeading().startsWith("{")
        ? JsonTrace.read(name, begin, reader)
        : CsvTrace.read(name, begin, reader);
  }

  /** Bytes that are no UTF-8 are read as the replacement character, which no trace needs. */
  static void requireText(String name, long number, String line) {
    int at = line.indexOf('\uFFFD');
    if (at >= 0) {
      throw new WrongTraceException(
          name, number, String.valueOf(at + 1), "bytes that are no text", "UTF-8");
    }
  }
}
