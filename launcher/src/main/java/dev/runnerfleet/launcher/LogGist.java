package dev.runnerfleet.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a log says about why its process failed, in a line. */
final class LogGist {

  private static final int LAST_BYTES = 64 * 1024;
  private static final int LONGEST = 240;

  private LogGist() {}

  /** The gist of what was written from an offset on. */
  static String of(Path log, long from) {
    return of(tail(log, from).lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
  }

  /** A root cause comes last in a Java stack trace, so the last cause says most. */
  static String of(List<String> lines) {
    String found = "it printed nothing";
    int best = 0;
    for (String line : lines) {
      int weight = weight(line);
      if (weight >= best) {
        best = weight;
        found = line;
      }
    }
    String plain = found.replaceFirst("^Caused by: ", "");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }

  private static int weight(String line) {
    if (line.startsWith("at ") || line.startsWith("... ")) {
      return -1;
    }
    if (line.startsWith("Caused by: ")) {
      return 3;
    }
    if (line.contains("FATAL") || line.contains("ERROR") || line.contains("Exception")) {
      return 2;
    }
    return 0;
  }

  private static String tail(Path log, long from) {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      channel.position(Math.max(from, channel.size() - LAST_BYTES));
      ByteBuffer bytes = ByteBuffer.allocate(LAST_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until the end of the file.
      }
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
