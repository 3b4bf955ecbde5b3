-- What the spending half needs to decide. Each row is found by its id, an open hold also by its account, a redemption by its order.
alter table ledger_lots add column if not exists extended_to timestamptz;

create table if not exists ledger_spending (
    program    varchar not null,
    kind       varchar not null,
    id         varchar not null,
    account_id varchar not null,
    order_key  varchar,
    is_open    boolean not null,
    state      json not null,
    primary key (program, kind, id)
) with (fillfactor = 80);

create index if not exists ledger_spending_holds on ledger_spending (program, account_id) where kind = 'hold' and is_open;
create index if not exists ledger_spending_order on ledger_spending (program, account_id, order_key) where kind = 'redemption' and order_key is not null;
create index if not exists ledger_spending_waiting on ledger_spending (program, id) where kind = 'adjustment' and is_open;

create table if not exists ledger_commands (
    program    varchar not null,
    key        varchar not null,
    hash       varchar not null,
    account_id varchar not null,
    reply      json not null,
    primary key (program, key)
);

create table if not exists ledger_rewards (
    program varchar not null,
    reward  varchar not null,
    version bigint not null,
    taken   bigint not null,
    primary key (program, reward)
);

-- A key that another writer has bound meanwhile raises what the log raises for a stream: the batch is decided again and finds it.
create or replace function ledger_save_commands(programs text[], keys text[], hashes text[], accounts text[], replies text[])
returns void language plpgsql
as $$
declare
    inserted bigint;
begin
    insert into ledger_commands (program, key, hash, account_id, reply)
    select n.program, n.key, n.hash, n.account, n.reply::json
      from unnest(programs, keys, hashes, accounts, replies) as n (program, key, hash, account, reply)
        on conflict do nothing;
    get diagnostics inserted = row_count;

    if inserted <> cardinality(keys) then
        raise exception 'keys were bound by another writer' using errcode = 'LG001',
            hint = (select json_agg(json_build_array(n.program, 'account/' || n.account)) from unnest(programs, accounts) as n (program, account));
    end if;
end
$$;
