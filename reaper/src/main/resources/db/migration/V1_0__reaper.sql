create table runner (
  runner        text primary key,
  pool          text not null,
  instance      text,
  region        text,
  gitlab_runner bigint,
  launched_at   timestamptz,
  registered_at timestamptz,
  closed_at     timestamptz
);
create index runner_open on runner (launched_at) where closed_at is null;

create table pool (
  name     text primary key,
  region   text not null,
  scope    text not null,
  scope_id bigint
);

-- due_at is null once the drain has ended; lease names the round that has it in hand.
create table drain (
  runner           text primary key,
  pool             text not null,
  reason           text not null,
  unregistered_too boolean not null,
  force            boolean not null,
  decision         text not null,
  ordered_at       timestamptz not null,
  state            text not null,
  since            timestamptz not null,
  due_at           timestamptz,
  lease            uuid
);
create index drain_due on drain (due_at) where due_at is not null;

-- ended_at is set by the first sweep that does not find it any more.
create table finding (
  resource   text primary key,
  kind       text not null,
  pool       text not null,
  region     text not null,
  verdict    text not null,
  first_seen timestamptz not null,
  seen_at    timestamptz not null,
  acted_at   timestamptz,
  ended_at   timestamptz
);

-- One row: who takes it may sweep.
create table sweep_turn (
  id     int primary key,
  due_at timestamptz not null
);
insert into sweep_turn values (1, 'epoch');
