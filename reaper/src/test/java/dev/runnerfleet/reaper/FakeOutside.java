package dev.runnerfleet.reaper;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The few calls of GitLab's and EC2's that the reaper makes, on their wire, with the faults that a
 * test orders. What they do in earnest is the sandbox's to show.
 */
public final class FakeOutside implements QuarkusTestResourceLifecycleManager {

  /** A runner as GitLab holds it. */
  public record GitLabRunner(String description, boolean paused, boolean busy) {
    GitLabRunner paused(boolean to) {
      return new GitLabRunner(description, to, busy);
    }
  }

  static final Map<Long, GitLabRunner> RUNNERS = new ConcurrentHashMap<>();
  static final Map<String, String> INSTANCES = new ConcurrentHashMap<>();

  /** Instances that no listing shows, though EC2 knows them when it is asked by id. */
  static final Set<String> UNLISTED = ConcurrentHashMap.newKeySet();

  /** Whether a listing of the fleet has a first page without a machine and no second one. */
  static volatile boolean secondPageBroken;

  /** Whose account the credentials are for. */
  static volatile String account = "123456789012";

  static final List<String> CALLS = new CopyOnWriteArrayList<>();

  /** Calls that are answered with 500. */
  static final Set<String> BROKEN = ConcurrentHashMap.newKeySet();

  private static final Pattern RUNNER = Pattern.compile(".*/runners/(\\d+)(/jobs)?");
  private static final Pattern INSTANCE_ID =
      Pattern.compile("(?:InstanceId\\.\\d+|Filter\\.1\\.Value\\.\\d+)=(i-[0-9a-f]+)");

  private @Nullable HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext("/gitlab/api/v4/", this::gitlab);
      started.createContext("/ec2", this::ec2);
      started.start();
      server = started;
      // The SDK asks its default chain, here as on a machine without a role.
      System.setProperty("aws.accessKeyId", "test");
      System.setProperty("aws.secretAccessKey", "test");
      String url = "http://localhost:" + started.getAddress().getPort();
      return Map.of(
          "runnerfleet.gitlab.url", url + "/gitlab",
          "runnerfleet.gitlab.token", "glpat-test",
          "runnerfleet.ec2.endpoint", url + "/ec2",
          "runnerfleet.sqs.endpoint", url + "/sqs",
          "runnerfleet.drain-grace", "300ms",
          "runnerfleet.drain-interval", "100ms",
          "runnerfleet.sweep-interval", "1s",
          "runnerfleet.registration-time", "1h");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** The machines of earlier tests stay known by id, so that no sweep takes them for lost. */
  static void forget() {
    RUNNERS.clear();
    unlist();
    CALLS.clear();
    BROKEN.clear();
    account = "123456789012";
    secondPageBroken = false;
  }

  static void unlist() {
    UNLISTED.addAll(INSTANCES.keySet());
    INSTANCES.clear();
  }

  static boolean paused(long runner) {
    GitLabRunner held = RUNNERS.get(runner);
    return held != null && held.paused();
  }

  private void gitlab(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher matcher = RUNNER.matcher(path);
    if (path.endsWith("/runners/all")) {
      if (!refused("list-runners", exchange)) {
        answer(exchange, 200, runners(), "application/json");
      }
      return;
    }
    long id = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    Optional<GitLabRunner> runner = Optional.ofNullable(RUNNERS.get(id));
    String action = matcher.matches() && matcher.group(2) != null ? "jobs" : method(exchange, body);
    if (refused(action, exchange)) {
      return;
    }
    if (runner.isEmpty()) {
      answer(exchange, 404, "{\"message\":\"404 Runner Not Found\"}", "application/json");
      return;
    }
    switch (action) {
      case "jobs" -> answer(exchange, 200, jobs(runner.get()), "application/json");
      case "delete" -> {
        RUNNERS.remove(id);
        answer(exchange, 204, "", "application/json");
      }
      default -> {
        boolean paused = action.equals("pause");
        RUNNERS.put(id, runner.get().paused(paused));
        answer(exchange, 200, json(id, RUNNERS.get(id)), "application/json");
      }
    }
  }

  private static String method(HttpExchange exchange, String body) {
    if (exchange.getRequestMethod().equals("DELETE")) {
      return "delete";
    }
    return body.replace(" ", "").contains("\"paused\":true") ? "pause" : "unpause";
  }

  private static String jobs(GitLabRunner runner) {
    return runner.busy() ? "[{\"id\":1,\"status\":\"running\"}]" : "[]";
  }

