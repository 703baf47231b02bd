/** What a config.toml says that decides about docker+machine's machines. */
@NullMarked
package dev.runnerfleet.replay.dockermachine.config;

import org.jspecify.annotations.NullMarked;
