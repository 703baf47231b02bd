/** What the tests of the services stand on: a real broker and database, and the sandbox. */
@NullMarked
package dev.runnerfleet.testkit;

import org.jspecify.annotations.NullMarked;
