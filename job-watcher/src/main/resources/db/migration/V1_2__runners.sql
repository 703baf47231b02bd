-- Which GitLab runner each of our machines has, to know whose jobs to ask about once it is gone.
create table runner (
  id            text primary key,
  gitlab_runner bigint not null,
  registered_at timestamptz not null
);
create index runner_registered_at on runner (registered_at);
create index job_running_on on job (gitlab_runner) where stage = 'RUNNING';
