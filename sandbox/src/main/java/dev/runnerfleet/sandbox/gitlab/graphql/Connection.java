package dev.runnerfleet.sandbox.gitlab.graphql;

import graphql.GraphqlErrorException;
import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, forward from a cursor, in descending order of ids, at most 100 as in GitLab.
 */
record Connection<T>(List<T> nodes, List<Edge<T>> edges, int count, PageInfo pageInfo) {
  private static final int LARGEST_PAGE = 100;
  private static final Pattern CURSOR = Pattern.compile("\\{\"id\":\"(\\d{1,18})\"}");

  record Edge<T>(String cursor, T node) {}

  record PageInfo(
      @Nullable String startCursor,
      @Nullable String endCursor,
      boolean hasNextPage,
      boolean hasPreviousPage) {}

  /** Which page is wanted: so many below an id, or from the top. */
  record Wanted(@Nullable Long beyond, int limit) {
    static Wanted of(DataFetchingEnvironment environment) {
      Integer first = environment.getArgument("first");
      String after = environment.getArgument("after");
      int limit = first == null ? LARGEST_PAGE : Math.clamp(first, 0, LARGEST_PAGE);
      return new Wanted(after == null || after.isEmpty() ? null : position(after), limit);
    }
  }

  private static long position(String cursor) {
    try {
      var json = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      Matcher form = CURSOR.matcher(json);
      if (form.matches()) {
        return Long.parseLong(form.group(1));
      }
    } catch (IllegalArgumentException e) {
      // falls through to the refusal
    }
    throw GraphqlErrorException.newErrorException()
        .message("Please provide a valid cursor")
        .build();
  }

  private static String cursor(long id) {
    byte[] json = "{\"id\":\"%d\"}".formatted(id).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * Makes a page.
   *
   * @param found one more than wanted where there is more
   */
  static <T> Connection<T> of(List<T> found, Wanted wanted, int count, ToLongFunction<T> id) {
    List<T> nodes = found.stream().limit(wanted.limit()).toList();
    List<Edge<T>> edges =
        nodes.stream().map(node -> new Edge<>(cursor(id.applyAsLong(node)), node)).toList();
    var info =
        new PageInfo(
            edges.isEmpty() ? null : edges.getFirst().cursor(),
            edges.isEmpty() ? null : edges.getLast().cursor(),
            found.size() > nodes.size(),
            wanted.beyond() != null);
    return new Connection<>(nodes, edges, count, info);
  }

  /** Makes a page of a whole list in descending order of ids. */
  static <T> Connection<T> cut(List<T> all, Wanted wanted, ToLongFunction<T> id) {
    Long beyond = wanted.beyond();
    List<T> found =
        all.stream()
            .filter(each -> beyond == null || id.applyAsLong(each) < beyond)
            .limit(wanted.limit() + 1L)
            .toList();
    return of(found, wanted, all.size(), id);
  }
}
