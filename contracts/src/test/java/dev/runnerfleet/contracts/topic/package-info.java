@NullMarked
package dev.runnerfleet.contracts.topic;

import org.jspecify.annotations.NullMarked;
