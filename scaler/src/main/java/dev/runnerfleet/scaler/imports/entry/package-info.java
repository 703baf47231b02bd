/**
 * One {@code [[runners]]} entry of a {@code config.toml} made into a pool's document: key by key,
 * each with the line that it stands on, and without its secrets.
 */
@NullMarked
package dev.runnerfleet.scaler.imports.entry;

import org.jspecify.annotations.NullMarked;
