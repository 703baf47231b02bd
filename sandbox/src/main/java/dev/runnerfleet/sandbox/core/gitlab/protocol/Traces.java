package dev.runnerfleet.sandbox.core.gitlab.protocol;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs' logs. The size of each is known for good; of what they say the first part of each is
 * kept, and of the oldest ones nothing once all together grow too large.
 */
public final class Traces {
  private static final int KEPT_OF_EACH = 1 << 20;
  private static final long KEPT_OF_ALL = 64L << 20;

  private final Map<Long, Long> sizes = new HashMap<>();
  private final Map<Long, ByteArrayOutputStream> contents = new LinkedHashMap<>();
  private final Map<Long, Instant> erasedAt = new HashMap<>();
  private long kept;

  /** In bytes. */
  public long size(long job) {
    return sizes.getOrDefault(job, 0L);
  }

  void append(long job, byte[] part) {
    sizes.merge(job, (long) part.length, Long::sum);
    var content = contents.computeIfAbsent(job, unused -> new ByteArrayOutputStream(64));
    int room = Math.min(part.length, KEPT_OF_EACH - content.size());
    content.write(part, 0, room);
    kept += room;
    dropOldest();
  }

  private void dropOldest() {
    Set<Long> dropped = new HashSet<>();
    for (var entry : contents.entrySet()) {
      if (kept <= KEPT_OF_ALL) {
        break;
      }
      kept -= entry.getValue().size();
      dropped.add(entry.getKey());
    }
    contents.keySet().removeAll(dropped);
  }

  /** What is kept of a log. */
  public byte[] content(long job) {
    var content = contents.get(job);
    return content == null ? new byte[0] : content.toByteArray();
  }

  /** Forgets a log on somebody's order. */
  public void erase(long job, Instant now) {
    var content = contents.remove(job);
    kept -= content == null ? 0 : content.size();
    erasedAt.put(job, now);
  }

  public @Nullable Instant erasedAt(long job) {
    return erasedAt.get(job);
  }

  /** Whether there was a log and it is not erased. */
  public boolean isErasable(long job) {
    return size(job) > 0 && Objects.isNull(erasedAt.get(job));
  }
}
