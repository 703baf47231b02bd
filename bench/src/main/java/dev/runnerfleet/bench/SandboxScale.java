package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.launcher.FreePorts;
import dev.runnerfleet.launcher.Part;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;

/**
 * The sandbox with 10,000 instances and 100,000 jobs: pages of DescribeInstances until their last
 * byte has come, {@code /jobs/request} as a runner asks, and the memory that the process takes.
 * Beside them, for both sides run on the same machine: the same pages made objects of by AWS's
 * client, which takes longer than the answer, and a bare round trip to the same server.
 */
final class SandboxScale implements Benchmark {
  private static final int INSTANCES = 10_000;
  private static final int JOBS = 100_000;
  private static final int PER_FLEET = 500;
  private static final int PAGE = 1_000;
  private static final int WARM_UP = 30;
  private static final int PER_LISTING = 50;
  private static final String LISTING =
      "Action=DescribeInstances&Version=2016-11-15&MaxResults=" + PAGE;
  private static final Pattern NEXT_TOKEN = Pattern.compile("<nextToken>([^<]+)</nextToken>");
  private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public String name() {
    return "sandbox-scale";
  }

  @Override
  public String summary() {
    return "the sandbox with 10,000 instances and 100,000 jobs: pages, job requests, memory";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int times = thorough ? 1_000 : 200;
    Path data = Files.createTempDirectory("runnerfleet-bench");
    List<Integer> ports = FreePorts.find(2);
    Process process = start(data, ports.get(0), ports.get(1));
    URI sandbox = URI.create("http://localhost:" + ports.get(0));
    try (SandboxControl control = new SandboxControl(sandbox);
        Ec2AsyncClient ec2 = client(sandbox)) {
      awaitReady(process, sandbox);
      return measure(new World(sandbox, control, ec2, process.pid()), progress, times);
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      ScratchFolder.delete(data);
    }
  }

  private record World(URI sandbox, SandboxControl control, Ec2AsyncClient ec2, long pid) {}

  private Report measure(World world, Progress progress, int times) throws Exception {
    progress.say("Launching " + INSTANCES + " instances and queueing " + JOBS + " jobs");
    launch(world.ec2());
    world.control().makeJobs("bench/scale", List.of("bench"), JOBS, "PT1H");
    String token = runner(world.sandbox());
    progress.say("Measuring " + times + " of each");
    pages(world.sandbox(), WARM_UP);
    read(world.ec2(), WARM_UP);
    requests(world.sandbox(), token, WARM_UP);
    Samples requests = requests(world.sandbox(), token, times);
    Samples pages = pages(world.sandbox(), times);
    Samples read = read(world.ec2(), PER_LISTING);
    Samples raw = raw(world.sandbox(), times);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("samples", (double) pages.count());
    figures.put("describe_page_median_ms", pages.percentile(50));
    figures.put("describe_page_p99_ms", pages.percentile(99));
    figures.put("describe_page_read_by_sdk_median_ms", read.percentile(50));
    figures.put("job_request_median_ms", requests.percentile(50));
    figures.put("job_request_p99_ms", requests.percentile(99));
    figures.put("raw_round_trip_median_ms", raw.percentile(50));
    figures.put("ratio_describe_page", pages.percentile(50) / raw.percentile(50));
    figures.put("ratio_job_request", requests.percentile(50) / raw.percentile(50));
    figures.put("sandbox_memory_mb", memory(world.pid()));
    return new Report(
        name(),
        figures,
        Map.of(
            "describe_page_median_ms", 50.0,
            "job_request_median_ms", 50.0,
            "sandbox_memory_mb", 1_000.0));
  }

