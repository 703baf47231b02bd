package dev.runnerfleet.sandbox.gitlab.wire;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which stretch of a list is wanted, and GitLab's headers around it (its page "REST API
 * pagination").
 */
public final class Paging {
  private static final int DEFAULT_PER_PAGE = 20;
  private static final int MAX_PER_PAGE = 100;
  private static final int MAX_TOTAL_SHOWN = 10_000;

  private final UriInfo uri;
  private final int page;
  private final int perPage;

  private Paging(UriInfo uri, int page, int perPage) {
    this.uri = uri;
    this.page = page;
    this.perPage = perPage;
  }

  public static Paging of(UriInfo uri, Params params) {
    long page = params.number("page").orElse(1L);
    long perPage = params.number("per_page").orElse((long) DEFAULT_PER_PAGE);
    if (perPage < 1) {
      throw GitLabError.notOneOf("per_page");
    }
    return new Paging(
        uri,
        (int) Math.clamp(page, 1L, Integer.MAX_VALUE / MAX_PER_PAGE),
        (int) Math.min(perPage, MAX_PER_PAGE));
  }

  public int perPage() {
    return perPage;
  }

  /** How many come on the pages before. */
  public int skip() {
    return (page - 1) * perPage;
  }

  /** The wanted page of a whole list. */
  public <T> List<T> cut(List<T> all) {
    return all.stream().skip(skip()).limit(perPage).toList();
  }

  /** A page with the numbers of the pages around it. */
  public Response page(List<Shape> items, int total) {
    int pages = Math.max(1, (total + perPage - 1) / perPage);
    var response =
        Response.ok(items, MediaType.APPLICATION_JSON_TYPE)
            .header("X-Page", page)
            .header("X-Per-Page", perPage)
            .header("X-Prev-Page", page > 1 ? page - 1 : "")
            .header("X-Next-Page", page < pages ? page + 1 : "")
            .header("Link", links(pages, total));
    if (total <= MAX_TOTAL_SHOWN) {
      response.header("X-Total", total).header("X-Total-Pages", pages);
    }
    return response.build();
  }

  private String links(int pages, int total) {
    var links = new ArrayList<String>();
    if (page > 1) {
      links.add(link("page", String.valueOf(page - 1), "prev"));
    }
    if (page < pages) {
      links.add(link("page", String.valueOf(page + 1), "next"));
    }
    links.add(link("page", "1", "first"));
    if (total <= MAX_TOTAL_SHOWN) {
      links.add(link("page", String.valueOf(pages), "last"));
    }
    return String.join(", ", links);
  }

  /**
   * A page with nothing but the way to the next.
   *
   * @param position the parameter that says where the next begins; null after the last
   */
  public Response keyset(List<Shape> items, String parameter, @Nullable String position) {
    var response =
        Response.ok(items, MediaType.APPLICATION_JSON_TYPE).header("X-Per-Page", perPage);
    if (position != null) {
      response.header("Link", link(parameter, position, "next"));
    }
    return response.build();
  }

  private String link(String parameter, String value, String relation) {
    var target =
        uri.getRequestUriBuilder()
            .replaceQueryParam(parameter, value)
            .replaceQueryParam("per_page", perPage)
            .build();
    return "<" + target + ">; rel=\"" + relation + "\"";
  }
}
