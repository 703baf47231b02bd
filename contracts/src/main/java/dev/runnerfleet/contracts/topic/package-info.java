/**
 * The topics: their names, what keys their messages, and how a message is written and read, as JSON
 * with CloudEvents attributes in its headers.
 */
@NullMarked
package dev.runnerfleet.contracts.topic;

import org.jspecify.annotations.NullMarked;