  /** As the launcher starts it, save that its machines never boot. */
  private static Process start(Path data, int port, int sqs) throws IOException {
    Path jar = Repository.root().resolve("sandbox/target/quarkus-app/quarkus-run.jar");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-Xmx" + Part.SANDBOX.heapMebibytes() + "m",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Drunnerfleet.sandbox.sqs-port=" + sqs,
            "-Drunnerfleet.sandbox.boot-time=PT10H",
            "-jar",
            jar.toString())
        .redirectErrorStream(true)
        .redirectOutput(data.resolve("sandbox.log").toFile())
        .start();
  }

  private void awaitReady(Process process, URI sandbox) throws InterruptedException {
    long deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
    while (!isReady(sandbox)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("The sandbox did not start");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean isReady(URI sandbox) throws InterruptedException {
    try {
      return send(sandbox.resolve("/q/health/ready"), null).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private static Ec2AsyncClient client(URI sandbox) {
    return Ec2AsyncClient.builder()
        .endpointOverride(sandbox.resolve("/ec2"))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
        .build();
  }

  private static void launch(Ec2AsyncClient ec2) {
    ec2.createLaunchTemplate(
            template ->
                template
                    .launchTemplateName("scale")
                    .launchTemplateData(
                        data -> data.imageId("ami-0123456789abcdef0").securityGroupIds("sg-0f")))
        .join();
    for (int launched = 0; launched < INSTANCES; launched += PER_FLEET) {
      ec2.createFleet(
              fleet ->
                  fleet
                      .type("instant")
                      .targetCapacitySpecification(
                          target ->
                              target
                                  .totalTargetCapacity(PER_FLEET)
                                  .defaultTargetCapacityType("on-demand"))
                      .launchTemplateConfigs(
                          FleetLaunchTemplateConfigRequest.builder()
                              .launchTemplateSpecification(
                                  named -> named.launchTemplateName("scale").version("$Latest"))
                              .overrides(
                                  FleetLaunchTemplateOverridesRequest.builder()
                                      .instanceType("m7i.large")
                                      .subnetId("subnet-0a")
                                      .build())
                              .build()))
          .join();
    }
  }

  /** Page after page of the whole listing, each until its last byte is here. */
  private Samples pages(URI sandbox, int times) throws IOException, InterruptedException {
    Samples samples = new Samples();
    String next = "";
    while (samples.count() < times) {
      String form = LISTING + (next.isEmpty() ? "" : "&NextToken=" + next);
      long began = System.nanoTime();
      var answer = send(sandbox.resolve("/ec2"), form);
      samples.add(Duration.ofNanos(System.nanoTime() - began));
      if (answer.statusCode() != 200 || !isFull(answer.body())) {
        throw new IllegalStateException("A page was answered " + answer.statusCode());
      }
      Matcher token = NEXT_TOKEN.matcher(answer.body());
      next = token.find() ? URLEncoder.encode(token.group(1), StandardCharsets.UTF_8) : "";
      pause();
    }
    return samples;
  }

  private static boolean isFull(String page) {
    return page.split("<instanceId>", -1).length == PAGE + 1;
  }

  /** The same by AWS's client, which makes objects of it: what users of an SDK wait for in all. */
  private static Samples read(Ec2AsyncClient ec2, int times) {
    Samples samples = new Samples();
    @Nullable String next = null;
    while (samples.count() < times) {
      String token = next;
      long began = System.nanoTime();
      DescribeInstancesResponse page =
          ec2.describeInstances(request -> request.maxResults(PAGE).nextToken(token)).join();
      samples.add(Duration.ofNanos(System.nanoTime() - began));
      next = page.nextToken();
      pause();
    }
    return samples;
  }

  /** The API's bucket refills twenty tokens a second; what is measured is not its refusal. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String runner(URI sandbox) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sandbox.resolve("/gitlab/api/v4/user/runners"))
            .header("PRIVATE-TOKEN", "glpat-sandbox")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"runner_type\":\"instance_type\",\"tag_list\":[\"bench\"]}"));
    HttpResponse<String> made = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new ObjectMapper().readTree(made.body()).get("token").asText();
  }

  private Samples requests(URI sandbox, String token, int times)
      throws IOException, InterruptedException {
    Samples samples = new Samples();
    String body = "{\"token\":\"%s\",\"system_id\":\"s_bench\"}".formatted(token);
    while (samples.count() < times) {
      long began = System.nanoTime();
      var answer = send(sandbox.resolve("/gitlab/api/v4/jobs/request"), body);
      samples.add(Duration.ofNanos(System.nanoTime() - began));
      if (answer.statusCode() != 201) {
        throw new IllegalStateException("A job request was answered " + answer.statusCode());
      }
    }
    return samples;
  }

  /** A health check that asks nothing of the world. */
  private Samples raw(URI sandbox, int times) throws IOException, InterruptedException {
    Samples samples = new Samples();
    while (samples.count() < times) {
      long began = System.nanoTime();
      send(sandbox.resolve("/q/health/live"), null);
      samples.add(Duration.ofNanos(System.nanoTime() - began));
    }
    return samples;
  }

  private HttpResponse<String> send(URI uri, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (body != null) {
      request
          .header(
              "Content-Type",
              body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Resident, in megabytes, as {@code ps} has it. */
  private static double memory(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    String kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(kibibytes.strip()) * 1024 / 1e6;
  }
}
