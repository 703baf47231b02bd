package dev.runnerfleet.bench;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The CreateFleet calls that went by, and for how many machines. */
final class FleetCalls {

  private static final Pattern SIZE =
      Pattern.compile("TargetCapacitySpecification\\.TotalTargetCapacity=(\\d+)");

  private final BlockingQueue<Long> moments = new LinkedBlockingQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger machines = new AtomicInteger();
  private volatile long last;

  void saw(String body, long at) {
    if (body.contains("Action=CreateFleet")) {
      Matcher size = SIZE.matcher(body);
      machines.addAndGet(size.find() ? Integer.parseInt(size.group(1)) : 0);
      calls.incrementAndGet();
      last = at;
      moments.add(at);
    }
  }

  void forget() {
    moments.clear();
    calls.set(0);
    machines.set(0);
  }

  @Nullable Long next(Duration longest) throws InterruptedException {
    return moments.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  int calls() {
    return calls.get();
  }

  int machines() {
    return machines.get();
  }

  long last() {
    return last;
  }
}
