package dev.runnerfleet.replay.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.contracts.InvalidValueException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads jobs of projects from the newest back to a day and writes each as a line. After each page
 * the file and then the bookmark are good; what was written beyond the bookmark is cut off by
 * whoever goes on.
 */
final class Export {

  private static final String ENDED_JOBS =
      "/jobs?scope%5B%5D=success&scope%5B%5D=failed&scope%5B%5D=canceled&pagination=keyset"
          + "&order_by=id&sort=desc&per_page=100";

  private final GitLabApi gitLab;
  private final Wish wish;
  private final PrintStream err;

  /**
   * What is wanted.
   *
   * @param projects ids or paths
   * @param groups ids or paths; all projects below them
   * @param names whether names of jobs and users are written
   */
  record Wish(List<String> projects, List<String> groups, Instant since, boolean names, Path file) {
    Wish {
      projects = List.copyOf(projects);
      groups = List.copyOf(groups);
    }

    String asked() {
      return "%s %s since %s names %s".formatted(projects, groups, since, names);
    }
  }

  Export(GitLabApi gitLab, Wish wish, PrintStream err) {
    this.gitLab = gitLab;
    this.wish = wish;
    this.err = err;
  }

  /** Writes the file, from where an earlier call of the same stopped; the number of lines. */
  long write() throws IOException, InterruptedException {
    Bookmark mark = begin();
    long jobs = 0;
    try (FileChannel file =
        FileChannel.open(wish.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.truncate(mark.written());
      file.position(mark.written());
      while (mark.page().isPresent() || !mark.left().isEmpty()) {
        Bookmark.Page page = mark.page().isPresent() ? mark.page().get() : first(mark);
        GitLabApi.Page read = gitLab.list(page.uri());
        List<String> lines = lines(page.project(), read.items());
        jobs += lines.size();
        for (String line : lines) {
          file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        file.force(false);
        mark = next(mark, page, read, file.position());
        mark.write(wish.file());
        tell(page.project(), jobs, read.items());
      }
    }
    Files.deleteIfExists(Bookmark.beside(wish.file()));
    return jobs;
  }

  /** What this export is of: only the same one is gone on with. */
  String asked() {
    return "%s of %s".formatted(wish.asked(), gitLab.address());
  }

  private Bookmark begin() throws IOException, InterruptedException {
    Path folder = wish.file().toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InvalidValueException(
          "--out", wish.file().toString(), "a file in a folder that is there");
    }
    Optional<Bookmark> known =
        Bookmark.read(wish.file())
            .filter(mark -> mark.written() == 0 || Files.exists(wish.file())); // else begun anew
    if (known.isPresent()) {
      if (Files.exists(wish.file()) && Files.size(wish.file()) < known.get().written()) {
        throw new InvalidValueException(
            "--out", wish.file().toString(), "the file as the last call left it, or none");
      }
      if (!known.get().asked().equals(asked())) {
        throw new InvalidValueException(
            "--out", wish.file().toString(), "the same question as before, or another file");
      }
      err.println("Going on from where the last call stopped.");
      return known.get();
    }
    if (Files.exists(wish.file())) {
      throw new InvalidValueException("--out", wish.file().toString(), "a file that is not there");
    }
    Bookmark mark = new Bookmark(asked(), projects(), Optional.empty(), 0);
    mark.write(wish.file());
    return mark;
  }

  private List<Long> projects() throws IOException, InterruptedException {
    List<Long> projects = new ArrayList<>();
    for (String project : wish.projects()) {
      projects.add(
          gitLab.get(gitLab.at("projects/" + encoded(project))).items().path("id").asLong());
    }
    for (String group : wish.groups()) {
      Optional<URI> page =
          Optional.of(
              gitLab.at(
                  "groups/%s/projects?include_subgroups=true&simple=true&order_by=id&per_page=100"
                      .formatted(encoded(group))));
      while (page.isPresent()) {
        GitLabApi.Page read = gitLab.list(page.get());
        read.items().forEach(project -> projects.add(project.path("id").asLong()));
        page = read.next();
      }
    }
    return projects.stream().distinct().toList();
  }

  private Bookmark.Page first(Bookmark mark) {
    long project = mark.left().getFirst();
    return new Bookmark.Page(project, gitLab.at("projects/" + project + ENDED_JOBS));
  }

  private Bookmark next(Bookmark before, Bookmark.Page page, GitLabApi.Page read, long written) {
    List<Long> left =
        before.page().isPresent() ? before.left() : before.left().subList(1, before.left().size());
    boolean older = !read.items().isEmpty() && isTooOld(read.items().get(read.items().size() - 1));
    Optional<Bookmark.Page> next =
        older ? Optional.empty() : read.next().map(uri -> new Bookmark.Page(page.project(), uri));
    return new Bookmark(before.asked(), left, next, written);
  }

  private List<String> lines(long project, JsonNode jobs) {
    List<String> lines = new ArrayList<>();
    for (JsonNode job : jobs) {
      if (!isTooOld(job)) {
        JobLine.of(project, job, wish.names()).ifPresent(lines::add);
      }
    }
    return lines;
  }

  private boolean isTooOld(JsonNode job) {
    return JobLine.createdAt(job).filter(at -> at.isBefore(wish.since())).isPresent();
  }

  private void tell(long project, long jobs, JsonNode page) {
    String back =
        page.isEmpty()
            ? ""
            : JobLine.createdAt(page.get(page.size() - 1)).map(at -> ", back to " + at).orElse("");
    err.printf("project %d: %,d jobs in all%s%n", project, jobs, back);
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
