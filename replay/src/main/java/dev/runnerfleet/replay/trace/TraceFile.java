package dev.runnerfleet.replay.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a trace of either form; the first character tells which it is. */
public final class TraceFile {

  private TraceFile() {}

  /**
   * Reads a file.
   *
   * @throws WrongTraceException naming file, line and column of what is wrong
   * @throws IOException if it cannot be read at all
   */
  public static Trace read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return read(file.toString(), reader);
    } catch (MalformedInputException e) {
      throw new WrongTraceException(file.toString(), 1, "1", "bytes that are no text", "UTF-8");
    }
  }

  /** Reads a trace that goes by a name. */
  public static Trace read(String name, BufferedReader reader) throws IOException {
    String first = reader.readLine();
    if (first == null) {
      throw new WrongTraceException(name, 1, "1", "", CsvTrace.HEADER_EXPECTED);
    }
    return first.stripLeading().startsWith("{")
        ? JsonTrace.read(name, first, reader)
        : CsvTrace.read(name, first, reader);
  }
}
