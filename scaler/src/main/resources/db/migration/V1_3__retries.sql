-- How often the like of this job has been retried because its machine went.
alter table job add column retries integer not null default 0;
