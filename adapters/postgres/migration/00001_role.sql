-- The application role. It belongs to the whole server, so several databases
-- share it; whoever runs the migrations must be able to act as it. A server
-- on which the owner may not make roles needs it made by hand before:
--   create role motcua_app nologin; grant motcua_app to <owner>;

-- +goose Up
-- +goose StatementBegin
do $$
begin
    if not exists (select from pg_roles where rolname = 'motcua_app') then
        begin
            create role motcua_app nologin;
        exception when duplicate_object or unique_violation then
            null; -- another database was faster
        end;
    end if;
    if not pg_has_role(current_user, 'motcua_app', 'member') then
        begin
            execute format('grant motcua_app to %I', current_user);
        exception when unique_violation then
            null;
        end;
    end if;
end
$$;
-- +goose StatementEnd
grant usage on schema motcua to motcua_app;
