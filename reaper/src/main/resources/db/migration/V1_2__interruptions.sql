alter table runner add column instance_type text;
alter table runner add column zone text;
alter table runner add column market text;
create index runner_instance on runner (instance) where closed_at is null;
create index runner_closed on runner (closed_at) where closed_at is not null;

-- deleted_at: when its tombstone came; its machines may outlive it.
alter table pool add column retry_interrupted boolean not null default false;
alter table pool add column on_demand boolean not null default false;
alter table pool add column max_lifetime_seconds bigint not null default 0;
alter table pool add column deleted_at timestamptz;

alter table drain add column deadline timestamptz;

-- A machine that AWS takes, or may take: once for each kind of notice, however often it is told.
create table interruption (
  id            text primary key,
  runner        text not null,
  kind          text not null,
  pool          text not null,
  instance      text not null,
  instance_type text,
  zone          text,
  market        text,
  source        text not null,
  noticed_at    timestamptz not null,
  heard_at      timestamptz not null,
  deadline      timestamptz
);
create index interruption_runner on interruption (runner);
create index interruption_heard on interruption (heard_at);

-- A job that loses its machine, and what becomes of it. due_at is null once there is no more to do.
create table rescue (
  job       bigint primary key,
  project   bigint not null,
  pipeline  bigint not null,
  name      text not null,
  runner    text not null,
  pool      text not null,
  attempt   int not null,
  may_retry boolean not null,
  abort_at  timestamptz not null,
  state     text not null,
  since     timestamptz not null,
  forced    boolean not null,
  ours      boolean not null,
  tried     boolean not null,
  retry     bigint,
  outcome   text,
  begun_at  timestamptz not null,
  due_at    timestamptz,
  lease     uuid
);
create index rescue_due on rescue (due_at) where due_at is not null;
create index rescue_runner on rescue (runner);
create index rescue_retry on rescue (retry) where retry is not null;

-- One row: the AWS account that was seen first.
create table account (
  id     int  primary key,
  number text not null
);

-- approved_at: when an operator let it pass though so much looked wrong at once.
alter table finding add column approved_at timestamptz;

-- What operators ordered.
create table operator_order (
  id     bigint generated always as identity primary key,
  at     timestamptz not null,
  what   text not null,
  runner text,
  pool   text,
  force  boolean not null,
  reason text,
  origin text not null
);
