package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.hook.InstalledHook;
import dev.runnerfleet.jobwatcher.core.hook.InstalledHook.Alert;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.HookJson;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.HookSettings;
import dev.runnerfleet.jobwatcher.source.AwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of projects and groups (GitLab documentation, "Project webhooks API" and "Group
 * webhooks API"). Fails with {@link AwayException}.
 */
@ApplicationScoped
public class Hooks {

  private static final String NAME = "Runnerfleet";

  private final GitLabApi api;
  private final Calls calls;
  private final Pages pages;
  private final @Nullable String secret;
  private final @Nullable String signingToken;

  Hooks(@RestClient GitLabApi api, Calls calls, Pages pages, WatcherConfig config) {
    this.api = api;
    this.calls = calls;
    this.pages = pages;
    this.secret = config.webhookSecret().orElse(null);
    this.signingToken = config.webhookSigningToken().orElse(null);
  }

  /** What has webhooks. */
  public enum OwnerKind {
    PROJECTS,
    GROUPS
  }

  /** A project or a group, by id or path. */
  public record Owner(OwnerKind kind, String idOrPath) {
    private String path() {
      return kind.name().toLowerCase(Locale.ROOT);
    }
  }

  /** All webhooks of it; nothing where there is no such project or group. */
  public Uni<Optional<List<InstalledHook>>> of(Owner owner) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    query.putSingle("per_page", "100");
    return pages
        .all(
            "list-hooks",
            Purpose.POLL,
            query,
            page -> api.hooks(owner.path(), owner.idOrPath(), page))
        .map(
            found ->
                found.map(
                    all ->
                        all.stream()
                            .filter(json -> json.url() != null)
                            .map(Hooks::toDomain)
                            .toList()));
  }

  /** Makes one that tells of jobs and pipelines. */
  public Uni<Void> install(Owner owner, URI url) {
    return calls
        .call(
            "make-hook",
            Purpose.POLL,
            () -> api.makeHook(owner.path(), owner.idOrPath(), settings(url)))
        .chain(made -> there(made, owner));
  }

  /** Sets one to what it is to be. */
  public Uni<Void> repair(Owner owner, long hook, URI url) {
    return calls
        .call(
            "change-hook",
            Purpose.POLL,
            () -> api.changeHook(owner.path(), owner.idOrPath(), hook, settings(url)))
        .chain(changed -> there(changed, owner));
  }

  /**
   * Has GitLab call one that it has switched off; if that is answered well, it goes on calling it
   * (GitLab documentation, "Webhooks", re-enable disabled webhooks).
   */
  public Uni<Void> enable(Owner owner, long hook) {
    return calls
        .call(
            "test-hook",
            Purpose.POLL,
            () -> api.testHook(owner.path(), owner.idOrPath(), hook, "job_events"))
        .chain(tested -> there(tested, owner));
  }

  private HookSettings settings(URI url) {
    return new HookSettings(
        url.toString(), NAME, true, true, false, verified(url), secret, signingToken);
  }

  /** Whether GitLab is to check a certificate: wherever there is one. */
  public static boolean verified(URI url) {
    return "https".equals(url.getScheme());
  }

  private static Uni<Void> there(Optional<?> answer, Owner owner) {
    return answer.isPresent()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom()
            .failure(
                new AwayException(
                    "GitLab knows no %s, or not the webhook".formatted(owner.idOrPath()),
                    null,
                    null));
  }

  private static InstalledHook toDomain(HookJson json) {
    return new InstalledHook(
        json.id(),
        URI.create(String.valueOf(json.url()).replace("{", "%7B").replace("}", "%7D")),
        json.jobEvents(),
        json.pipelineEvents(),
        !Boolean.FALSE.equals(json.verified()),
        alert(json.alertStatus()));
  }

  // Older versions of GitLab do not say.
  private static Alert alert(@Nullable String status) {
    return switch (status == null ? "executable" : status) {
      case "disabled" -> Alert.DISABLED;
      case "temporarily_disabled" -> Alert.TEMPORARILY_DISABLED;
      default -> Alert.EXECUTABLE;
    };
  }
}
