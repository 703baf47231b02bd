package dev.runnerfleet.sandbox.gitlab.graphql;

import dev.runnerfleet.sandbox.core.gitlab.access.User;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.gitlab.wire.Version;
import graphql.GraphQL;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins the schema in {@code gitlab.graphqls} with where its fields come from. */
final class Schema {
  private static final String FILE = "/gitlab.graphqls";

  /** GitLab's limit. */
  private static final int DEEPEST = 20;

  private Schema() {}

  static GraphQL build() {
    try (InputStream file = Objects.requireNonNull(Schema.class.getResourceAsStream(FILE))) {
      var types = new SchemaParser().parse(new InputStreamReader(file, StandardCharsets.UTF_8));
      return GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(types, wiring()))
          .instrumentation(new MaxQueryDepthInstrumentation(DEEPEST))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeWiring wiring() {
    var wiring =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", Schema::query)
            .type("Project", type -> with(type, ProjectFields.all()))
            .type("Pipeline", type -> with(type, ProjectFields.ofPipelines()))
            .type("CiJob", type -> with(type, JobFields.all()))
            .type("CiRunner", type -> with(type, RunnerFields.all()))
            .type("CiRunnerManager", type -> with(type, RunnerFields.ofHosts()));
    for (String scalar : List.of("Time", "Duration", "JobID", "CiPipelineID", "CiRunnerID")) {
      wiring.scalar(PlainScalar.named(scalar));
    }
    return wiring.build();
  }

  private static TypeRuntimeWiring.Builder with(
      TypeRuntimeWiring.Builder type, Map<String, DataFetcher<?>> fields) {
    fields.forEach(type::dataFetcher);
    return type;
  }

  private static TypeRuntimeWiring.Builder query(TypeRuntimeWiring.Builder type) {
    return type.dataFetcher("jobs", Schema::jobs)
        .dataFetcher("project", Schema::project)
        .dataFetcher("runner", Schema::runner)
        .dataFetcher("currentUser", Schema::user)
        .dataFetcher("metadata", environment -> metadata());
  }

  private static Asking asking(DataFetchingEnvironment environment) {
    return Objects.requireNonNull(environment.getGraphQlContext().get(Asking.class));
  }

  private static Connection<Job> jobs(DataFetchingEnvironment environment) {
    var asking = asking(environment);
    var wanted = Connection.Wanted.of(environment);
    User user = asking.user();
    if (user == null || !user.isAdministrator()) {
      return Connection.of(List.of(), wanted, 0, Job::id);
    }
    var statuses = JobFields.statuses(environment);
    var jobs = asking.forge().jobs();
    List<Job> found = jobs.latestOfInstance(statuses, wanted.beyond(), wanted.limit() + 1);
    int count = statuses.stream().mapToInt(status -> count(asking, status)).sum();
    return Connection.of(found, wanted, count, Job::id);
  }

  private static int count(Asking asking, JobStatus status) {
    return Math.toIntExact(asking.forge().jobs().counts().getOrDefault(status.wireName(), 0L));
  }

  private static @Nullable Object project(DataFetchingEnvironment environment) {
    var asking = asking(environment);
    String path = Objects.requireNonNull(environment.<String>getArgument("fullPath"));
    return asking.user() == null ? null : asking.forge().projects().find(path);
  }

  private static @Nullable Runner runner(DataFetchingEnvironment environment) {
    var asking = asking(environment);
    String id = Objects.requireNonNull(environment.<String>getArgument("id"));
    long number = GlobalId.read(RunnerFields.MODEL, id);
    return asking.user() == null ? null : asking.forge().runners().find(number);
  }

  private static @Nullable Object user(DataFetchingEnvironment environment) {
    User user = asking(environment).user();
    return user == null
        ? null
        : Map.of(
            "id", GlobalId.of("User", user.id()), "username", user.username(), "name", user.name());
  }

  private static Map<String, Object> metadata() {
    return Map.of("version", Version.NUMBER, "revision", "sandbox", "enterprise", false);
  }
}
