-- Whether somebody wants all projects listed, whatever their turn.
alter table poll_turn add column wanted boolean not null default false;

-- When the last complete listing of each project began.
create table poll_cursor (
  project   bigint primary key,
  listed_at timestamptz not null
);
create index poll_cursor_listed_at on poll_cursor (listed_at);
