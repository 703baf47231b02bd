/**
 * Where jobs come from: the one port behind which a forge stands. GitLab's is in {@code gitlab};
 * another forge, or GitLab's job router, would be one more implementation, held to the same
 * contract test.
 */
@NullMarked
package dev.runnerfleet.jobwatcher.source;

import org.jspecify.annotations.NullMarked;
