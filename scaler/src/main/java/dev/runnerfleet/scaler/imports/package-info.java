/**
 * GitLab Runner's {@code config.toml} made into pools: what its runner managers would do, said in
 * the pool file's form, with a warning for each key that is ignored, obsolete or means something
 * else here. Pure: text in, documents out. No secret leaves this package.
 */
@NullMarked
package dev.runnerfleet.scaler.imports;

import org.jspecify.annotations.NullMarked;
