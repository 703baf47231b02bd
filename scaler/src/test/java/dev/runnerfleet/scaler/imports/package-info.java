/** GitLab Runner's config.toml made into pools. */
@NullMarked
package dev.runnerfleet.scaler.imports;

import org.jspecify.annotations.NullMarked;
