package dev.runnerfleet.replay.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far an export has come: beside the file it writes, so that the same call goes on from there.
 *
 * @param asked what was asked for; another question does not go on from here
 * @param left projects of which nothing has been read yet
 * @param page the next page of the project at hand
 * @param written so many bytes of the file are good
 */
record Bookmark(String asked, List<Long> left, Optional<Page> page, long written) {

  private static final ObjectMapper JSON = new ObjectMapper();

  Bookmark {
    left = List.copyOf(left);
  }

  /** A page of a project's jobs. */
  record Page(long project, URI uri) {}

  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".bookmark");
  }

  static Optional<Bookmark> read(Path file) throws IOException {
    Path bookmark = beside(file);
    if (!Files.exists(bookmark)) {
      return Optional.empty();
    }
    JsonNode json = JSON.readTree(Files.readString(bookmark));
    List<Long> left = new ArrayList<>();
    json.path("left").forEach(project -> left.add(project.asLong()));
    JsonNode page = json.path("page");
    return Optional.of(
        new Bookmark(
            json.path("asked").asText(),
            left,
            page.isObject()
                ? Optional.of(
                    new Page(page.path("project").asLong(), URI.create(page.path("uri").asText())))
                : Optional.empty(),
            json.path("written").asLong()));
  }

  /** Replaces the one before, all at once. */
  void write(Path file) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("asked", asked);
    left.forEach(json.putArray("left")::add);
    page.ifPresent(
        at -> json.putObject("page").put("project", at.project()).put("uri", at.uri().toString()));
    json.put("written", written);
    Path half = file.resolveSibling(file.getFileName() + ".bookmark.new");
    Files.writeString(half, json.toString());
    Files.move(half, beside(file), StandardCopyOption.REPLACE_EXISTING);
  }
}
