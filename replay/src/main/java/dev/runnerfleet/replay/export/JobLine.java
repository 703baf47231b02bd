package dev.runnerfleet.replay.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as GitLab shows it made into a line of a trace. */
final class JobLine {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JobLine() {}

  /** When the job was created; nothing where GitLab does not say. */
  static Optional<Instant> createdAt(JsonNode job) {
    return Optional.ofNullable(time(job, "created_at"));
  }

  /**
   * The line; nothing for a job that never ran.
   *
   * @param names whether the job's name and its user's go into it
   */
  static Optional<String> of(long project, JsonNode job, boolean names) {
    Instant created = time(job, "created_at");
    Instant started = time(job, "started_at");
    Instant finished = time(job, "finished_at");
    if (created == null || started == null || finished == null || finished.isBefore(started)) {
      return Optional.empty();
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("project", project);
    line.put("created", created.toString());
    line.put("queued", queued(job, created, started).toString());
    line.put("started", started.toString());
    line.put("finished", finished.toString());
    line.set("tags", job.path("tag_list").isArray() ? job.get("tag_list") : JSON.createArrayNode());
    if (names) {
      line.put("name", job.path("name").asText());
      line.put("user", job.at("/user/username").asText());
    }
    return Optional.of(line.toString());
  }

  // GitLab tells how long it was queued, not since when.
  private static Instant queued(JsonNode job, Instant created, Instant started) {
    JsonNode seconds = job.path("queued_duration");
    Instant queued =
        seconds.isNumber() ? started.minusMillis(Math.round(seconds.asDouble() * 1000)) : created;
    return queued.isBefore(created) ? created : queued;
  }

  private static @Nullable Instant time(JsonNode job, String field) {
    JsonNode value = job.path(field);
    return value.isTextual() ? OffsetDateTime.parse(value.asText()).toInstant() : null;
  }
}
