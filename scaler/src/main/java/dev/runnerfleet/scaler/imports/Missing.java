package dev.runnerfleet.scaler.imports;

/**
 * A key of the pool file that a config.toml does not tell and that a pool cannot do without.
 *
 * @param key its path within the pool, such as {@code gitlab.scope}
 */
public record Missing(String key, String expected) {}
