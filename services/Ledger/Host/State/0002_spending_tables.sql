-- What the spending half needs to decide. Each row is found by its id, an open hold also by its account, a redemption by its order.
alter table ledger_lots add column if not exists extended_to timestamptz;

-- The lots of accounts that were compared and set before: nobody else has changed them or taken their numbers. A row that is known to be new
-- needs no look for one that is there already.
create or replace function ledger_save_lots(
    programs text[], accounts text[], lots bigint[], owners text[], units text[], orders text[], rebates text[], activations timestamptz[],
    expiries timestamptz[], pendings numeric[], unhelds numeric[], helds numeric[], spents numeric[], expireds numeric[], oweds numeric[],
    waiveds numeric[], opens boolean[], extensions timestamptz[], news boolean[])
returns void language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
begin
    update ledger_lots l
       set activates_at = n.activates_at, pending = n.pending, unheld = n.unheld, held = n.held, spent = n.spent, expired = n.expired,
           owed = n.owed, waived = n.waived, is_open = n.is_open, extended_to = n.extended_to
      from (select unnest(programs) as program, unnest(accounts) as account, unnest(lots) as lot, unnest(activations) as activates_at,
                   unnest(pendings) as pending, unnest(unhelds) as unheld, unnest(helds) as held, unnest(spents) as spent,
                   unnest(expireds) as expired, unnest(oweds) as owed, unnest(waiveds) as waived, unnest(opens) as is_open,
                   unnest(extensions) as extended_to, unnest(news) as is_new) n
     where not n.is_new and l.program = n.program and l.account_id = n.account and l.lot = n.lot;

    insert into ledger_lots
           (program, account_id, lot, owner, unit, order_key, rebate_key, activates_at, expires_at, pending, unheld, held, spent, expired, owed, waived, is_open, extended_to)
    select n.program, n.account, n.lot, n.owner, n.unit, n.order_key, n.rebate_key, n.activates_at, n.expires_at, n.pending, n.unheld, n.held, n.spent, n.expired,
           n.owed, n.waived, n.is_open, n.extended_to
      from (select unnest(programs) as program, unnest(accounts) as account, unnest(lots) as lot, unnest(owners) as owner,
                   unnest(units) as unit, unnest(orders) as order_key, unnest(rebates) as rebate_key, unnest(activations) as activates_at,
                   unnest(expiries) as expires_at, unnest(pendings) as pending, unnest(unhelds) as unheld, unnest(helds) as held,
                   unnest(spents) as spent, unnest(expireds) as expired, unnest(oweds) as owed, unnest(waiveds) as waived,
                   unnest(opens) as is_open, unnest(extensions) as extended_to, unnest(news) as is_new) n
     where n.is_new;
end
$$;

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
