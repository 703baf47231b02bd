package dev.runnerfleet.sandbox.gitlab.graphql;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.Jobs;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of GitLab's Project and Pipeline. */
final class ProjectFields {
  private ProjectFields() {}

  private static Asking asking(DataFetchingEnvironment environment) {
    return Objects.requireNonNull(environment.getGraphQlContext().get(Asking.class));
  }

  private static Project project(DataFetchingEnvironment environment) {
    return Objects.requireNonNull(environment.<Project>getSource());
  }

  static Map<String, DataFetcher<?>> all() {
    Map<String, DataFetcher<?>> fields = new HashMap<>();
    fields.put("id", Asking.of(Project.class, p -> GlobalId.of("Project", p.id())));
    fields.put("fullPath", Asking.of(Project.class, Project::path));
    fields.put("name", Asking.of(Project.class, Project::name));
    fields.put("webUrl", Asking.of(Project.class, (p, a) -> a.links().project(p)));
    fields.put("archived", Asking.of(Project.class, p -> false));
    fields.put("jobs", ProjectFields::jobs);
    fields.put("pipeline", ProjectFields::pipeline);
    fields.put("pipelines", ProjectFields::pipelines);
    return fields;
  }

  private static Connection<Job> jobs(DataFetchingEnvironment environment) {
    Jobs jobs = asking(environment).forge().jobs();
    long id = project(environment).id();
    var wanted = Connection.Wanted.of(environment);
    var statuses = JobFields.statuses(environment);
    List<Job> found = jobs.page(id, statuses, false, wanted.beyond(), 0, wanted.limit() + 1);
    return Connection.of(found, wanted, jobs.count(id, statuses), Job::id);
  }

  private static @Nullable Pipeline pipeline(DataFetchingEnvironment environment) {
    var pipelines = asking(environment).forge().pipelines();
    long project = project(environment).id();
    String id = environment.getArgument("id");
    String iid = environment.getArgument("iid");
    String sha = environment.getArgument("sha");
    if (id != null) {
      Pipeline found = pipelines.find(GlobalId.read("Ci::Pipeline", id));
      return found != null && found.projectId() == project ? found : null;
    }
    if (iid != null) {
      return iid.matches("\\d{1,9}") ? pipelines.findByIid(project, Long.parseLong(iid)) : null;
    }
    return pipelines.ofProject(project).reversed().stream()
        .filter(pipeline -> sha == null || pipeline.sha().equals(sha))
        .findFirst()
        .orElse(null);
  }

  private static Connection<Pipeline> pipelines(DataFetchingEnvironment environment) {
    String status = environment.getArgument("status");
    String ref = environment.getArgument("ref");
    List<Pipeline> all =
        asking(environment)
            .forge()
            .pipelines()
            .ofProject(project(environment).id())
            .reversed()
            .stream()
            .filter(pipeline -> status == null || pipeline.status().name().equals(status))
            .filter(pipeline -> ref == null || pipeline.ref().equals(ref))
            .toList();
    return Connection.cut(all, Connection.Wanted.of(environment), Pipeline::id);
  }

  static Map<String, DataFetcher<?>> ofPipelines() {
    Map<String, DataFetcher<?>> fields = new HashMap<>();
    fields.put("id", Asking.of(Pipeline.class, p -> GlobalId.of("Ci::Pipeline", p.id())));
    fields.put("iid", Asking.of(Pipeline.class, p -> String.valueOf(p.iid())));
    fields.put("status", Asking.of(Pipeline.class, p -> p.status().name()));
    fields.put("createdAt", Asking.of(Pipeline.class, p -> Times.isoSeconds(p.createdAt())));
    fields.put("startedAt", Asking.of(Pipeline.class, p -> Times.isoSeconds(p.startedAt())));
    fields.put("finishedAt", Asking.of(Pipeline.class, p -> Times.isoSeconds(p.finishedAt())));
    fields.put(
        "stages",
        Asking.of(
            Pipeline.class,
            p ->
                new JobFields.All<>(
                    p.stages().stream().map(name -> JobFields.stage(p.id(), name)).toList())));
    fields.put("jobs", ProjectFields::jobsOfPipeline);
    return fields;
  }

  private static Connection<Job> jobsOfPipeline(DataFetchingEnvironment environment) {
    Pipeline pipeline = Objects.requireNonNull(environment.<Pipeline>getSource());
    Boolean retried = environment.getArgument("retried");
    var statuses = JobFields.statuses(environment);
    List<Job> jobs =
        asking(environment).forge().jobs().ofPipeline(pipeline.id()).reversed().stream()
            .filter(job -> statuses.contains(job.status()))
            .filter(job -> retried == null || job.isLatest() != retried)
            .toList();
    return Connection.cut(jobs, Connection.Wanted.of(environment), Job::id);
  }
}
