-- Who took an order back that was called already: the reaper is told of it when there is a machine.
alter table runner drop column recalled, add column recalled_by text;
