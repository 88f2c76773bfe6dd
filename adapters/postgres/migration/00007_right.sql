-- The application role reads tables and calls functions, no more. Roles for
-- reports see no row of a district until they get a policy of their own.

-- +goose Up
revoke all on all functions in schema motcua from public;
grant execute on all functions in schema motcua to motcua_app;
grant select on all tables in schema motcua to motcua_app;

alter table motcua.district enable row level security;
alter table motcua.register enable row level security;
alter table motcua.reader enable row level security;
alter table motcua.cases enable row level security;
alter table motcua.journal enable row level security;
alter table motcua.committed enable row level security;
alter table motcua.private enable row level security;

create policy application on motcua.district for select to motcua_app using (true);
create policy application on motcua.register for select to motcua_app using (true);
create policy application on motcua.reader for select to motcua_app using (true);
create policy application on motcua.cases for select to motcua_app using (true);
create policy application on motcua.journal for select to motcua_app using (true);
create policy application on motcua.committed for select to motcua_app using (true);
create policy application on motcua.private for select to motcua_app using (true);
