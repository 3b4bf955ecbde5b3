-- What the mechanics need to decide (mechanics.md): funds and notices of lots, activities, terms, grants and claims beside the spending half, and budgets.
alter table ledger_lots add column if not exists fund varchar;
alter table ledger_lots add column if not exists noticed_at timestamptz;

drop function ledger_save_lots(
    text[], text[], bigint[], text[], text[], text[], text[], timestamptz[], timestamptz[], numeric[], numeric[], numeric[], numeric[], numeric[],
    numeric[], numeric[], boolean[], timestamptz[], boolean[]);

-- The lots of accounts that were compared and set before: nobody else has changed them or taken their numbers. A row that is known to be new
-- needs no look for one that is there already.
create function ledger_save_lots(
    programs text[], accounts text[], lots bigint[], owners text[], units text[], orders text[], rebates text[], activations timestamptz[],
    expiries timestamptz[], pendings numeric[], unhelds numeric[], helds numeric[], spents numeric[], expireds numeric[], oweds numeric[],
    waiveds numeric[], opens boolean[], extensions timestamptz[], news boolean[], funds text[], notices timestamptz[])
returns void language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off
as $$
begin
    update ledger_lots l
       set activates_at = n.activates_at, pending = n.pending, unheld = n.unheld, held = n.held, spent = n.spent, expired = n.expired,
           owed = n.owed, waived = n.waived, is_open = n.is_open, extended_to = n.extended_to, noticed_at = n.noticed_at
      from (select unnest(programs) as program, unnest(accounts) as account, unnest(lots) as lot, unnest(activations) as activates_at,
                   unnest(pendings) as pending, unnest(unhelds) as unheld, unnest(helds) as held, unnest(spents) as spent,
                   unnest(expireds) as expired, unnest(oweds) as owed, unnest(waiveds) as waived, unnest(opens) as is_open,
                   unnest(extensions) as extended_to, unnest(notices) as noticed_at, unnest(news) as is_new) n
     where not n.is_new and l.program = n.program and l.account_id = n.account and l.lot = n.lot;

    insert into ledger_lots
           (program, account_id, lot, owner, unit, order_key, rebate_key, activates_at, expires_at, pending, unheld, held, spent, expired, owed, waived, is_open,
            extended_to, fund, noticed_at)
    select n.program, n.account, n.lot, n.owner, n.unit, n.order_key, n.rebate_key, n.activates_at, n.expires_at, n.pending, n.unheld, n.held, n.spent, n.expired,
           n.owed, n.waived, n.is_open, n.extended_to, n.fund, n.noticed_at
      from (select unnest(programs) as program, unnest(accounts) as account, unnest(lots) as lot, unnest(owners) as owner,
                   unnest(units) as unit, unnest(orders) as order_key, unnest(rebates) as rebate_key, unnest(activations) as activates_at,
                   unnest(expiries) as expires_at, unnest(pendings) as pending, unnest(unhelds) as unheld, unnest(helds) as held,
                   unnest(spents) as spent, unnest(expireds) as expired, unnest(oweds) as owed, unnest(waiveds) as waived,
                   unnest(opens) as is_open, unnest(extensions) as extended_to, unnest(funds) as fund, unnest(notices) as noticed_at,
                   unnest(news) as is_new) n
     where n.is_new;
end
$$;

-- What is loaded with its account: open holds and claims, activities that are not revoked, and all terms of memberships.
create index if not exists ledger_spending_kept on ledger_spending (program, account_id)
    where is_open and kind in ('hold', 'activity', 'membership', 'claim');
drop index if exists ledger_spending_holds;

-- Lists by state: grants that wait to be handed over, claims that wait to be decided.
create index if not exists ledger_spending_undecided on ledger_spending (program, kind, id) where is_open and kind in ('grant', 'claim');

-- Rows of accounts that were compared and set before. A row belongs to the account that has it, or comes to it from one that is merged in the same
-- batch; one that is another account's raises what the log raises for a stream, and is never overwritten.
create or replace function ledger_save_spending(
    programs text[], kinds text[], ids text[], accounts text[], orders text[], opens boolean[], states text[],
    merged_programs text[], merged_accounts text[])
returns void language plpgsql
as $$
declare
    saved bigint;
begin
    insert into ledger_spending as s (program, kind, id, account_id, order_key, is_open, state)
    select n.program, n.kind, n.id, n.account, n.order_key, n.is_open, n.state::json
      from unnest(programs, kinds, ids, accounts, orders, opens, states) as n (program, kind, id, account, order_key, is_open, state)
        on conflict (program, kind, id) do update set is_open = excluded.is_open, state = excluded.state, account_id = excluded.account_id
           where s.account_id = excluded.account_id
              or (s.program, s.account_id) in (select m.program, m.account from unnest(merged_programs, merged_accounts) as m (program, account));
    get diagnostics saved = row_count;

    if saved <> cardinality(ids) then
        raise exception 'ids are held by other accounts' using errcode = 'LG001',
            hint = (select json_agg(json_build_array(n.program, 'account/' || n.account)) from unnest(programs, accounts) as n (program, account));
    end if;
end
$$;

create table if not exists ledger_budgets (
    program varchar not null primary key,
    version bigint not null,
    state   json not null
);

-- Compare-and-set: two credits never pass a budget together.
create or replace function ledger_save_budgets(programs text[], befores bigint[], states json[])
returns void language plpgsql
as $$
declare
    updated bigint;
    inserted bigint;
begin
    update ledger_budgets b set version = n.before + 1, state = n.state
      from unnest(programs, befores, states) as n (program, before, state)
     where n.before > 0 and b.program = n.program and b.version = n.before;
    get diagnostics updated = row_count;

    insert into ledger_budgets (program, version, state)
    select n.program, 1, n.state from unnest(programs, befores, states) as n (program, before, state) where n.before = 0
        on conflict do nothing;
    get diagnostics inserted = row_count;

    if updated + inserted <> cardinality(programs) then
        raise exception 'budgets were changed by another writer' using errcode = 'LG001',
            hint = (select json_agg(json_build_array(n.program, 'budget')) from unnest(programs) as n (program));
    end if;
end
$$;