  private static String runners() {
    return RUNNERS.entrySet().stream()
        .map(each -> json(each.getKey(), each.getValue()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(long id, @Nullable GitLabRunner runner) {
    return runner == null
        ? "null"
        : "{\"id\":%d,\"description\":\"%s\",\"paused\":%s,\"is_shared\":true}"
            .formatted(id, runner.description(), runner.paused());
  }

  private void ec2(HttpExchange exchange) throws IOException {
    String form =
        URLDecoder.decode(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            StandardCharsets.UTF_8);
    List<String> ids = INSTANCE_ID.matcher(form).results().map(result -> result.group(1)).toList();
    boolean terminates = form.contains("Action=TerminateInstances");
    boolean byId = !terminates && form.contains("&InstanceId.1=");
    if (answered(form, exchange)) {
      return;
    }
    if (refused(terminates ? "terminate" : byId ? "ask" : "describe", exchange)) {
      return;
    }
    if (byId) {
      boolean known =
          ids.stream().allMatch(id -> INSTANCES.containsKey(id) || UNLISTED.contains(id));
      String answer = known ? instances(ids.stream().map(FakeOutside::item)) : UNKNOWN_INSTANCE;
      answer(exchange, known ? 200 : 400, answer, "text/xml");
    } else if (!terminates && secondPageBroken && form.contains("tag:runnerfleet:fleet")) {
      boolean second = form.contains("NextToken=");
      CALLS.add(second ? "page-2" : "page-1");
      answer(exchange, second ? 500 : 200, second ? "" : PAGE_1, "text/xml");
    } else if (!terminates) {
      answer(exchange, 200, described(ids), "text/xml");
    } else if (INSTANCES.keySet().containsAll(ids)) {
      ids.forEach(id -> INSTANCES.put(id, "terminated"));
      answer(exchange, 200, xml("TerminateInstances", "<instancesSet/>"), "text/xml");
    } else {
      answer(exchange, 400, UNKNOWN_INSTANCE, "text/xml");
    }
  }

  /** What sweeps ask beside instances. */
  private static boolean answered(String form, HttpExchange exchange) throws IOException {
    String answer =
        switch (form.replaceFirst(".*Action=([A-Za-z]+).*", "$1")) {
          case "DescribeSecurityGroups" ->
              xml(
                  "DescribeSecurityGroups",
                  "<securityGroupInfo><item><ownerId>%s</ownerId></item></securityGroupInfo>"
                      .formatted(account));
          case "DescribeVolumes" -> xml("DescribeVolumes", "<volumeSet/>");
          case "DescribeLaunchTemplates" -> xml("DescribeLaunchTemplates", "<launchTemplates/>");
          default -> "";
        };
    if (!answer.isEmpty()) {
      answer(exchange, 200, answer, "text/xml");
    }
    return !answer.isEmpty();
  }

  private static final String PAGE_1 =
      xml("DescribeInstances", "<reservationSet/><nextToken>more</nextToken>");

  private static final String UNKNOWN_INSTANCE =
      "<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code><Message>none</Message>"
          + "</Error></Errors><RequestID>r</RequestID></Response>";

  private static String described(List<String> ids) {
    return instances(
        INSTANCES.keySet().stream()
            .filter(id -> ids.isEmpty() || ids.contains(id))
            .map(FakeOutside::item));
  }

  private static String instances(Stream<String> items) {
    return xml(
        "DescribeInstances",
        "<reservationSet><item><instancesSet>%s</instancesSet></item></reservationSet>"
            .formatted(items.collect(Collectors.joining())));
  }

  private static String item(String id) {
    return item(id, INSTANCES.getOrDefault(id, "running"));
  }

  private static String item(String id, String state) {
    int code = state.equals("running") ? 16 : 48;
    return ("<item><instanceId>%s</instanceId><instanceState><code>%d</code><name>%s</name>"
            + "</instanceState><launchTime>2026-03-01T10:00:00.000Z</launchTime><tagSet><item>"
            + "<key>runnerfleet:pool</key><value>linux-docker</value></item></tagSet></item>")
        .formatted(id, code, state);
  }

  private static String xml(String action, String content) {
    return "<%sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>%s</%sResponse>"
        .formatted(action, content, action);
  }

  private static boolean refused(String action, HttpExchange exchange) throws IOException {
    CALLS.add(action);
    if (!BROKEN.contains(action)) {
      return false;
    }
    answer(exchange, 500, "", "text/plain");
    return true;
  }

  private static void answer(HttpExchange exchange, int status, String body, String type)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
