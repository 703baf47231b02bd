-- A pool as of one revision, with the launch template version made for it.
create table pool (
  id               text primary key,
  name             text        not null,
  revision         integer     not null,
  region           text        not null,
  spec             text        not null,
  gone             boolean     not null,
  template_name    text,
  template_version text,
  problem          text,
  seen_at          timestamptz not null
);
create index pool_name on pool (name, revision);

create table subnet (
  id   text primary key,
  zone text not null
);

create table runner (
  id            text primary key,
  pool          text        not null,
  pool_revision integer     not null,
  domain        text        not null,
  region        text,
  purpose       text        not null,
  decided_at    timestamptz not null,
  state         text        not null,
  due_at        timestamptz not null,
  tries         integer     not null,
  launch        text,
  called_at     timestamptz,
  launched_at   timestamptz,
  instance      text unique,
  instance_type text,
  zone          text,
  market        text,
  hourly_price  numeric(12, 6),
  enrolling_at  timestamptz,
  gitlab_runner bigint,
  registered_at timestamptz,
  closed_at     timestamptz,
  failure       text,
  detail        text
);
create index runner_pending on runner (domain, due_at) where state = 'PENDING';
create index runner_launch on runner (launch) where state = 'CALLED';
create index runner_pool on runner (pool, state);

-- One call of CreateFleet: the intent is here before the call, the outcome after it.
create table launch (
  id               text primary key,
  pool             text        not null,
  pool_revision    integer     not null,
  domain           text        not null,
  region           text        not null,
  market           text        not null,
  places           text        not null,
  template_name    text        not null,
  template_version text        not null,
  size             integer     not null,
  attempt          integer     not null,
  client_token     text        not null,
  state            text        not null,
  tries            integer     not null,
  due_at           timestamptz not null,
  created_at       timestamptz not null,
  finished_at      timestamptz,
  launched         integer     not null,
  result           text
);
create index launch_open on launch (domain, due_at) where state <> 'DONE';
create index launch_created_at on launch (created_at);

create table bucket (
  id         text primary key,
  capacity   double precision not null,
  per_second double precision not null,
  share      double precision not null,
  tokens     double precision not null,
  at         timestamptz      not null
);

create table unavailable_offering (
  id            text primary key,
  instance_type text        not null,
  location      text        not null,
  market        text        not null,
  code          text        not null,
  until         timestamptz not null
);

create table spot_price (
  id            text primary key,
  region        text           not null,
  instance_type text           not null,
  zone          text           not null,
  price         numeric(12, 6) not null,
  at            timestamptz    not null
);
