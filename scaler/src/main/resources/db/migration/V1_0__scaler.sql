create table pool (
  name             text primary key,
  revision         integer not null,
  spec             text not null,
  -- What the pool file said when it was last taken over; null for a pool made over REST.
  file_spec        text,
  paused           boolean not null,
  closed           boolean not null,
  refusals         integer not null,
  backing_off_until timestamptz,
  refused_revision integer,
  refusal_detail   text not null,
  -- Which reasons hold launches and since when, as JSON.
  held             text not null
);

create table job (
  id            bigint primary key,
  project       bigint not null,
  stage         text not null,
  pipeline      bigint,
  name          text,
  -- A JSON array in alphabetical order, so that equal sets are equal texts.
  tags          text,
  ref_protected boolean,
  queued_at     timestamptz,
  seen_at       timestamptz,
  gitlab_runner bigint,
  started_at    timestamptz,
  finished_at   timestamptz,
  outcome       text,
  pool          text
);
create index job_queued on job (pool, queued_at) where stage = 'QUEUED';
create index job_gitlab_runner on job (gitlab_runner) where gitlab_runner is not null;
create index job_finished on job (finished_at) where stage = 'FINISHED';

create table runner (
  id            text primary key,
  pool          text not null,
  revision      integer not null,
  decision      text not null,
  requested_at  timestamptz not null,
  launched_at   timestamptz,
  gitlab_runner bigint,
  registered_at timestamptz,
  kept_at       timestamptz,
  state         text not null,
  state_reason  text,
  state_at      timestamptz not null
);
create index runner_live on runner (pool) where state not in ('TERMINATED', 'NOT_LAUNCHED');
create index runner_gitlab_runner on runner (gitlab_runner) where gitlab_runner is not null;

create table decision (
  id            text primary key,
  pool          text not null,
  at            timestamptz not null,
  pool_revision integer not null,
  inputs        text not null,
  outcome       text not null
);
create index decision_at on decision (at, id);
create index decision_pool_at on decision (pool, at, id);
