/**
 * Benchmarks, and beside them the tests that need every part at once: the end-to-end workload, the
 * rules of the house, and the dashboards held against the metrics that exist.
 */
@NullMarked
package dev.runnerfleet.bench;

import org.jspecify.annotations.NullMarked;
