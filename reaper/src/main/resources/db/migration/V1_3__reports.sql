-- What each machine's own reports are believed by, and what the last one told.
create table reporter (
  runner        text primary key,
  pool          text not null,
  key_digest    text not null,
  registered_at timestamptz not null,
  reported_at   timestamptz,
  state         text,
  cpu           double precision,
  memory        double precision,
  notice        text,
  deadline      timestamptz
);
