-- An announcement names the head, so whoever listens need not ask for it. Marten's daemon does not look at the payload.
create or replace function ledger_log_announce() returns void language plpgsql
as $$
declare
    head bigint;
begin
    perform set_config('synchronous_commit', 'off', true);
    perform pg_advisory_xact_lock(7810759523990400104);
    select position into strict head from ledger_log_head;
    if head > (select case when is_called then last_value else 0 end from mt_events_sequence) then
        perform setval('mt_events_sequence', head, true);
    end if;
    perform pg_notify('mt_events_appended', head::text);
end
$$;
