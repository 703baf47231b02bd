alter table pool rename column refused_revision to stop_revision;
alter table pool
  add column stop_reason text,
  add column stop_detail text,
  add column stop_probe_at timestamptz,
  add column stop_at timestamptz,
  -- The revision that last changed what the pool's machines are.
  add column machine_revision integer not null default 1,
  add column override_kind text,
  add column override_runners integer,
  add column override_until timestamptz,
  add column prepared_revision integer,
  add column prepared_image text,
  add column hourly_price numeric(18, 6),
  add column prepared_at timestamptz;
update pool set stop_reason = 'BAD_CONFIGURATION', stop_detail = refusal_detail, stop_at = now()
  where stop_revision is not null;

-- The only market that will do for the job; null: any.
alter table job add column market text;
-- Since when it belongs to its pool.
alter table job add column matched_at timestamptz;
drop index job_queued;
create index job_queued on job (pool, project, market, queued_at) where stage = 'QUEUED';
drop index job_gitlab_runner;
create index job_gitlab_runner on job (gitlab_runner) include (stage, finished_at)
  where gitlab_runner is not null;

alter table runner
  add column asked_market text,
  add column market text,
  add column hourly_price numeric(18, 6),
  add column image text,
  add column called_at timestamptz;
create index runner_gone on runner (pool, state_at) where state in ('TERMINATED', 'NOT_LAUNCHED');

-- What older decisions saw lacks what every decision is now shown with.
delete from decision;
