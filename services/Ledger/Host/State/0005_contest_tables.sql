-- What challenges need to know of each order (mechanics.md §8): only of programs that hold some. All of it can be rebuilt from the log.
create table if not exists ledger_contest_orders (
    program    varchar collate "C" not null,
    account_id varchar collate "C" not null,
    order_key  varchar not null,
    placed_at  timestamptz not null,
    month      int not null,
    spends     varchar[] not null,
    counts     varchar[] not null,
    has_points boolean not null,
    primary key (program, account_id, order_key)
);

create index if not exists ledger_contest_orders_month on ledger_contest_orders (program, month, account_id);

create or replace function ledger_save_contest_orders(
    programs text[], accounts text[], orders text[], placed timestamptz[], months int[], spends text[], counts text[], points boolean[])
returns void language sql
as $$
    insert into ledger_contest_orders (program, account_id, order_key, placed_at, month, spends, counts, has_points)
    select n.program, n.account, n.order_key, n.placed, n.month, string_to_array(n.spends, chr(10)), string_to_array(n.counts, chr(10)), n.points
      from unnest(programs, accounts, orders, placed, months, spends, counts, points)
           as n (program, account, order_key, placed, month, spends, counts, points)
        on conflict (program, account_id, order_key) do update
       set spends = excluded.spends, counts = excluded.counts, has_points = excluded.has_points;
$$;

-- The salts of draws that are announced and not held yet: apart from the log, where nobody reads them.
create table if not exists ledger_draw_salts (
    program varchar not null,
    draw    varchar not null,
    salt    bytea not null,
    primary key (program, draw)
);

-- Program-wide work counts what was recorded before it, and a draw uses the log's head: whatever came meanwhile makes it be decided again.
create or replace function ledger_check_log(program text, read_at bigint, head bigint)
returns void language plpgsql
as $$
declare
    position_now bigint;
begin
    select h.position into position_now from ledger_log_head h for update;

    if (head is not null and head <> position_now)
       or exists (select from mt_events e where e.tenant_id = ledger_check_log.program and e.seq_id > read_at) then
        raise exception 'the log went on' using errcode = 'LG001', hint = json_build_array(json_build_array(program, 'program/' || program))::text;
    end if;
end
$$;
