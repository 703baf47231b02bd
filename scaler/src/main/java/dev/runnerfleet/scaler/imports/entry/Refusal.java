package dev.runnerfleet.scaler.imports.entry;

/**
 * A {@code [[runners]]} entry of which no pool can be made.
 *
 * @param line from 1, of the entry or of the key that is at fault
 */
public record Refusal(int line, String name, String reason) {}
