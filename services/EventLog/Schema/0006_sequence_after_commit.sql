-- The append on tables that Marten makes. It takes the place of 0001, 0003 and 0004 of earlier builds, which are in no new database.

-- Every append updates rows of mt_streams: room on the page keeps those updates off the index.
alter table mt_streams set (fillfactor = 80);

-- Cheaper than the default compression to write and to read; a server built without it keeps the default.
do $$
begin
    alter table mt_events alter column data set compression lz4;
exception when feature_not_supported then
    null;
end
$$;

-- Compare-and-set of every stream of a batch, called with the streams in (tenant, id) order, so that two writers never wait for each other in
-- a circle. The settings pin the plan to index lookups: a plan that was made while the table was small must not become a scan when it has grown.
-- Arrays are taken apart in a select list: in a from clause each would be written to a store first.
create or replace function ledger_log_touch_streams(
    tenants text[], ids text[], types text[], befores bigint[], afters bigint[], firsts timestamptz[], lasts timestamptz[])
returns void language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
declare
    updated bigint;
    inserted bigint;
    conflicts text;
begin
    update mt_streams s
       set version = n.after, timestamp = n.last
      from (select unnest(tenants) as tenant, unnest(ids) as id, unnest(befores) as before, unnest(afters) as after, unnest(lasts) as last) n
     where n.before > 0 and s.tenant_id = n.tenant and s.id = n.id and s.version = n.before;
    get diagnostics updated = row_count;

    insert into mt_streams (tenant_id, id, type, version, timestamp, created, is_archived)
    select n.tenant, n.id, n.type, n.after, n.last, n.first, false
      from (select unnest(tenants) as tenant, unnest(ids) as id, unnest(types) as type, unnest(befores) as before, unnest(afters) as after,
                   unnest(firsts) as first, unnest(lasts) as last) n
     where n.before = 0
        on conflict do nothing;
    get diagnostics inserted = row_count;

    if updated + inserted <> cardinality(ids) then
        -- Rows that this transaction wrote matched; all others did not. They go into the hint, because a detail is redacted on its way.
        select json_agg(json_build_array(n.tenant, n.id)) into conflicts
          from unnest(tenants, ids) as n (tenant, id)
         where not exists (
            select from mt_streams s
             where s.tenant_id = n.tenant and s.id = n.id and s.xmin = pg_current_xact_id()::xid);
        raise exception 'streams are not at the expected version' using errcode = 'LG001', hint = conflicts;
    end if;
end
$$;

-- Takes the next positions, writes the events, and moves the head with its chain. From the row lock on the head to the commit no one else can
-- take a position, so positions are contiguous and in commit order. The sequence is not touched: see ledger_log_announce.
create or replace function ledger_log_append(
    ids uuid[], tenants text[], streams text[], versions bigint[], types text[], dotnet_types text[], datas jsonb[],
    timestamps timestamptz[], correlations text[], causations text[], all_headers jsonb[], event_digests bytea)
returns bigint language plpgsql
as $$
declare
    head record;
    count bigint := cardinality(ids);
    batch_digest bytea;
    new_chain bytea;
begin
    select position, chain into strict head from ledger_log_head for update;
    batch_digest := sha256(int8send(head.position + 1) || int8send(count) || event_digests);
    new_chain := sha256(head.chain || batch_digest);

    insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
                           correlation_id, causation_id, headers, is_archived)
    select head.position + n.number, n.id, n.stream, n.version, n.data, n.type, n.timestamp, n.tenant, n.dotnet_type,
           n.correlation, n.causation, n.headers, false
      from (select unnest(ids) as id, unnest(tenants) as tenant, unnest(streams) as stream, unnest(versions) as version, unnest(types) as type,
                   unnest(dotnet_types) as dotnet_type, unnest(datas) as data, unnest(timestamps) as timestamp, unnest(correlations) as correlation,
                   unnest(causations) as causation, unnest(all_headers) as headers, generate_series(1, count) as number) n;

    insert into ledger_log_batches (last_position, first_position, event_digests, digest, chain)
    values (head.position + count, head.position + 1, event_digests, batch_digest, new_chain);

    update ledger_log_head set position = head.position + count, chain = new_chain;
    return head.position + 1;
end
$$;

-- Called in a transaction of its own after the append's commit: brings the sequence up to the head and wakes Marten's daemons. setval is not
-- undone by a rollback, so inside the append a writer that died would leave the sequence beyond the head; a daemon would take the positions
-- between for lost, and skip them when they are written after all. Behind the head the sequence delays a daemon and nothing else, until the
-- next append or start. Nothing is lost when a crash undoes this, so it does not wait for the disk.
create function ledger_log_announce() returns void language plpgsql
as $$
declare
    head bigint;
begin
    perform set_config('synchronous_commit', 'off', true);
    select position into strict head from ledger_log_head;
    if head > (select case when is_called then last_value else 0 end from mt_events_sequence) then
        perform setval('mt_events_sequence', head, true);
    end if;
    perform pg_notify('mt_events_appended', '');
end
$$;

-- Sets the sequence to the head, whichever side it stands on. The lock keeps appends out meanwhile.
create function ledger_log_settle_sequence() returns void language plpgsql
as $$
declare
    head bigint;
begin
    select position into strict head from ledger_log_head for update;
    perform setval('mt_events_sequence', greatest(head, 1), head > 0);
end
$$;
