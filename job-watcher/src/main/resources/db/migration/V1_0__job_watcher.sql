create table job (
  id             bigint primary key,
  project        bigint not null,
  pipeline       bigint not null,
  name           text not null,
  ref            text not null,
  git_tag        boolean not null,
  stage          text not null,
  at             timestamptz not null,
  seen_at        timestamptz not null,
  -- What the last JobQueued told, the tags as JSON; null where none was sent yet.
  tags           text,
  ref_protected  boolean,
  gitlab_runner  bigint,
  outcome        text,
  failure_reason text
);
create index job_active on job (project) where stage in ('PENDING', 'RUNNING');
create index job_seen_at on job (seen_at);

-- Webhooks that were taken, by GitLab's idempotency key.
create table webhook_delivery (
  id          text primary key,
  received_at timestamptz not null
);
create index webhook_delivery_received_at on webhook_delivery (received_at);

-- What jobs need of a runner, remembered because no webhook says it.
create table job_tags (
  id        text primary key,
  tags      text not null,
  learnt_at timestamptz not null
);
create index job_tags_learnt_at on job_tags (learnt_at);

create table ref_protection (
  id           text primary key,
  is_protected boolean not null,
  learnt_at    timestamptz not null
);
create index ref_protection_learnt_at on ref_protection (learnt_at);

-- One row: when the next poll is due, and until when a replica holds the turn.
create table poll_turn (
  id         integer primary key,
  due_at     timestamptz not null,
  held_until timestamptz not null
);
insert into poll_turn (id, due_at, held_until) values (1, '1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z');
