package dev.runnerfleet.sandbox.gitlab.graphql;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.access.User;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import graphql.schema.DataFetcher;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every field may need to know.
 *
 * @param user null for whoever brings no token
 */
record Asking(World world, @Nullable User user, Links links) {

  Forge forge() {
    return world.forge();
  }

  /** A field that follows from the thing alone. */
  static <T> DataFetcher<@Nullable Object> of(Class<T> type, Function<T, @Nullable Object> value) {
    return environment -> value.apply(source(type, environment.getSource()));
  }

  /** A field that follows from the thing and its world. */
  static <T> DataFetcher<@Nullable Object> of(
      Class<T> type, BiFunction<T, Asking, @Nullable Object> value) {
    return environment ->
        value.apply(
            source(type, environment.getSource()),
            Objects.requireNonNull(environment.getGraphQlContext().get(Asking.class)));
  }

  private static <T> T source(Class<T> type, @Nullable Object source) {
    return type.cast(Objects.requireNonNull(source));
  }
}
