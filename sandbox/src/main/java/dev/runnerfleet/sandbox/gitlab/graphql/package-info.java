/** The part of GitLab's GraphQL interface that the simulated GitLab speaks. */
@NullMarked
package dev.runnerfleet.sandbox.gitlab.graphql;

import org.jspecify.annotations.NullMarked;
