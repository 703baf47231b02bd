package dev.runnerfleet.replay.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few calls to GitLab that an export needs: lists, page after page. What GitLab refuses for now
 * is asked for again: after 429 as its Retry-After says, after a failure of its own a few times.
 */
final class GitLabApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int TRIES = 6;
  private static final String KEPT =
      "What was written so far is kept; the same call goes on from there.";
  private static final String NO_GITLAB =
      "%s answered something other than %s; is RUNNERFLEET_GITLAB_URL GitLab's own address?";
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");

  private final HttpClient client;
  private final URI base;
  private final String token;
  private final Pause pause;
  private boolean reached;

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /**
   * GitLab's API.
   *
   * @param gitLab its address, without /api/v4
   */
  GitLabApi(HttpClient client, String gitLab, String token, Pause pause) {
    this.client = client;
    this.base = address(gitLab).resolve("api/v4/");
    this.token = token;
    this.pause = pause;
  }

  private static URI address(String gitLab) {
    try {
      URI address = URI.create(gitLab.strip().replaceAll("/+$", "") + "/");
      if (String.valueOf(address.getScheme()).matches("https?") && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(gitLab);
    }
    throw wrong(gitLab);
  }

  private static InvalidValueException wrong(String gitLab) {
    return new InvalidValueException(
        "RUNNERFLEET_GITLAB_URL", gitLab, "an address such as https://gitlab.example.com");
  }

  /** A page of a list, and where the next one is. */
  record Page(JsonNode items, Optional<URI> next) {}

  /** The address of its API. */
  URI address() {
    return base;
  }

  URI at(String path) {
    return base.resolve(path);
  }

  /**
   * Gets a page of a list.
   *
   * @throws RefusedException when GitLab will not tell, or keeps failing
   */
  Page list(URI page) throws IOException, InterruptedException {
    Page read = get(page);
    if (!read.items().isArray()) {
      throw new IOException(NO_GITLAB.formatted(page.getPath(), "a list"));
    }
    return read;
  }

  /**
   * Gets one thing, or a page of a list.
   *
   * @throws RefusedException when GitLab will not tell, or keeps failing
   */
  Page get(URI page) throws IOException, InterruptedException {
    Duration wait = FIRST_PAUSE;
    for (int i = 1; ; i++) {
      Optional<HttpResponse<String>> heard = ask(page, i);
      if (heard.isPresent()) {
        HttpResponse<String> answer = heard.get();
        reached = true;
        if (answer.statusCode() == 200) {
          return new Page(json(page, answer.body()), next(answer));
        }
        boolean forNow = answer.statusCode() == 429 || answer.statusCode() >= 500;
        if (!forNow || i == TRIES) {
          throw new RefusedException(page.getPath(), answer.statusCode());
        }
      }
      pause.of(
          heard
              .flatMap(answer -> answer.headers().firstValue("Retry-After"))
              .flatMap(GitLabApi::seconds)
              .orElse(wait));
      wait = wait.multipliedBy(2);
    }
  }

  private static JsonNode json(URI page, String body) throws IOException {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException(NO_GITLAB.formatted(page.getPath(), "JSON"), e);
    }
  }

  // A connection that breaks is tried again, one that was never there is not.
  private Optional<HttpResponse<String>> ask(URI page, int number)
      throws IOException, InterruptedException {
    try {
      return Optional.of(ask(page));
    } catch (IOException e) {
      if (reached && number < TRIES) {
        return Optional.empty();
      }
      throw new IOException(
          "GitLab at %s cannot be reached (%s). %s"
              .formatted(
                  base,
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
                  KEPT),
          e);
    }
  }

  private HttpResponse<String> ask(URI page) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(page)
            .timeout(TIMEOUT)
            .header("PRIVATE-TOKEN", token)
            .header("Accept", "application/json")
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("\\d{1,5}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }

  private Optional<URI> next(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(link -> base.resolve(link.group(1)));
  }

  /** GitLab would not say. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String path, int status) {
      super(
          "GitLab answered %d to %s; expected a list. %s"
              .formatted(
                  status,
                  path,
                  switch (status) {
                    case 401 -> "Is RUNNERFLEET_GITLAB_TOKEN a token with the scope read_api?";
                    case 403, 404 -> "Does the token's user see it, as Reporter at least?";
                    default -> KEPT;
                  }));
    }
  }
}
