package dev.runnerfleet.scaler.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.runnerfleet.contracts.InvalidValueException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** On which line of a document each path stands. */
record Lines(Map<String, Integer> byPath) {

  /** Reads a well-formed document to its end. */
  static Lines of(JsonParser parser) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (!token.isStructEnd()) {
        lines.putIfAbsent(path(token, parser), parser.currentTokenLocation().getLineNr());
      }
    }
    return new Lines(lines);
  }

  /** The same with the line of its field, or of the nearest thing around that is there. */
  InvalidValueException locate(InvalidValueException wrong) {
    for (String path = wrong.field(); !path.isEmpty(); path = parent(path)) {
      Integer line = byPath.get(path);
      if (line != null) {
        return wrong.onLine(line);
      }
    }
    return wrong;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  // The start of a mapping or list is its own context already, but stands where it hangs.
  private static String path(JsonToken token, JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    return token.isStructStart() ? path(context.getParent()) : path(context);
  }

  private static String path(JsonStreamContext context) {
    if (context.inRoot()) {
      return "";
    }
    String parent = path(context.getParent());
    if (context.inArray()) {
      return parent + "[" + context.getCurrentIndex() + "]";
    }
    return parent.isEmpty() ? context.getCurrentName() : parent + "." + context.getCurrentName();
  }
}
