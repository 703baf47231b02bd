package dev.runnerfleet.sandbox.core.gitlab.hook;

import java.util.Locale;

/** What a hook can be told of; of all but the first two nothing ever happens in the sandbox. */
public enum HookEvent {
  JOB_EVENTS,
  PIPELINE_EVENTS,
  PUSH_EVENTS,
  TAG_PUSH_EVENTS,
  MERGE_REQUESTS_EVENTS,
  ISSUES_EVENTS,
  CONFIDENTIAL_ISSUES_EVENTS,
  NOTE_EVENTS,
  CONFIDENTIAL_NOTE_EVENTS,
  WIKI_PAGE_EVENTS,
  DEPLOYMENT_EVENTS,
  RELEASES_EVENTS,
  FEATURE_FLAG_EVENTS,
  REPOSITORY_UPDATE_EVENTS,
  MILESTONE_EVENTS,
  VULNERABILITY_EVENTS,
  RESOURCE_ACCESS_TOKEN_EVENTS,
  EMOJI_EVENTS,
  SUBGROUP_EVENTS,
  MEMBER_EVENTS,
  PROJECT_EVENTS;

  /** Whether only the hooks of groups have it. */
  public boolean isOfGroups() {
    return this == SUBGROUP_EVENTS || this == MEMBER_EVENTS || this == PROJECT_EVENTS;
  }

  /** As GitLab writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
