package dev.runnerfleet.scaler.imports.entry;

/**
 * A key that is ignored, obsolete or means something else here.
 *
 * @param line from 1
 * @param key its path in the file, such as {@code runners[0].machine.IdleCount}; never its value
 */
public record Warning(int line, String key, String reason) {}
