-- Two announcements at once could lower the sequence: one reads the head, the other raises the sequence to a newer head, and the first
-- sets it back to what it read. An advisory lock lets one go at a time; what the later one reads is then the newer head.
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
    perform pg_notify('mt_events_appended', '');
end
$$;

create or replace function ledger_log_settle_sequence() returns void language plpgsql
as $$
declare
    head bigint;
begin
    perform pg_advisory_xact_lock(7810759523990400104);
    select position into strict head from ledger_log_head for update;
    perform setval('mt_events_sequence', greatest(head, 1), head > 0);
end
$$;
