package dev.runnerfleet.sandbox.ec2.action;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Part of a listing, and the token that asks for the next part; null on the last. */
public record Page<T>(List<T> items, @Nullable String nextToken) {

  /** How one action's listing is cut into pages. */
  public record Cut(WorldClock world, String action, int least, int most) {

    /** The part of {@code all} that comes after the token; without a size, all that is left. */
    public <T> Page<T> of(List<T> all, @Nullable Integer maxResults, @Nullable String token) {
      int size = maxResults == null ? all.size() : size(maxResults);
      return of(all.stream(), size, position(token));
    }

    /** The same where {@code all} is costly: no more of it is looked at than the page needs. */
    public <T> Page<T> of(Stream<T> all, int size, long position) {
      // One more than asked for tells whether there is a further page.
      var found = all.skip(position).limit(size + 1L).toList();
      return found.size() <= size
          ? new Page<>(found, null)
          : new Page<>(found.subList(0, size), token(position + size));
    }

    public int size(int maxResults) {
      if (maxResults < least || maxResults > most) {
        throw Refusal.invalid(
            "MaxResults", maxResults, "It lies within %d and %d.".formatted(least, most));
      }
      return maxResults;
    }

    public long position(@Nullable String token) {
      return world.ask(w -> w.cloud().pages().position(action, token, w.now()));
    }

    public String token(long position) {
      return world.ask(w -> w.cloud().pages().issue(action, position, w.now()));
    }
  }
}
