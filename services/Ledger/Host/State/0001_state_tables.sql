-- What the writer needs to know to decide, kept beside the log in the append's transaction. All of it can be rebuilt from the log.
create table if not exists ledger_accounts (
    program    varchar not null,
    account_id varchar not null,
    version    bigint not null,
    due_at     timestamptz,
    state      json not null,
    primary key (program, account_id)
) with (fillfactor = 70);

create index if not exists ledger_accounts_due on ledger_accounts (program, due_at) where due_at is not null;

create table if not exists ledger_lots (
    program      varchar not null,
    account_id   varchar not null,
    lot          bigint not null,
    owner        varchar not null,
    unit         varchar not null,
    order_key    varchar,
    rebate_key   varchar,
    activates_at timestamptz,
    expires_at   timestamptz,
    pending      numeric not null,
    unheld       numeric not null,
    held         numeric not null,
    spent        numeric not null,
    expired      numeric not null,
    owed         numeric not null,
    waived       numeric not null,
    is_open      boolean not null,
    primary key (program, account_id, lot)
) with (fillfactor = 80);

create index if not exists ledger_lots_open on ledger_lots (program, account_id) where is_open or rebate_key is not null;
create index if not exists ledger_lots_order on ledger_lots (program, account_id, order_key) where order_key is not null;

-- Cheaper than the default compression; a server built without it keeps the default.
do $$
begin
    alter table ledger_accounts alter column state set compression lz4;
exception when feature_not_supported then
    null;
end
$$;

-- Arrays are taken apart in a select list: in a from clause each would be written to a store first.
-- Compare-and-set of every account of a batch; another writer's change raises what the log raises for a stream.
create or replace function ledger_save_accounts(programs text[], accounts text[], befores bigint[], dues timestamptz[], states json[])
returns void language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
declare
    updated bigint;
    inserted bigint;
begin
    update ledger_accounts a set version = n.before + 1, due_at = n.due, state = n.state
      from (select unnest(programs) as program, unnest(accounts) as account, unnest(befores) as before, unnest(dues) as due, unnest(states) as state) n
     where n.before > 0 and a.program = n.program and a.account_id = n.account and a.version = n.before;
    get diagnostics updated = row_count;

    insert into ledger_accounts (program, account_id, version, due_at, state)
    select n.program, n.account, 1, n.due, n.state
      from (select unnest(programs) as program, unnest(accounts) as account, unnest(befores) as before, unnest(dues) as due, unnest(states) as state) n
     where n.before = 0
        on conflict do nothing;
    get diagnostics inserted = row_count;

    if updated + inserted <> cardinality(accounts) then
        raise exception 'accounts were changed by another writer' using errcode = 'LG001',
            hint = (select json_agg(json_build_array(n.program, 'account/' || n.account)) from unnest(programs, accounts) as n (program, account));
    end if;
end
$$;

-- Another process may have changed a program meanwhile: what was decided by the one before is decided again. The rows stay as they are until
-- the commit, so a change of a program stands in the log before or after a batch and never within. For one program a plan of its own would always
-- look cheaper than the one for any, and would be made for every batch: that costs more than the rest.
create or replace function ledger_check_programs(programs text[], streams text[], versions bigint[])
returns void language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
declare
    same bigint;
begin
    perform from mt_streams s join unnest(programs, streams, versions) as n (program, stream, version)
              on s.tenant_id = n.program and s.id = n.stream and s.version = n.version
       for share of s;
    get diagnostics same = row_count;

    if same <> cardinality(programs) then
        raise exception 'programs were changed by another writer' using errcode = 'LG001',
            hint = (select json_agg(json_build_array(n.program, n.stream)) from unnest(programs, streams) as n (program, stream));
    end if;
end
$$;
