
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA projections;

CREATE SCHEMA projections_1;

CREATE FUNCTION public.ledger_check_programs(programs text[], streams text[], versions bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
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

CREATE FUNCTION public.ledger_log_append(ids uuid[], tenants text[], streams text[], versions bigint[], types text[], dotnet_types text[], datas jsonb[], timestamps timestamp with time zone[], correlations text[], causations text[], all_headers jsonb[], event_digests bytea) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    head record;
    count bigint := cardinality(ids);
    batch_digest bytea;
    new_chain bytea;
begin
    select position, chain into strict head from ledger_log_head for update;
    batch_digest := sha256(int8send(head.position + 1) || int8send(count) || event_digests);
    new_chain := sha256(head.chain || batch_digest);

    -- Before the events, so that at no moment a visible event lies beyond the sequence.
    perform setval('mt_events_sequence', head.position + count, true);

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

CREATE FUNCTION public.ledger_log_touch_streams(tenants text[], ids text[], types text[], befores bigint[], afters bigint[], firsts timestamp with time zone[], lasts timestamp with time zone[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
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
        -- Rows that this transaction wrote matched; all others did not. They go into the hint, for a detail is redacted on its way.
        select json_agg(json_build_array(n.tenant, n.id)) into conflicts
          from unnest(tenants, ids) as n (tenant, id)
         where not exists (
            select from mt_streams s
             where s.tenant_id = n.tenant and s.id = n.id and s.xmin = pg_current_xact_id()::xid);
        raise exception 'streams are not at the expected version' using errcode = 'LG001', hint = conflicts;
    end if;
end
$$;

CREATE FUNCTION public.ledger_save_accounts(programs text[], accounts text[], befores bigint[], dues timestamp with time zone[], states json[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
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

CREATE FUNCTION public.ledger_save_commands(programs text[], keys text[], hashes text[], accounts text[], replies text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.ledger_save_lots(programs text[], accounts text[], lots bigint[], owners text[], units text[], orders text[], rebates text[], activations timestamp with time zone[], expiries timestamp with time zone[], pendings numeric[], unhelds numeric[], helds numeric[], spents numeric[], expireds numeric[], oweds numeric[], waiveds numeric[], opens boolean[], extensions timestamp with time zone[], news boolean[]) RETURNS void
    LANGUAGE plpgsql
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'off'
    SET jit TO 'off'
    AS $$
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

CREATE SEQUENCE projections.generations
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE projections.live (
    shape integer NOT NULL,
    generation integer NOT NULL
);

CREATE TABLE projections.rebuild (
    shape integer NOT NULL,
    state text NOT NULL,
    generation integer,
    done bigint DEFAULT 0 NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    per_second double precision DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE projections_1.accounts (
    number bigint NOT NULL,
    program text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    clock timestamp with time zone NOT NULL,
    entries bigint NOT NULL,
    orders bigint NOT NULL,
    first_order_at timestamp with time zone,
    tier text,
    since timestamp with time zone,
    grace_until timestamp with time zone,
    merged_into text COLLATE pg_catalog."C",
    absorbed text
)
WITH (fillfactor='70');

CREATE TABLE projections_1.books (
    program text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    book text NOT NULL COLLATE pg_catalog."C",
    amount numeric NOT NULL
)
WITH (fillfactor='20');

CREATE TABLE projections_1.entries (
    account bigint NOT NULL,
    sequence bigint NOT NULL,
    "position" bigint NOT NULL,
    id uuid NOT NULL,
    order_hash bigint,
    wallet_hash bigint NOT NULL,
    effective_at timestamp with time zone NOT NULL
);

CREATE TABLE projections_1.lots (
    account bigint NOT NULL,
    lot bigint NOT NULL,
    owner text NOT NULL,
    unit text NOT NULL,
    pending numeric NOT NULL,
    available numeric NOT NULL,
    held numeric NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    activates_at timestamp with time zone,
    expires_at timestamp with time zone,
    order_key text,
    rebate_key text
)
WITH (fillfactor='80');

CREATE TABLE projections_1.measures (
    account bigint NOT NULL,
    scope text NOT NULL COLLATE pg_catalog."C",
    month integer NOT NULL,
    net text NOT NULL,
    orders bigint NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE projections_1.month_points (
    account bigint NOT NULL,
    month integer NOT NULL,
    points bigint NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE projections_1.orders (
    account bigint NOT NULL,
    source text NOT NULL COLLATE pg_catalog."C",
    order_id text NOT NULL COLLATE pg_catalog."C",
    placed_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    evaluated boolean NOT NULL,
    gross text NOT NULL,
    net text NOT NULL,
    entitled numeric NOT NULL,
    stated text NOT NULL,
    variance numeric NOT NULL,
    points bigint NOT NULL
)
WITH (fillfactor='90');

CREATE TABLE projections_1.programs (
    program text NOT NULL COLLATE pg_catalog."C",
    mode text NOT NULL,
    clock_at timestamp with time zone,
    revision bigint NOT NULL
)
WITH (fillfactor='20');

CREATE TABLE projections_1.rebates (
    account bigint NOT NULL,
    rebate text NOT NULL COLLATE pg_catalog."C",
    period text NOT NULL COLLATE pg_catalog."C",
    period_start timestamp with time zone NOT NULL,
    version integer NOT NULL,
    basis text NOT NULL,
    amount numeric NOT NULL
)
WITH (fillfactor='90');

CREATE TABLE projections_1.rejections (
    program text NOT NULL COLLATE pg_catalog."C",
    rejected_id text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    door text NOT NULL,
    payload text NOT NULL,
    fact_type text,
    source text,
    order_id text,
    recorded_at timestamp with time zone NOT NULL,
    redriven_at timestamp with time zone
);

CREATE TABLE projections_1.versions (
    program text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    state text NOT NULL,
    document text NOT NULL,
    number bigint NOT NULL
);

CREATE TABLE projections_1.wallets (
    account bigint NOT NULL,
    owner text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    pending numeric NOT NULL,
    available numeric NOT NULL,
    held numeric NOT NULL,
    arrears numeric NOT NULL,
    accrued numeric NOT NULL,
    reversed numeric NOT NULL,
    redeemed numeric NOT NULL,
    expired numeric NOT NULL,
    adjusted numeric NOT NULL,
    credited boolean NOT NULL
)
WITH (fillfactor='70');

CREATE TABLE public.ledger_accounts (
    program character varying NOT NULL,
    account_id character varying NOT NULL,
    version bigint NOT NULL,
    due_at timestamp with time zone,
    state json NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ONLY public.ledger_accounts ALTER COLUMN state SET COMPRESSION lz4;

CREATE TABLE public.ledger_api_keys (
    id character varying NOT NULL,
    name character varying NOT NULL,
    hash bytea NOT NULL,
    program character varying,
    scopes text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT ledger_api_keys_hash_check CHECK ((octet_length(hash) = 32))
);

CREATE TABLE public.ledger_commands (
    program character varying NOT NULL,
    key character varying NOT NULL,
    hash character varying NOT NULL,
    account_id character varying NOT NULL,
    reply json NOT NULL
);

CREATE TABLE public.ledger_log_batches (
    last_position bigint NOT NULL,
    first_position bigint NOT NULL,
    event_digests bytea NOT NULL,
    digest bytea NOT NULL,
    chain bytea NOT NULL
);
ALTER TABLE ONLY public.ledger_log_batches ALTER COLUMN event_digests SET STORAGE EXTERNAL;

CREATE TABLE public.ledger_log_head (
    one boolean DEFAULT true NOT NULL,
    "position" bigint NOT NULL,
    chain bytea NOT NULL,
    CONSTRAINT ledger_log_head_chain_check CHECK ((octet_length(chain) = 32)),
    CONSTRAINT ledger_log_head_one_check CHECK (one),
    CONSTRAINT ledger_log_head_position_check CHECK (("position" >= 0))
)
WITH (fillfactor='10');

CREATE TABLE public.ledger_log_migrations (
    name character varying NOT NULL,
    sha256 bytea NOT NULL,
    applied timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.ledger_lots (
    program character varying NOT NULL,
    account_id character varying NOT NULL,
    lot bigint NOT NULL,
    owner character varying NOT NULL,
    unit character varying NOT NULL,
    order_key character varying,
    rebate_key character varying,
    activates_at timestamp with time zone,
    expires_at timestamp with time zone,
    pending numeric NOT NULL,
    unheld numeric NOT NULL,
    held numeric NOT NULL,
    spent numeric NOT NULL,
    expired numeric NOT NULL,
    owed numeric NOT NULL,
    waived numeric NOT NULL,
    is_open boolean NOT NULL,
    extended_to timestamp with time zone
)
WITH (fillfactor='80');

CREATE TABLE public.ledger_rewards (
    program character varying NOT NULL,
    reward character varying NOT NULL,
    version bigint NOT NULL,
    taken bigint NOT NULL
);

CREATE TABLE public.ledger_spending (
    program character varying NOT NULL,
    kind character varying NOT NULL,
    id character varying NOT NULL,
    account_id character varying NOT NULL,
    order_key character varying,
    is_open boolean NOT NULL,
    state json NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE public.mt_event_progression (
    name character varying NOT NULL,
    last_seq_id bigint,
    last_updated timestamp with time zone DEFAULT transaction_timestamp()
);

CREATE TABLE public.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying NOT NULL,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    is_archived boolean DEFAULT false NOT NULL
);
ALTER TABLE ONLY public.mt_events ALTER COLUMN data SET COMPRESSION lz4;

CREATE SEQUENCE public.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.mt_events_sequence OWNED BY public.mt_events.seq_id;

CREATE TABLE public.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
)
WITH (fillfactor='80');

INSERT INTO projections.live (shape, generation) VALUES
	(3, 1);

INSERT INTO projections.rebuild (shape, state, generation, done, total, per_second, changed_at) VALUES
	(3, 'idle', NULL, 0, 0, 0, '2026-11-28 16:47:40.052294+00');

INSERT INTO projections_1.accounts (number, program, account_id, clock, entries, orders, first_order_at, tier, since, grace_until, merged_into, absorbed) VALUES
	(1, 'acme', 'north', '2025-03-01 00:00:00+00', 12, 6, '2025-01-01 10:00:00+00', 'silver', '2025-01-04 10:00:00+00', NULL, NULL, NULL);

INSERT INTO projections_1.books (program, unit, book, amount) VALUES
	('acme', 'points', 'issuance', -4217),
	('acme', 'points', 'pending', 0),
	('acme', 'points', 'available', 4217);

INSERT INTO projections_1.entries (account, sequence, "position", id, order_hash, wallet_hash, effective_at) VALUES
	(1, 1, 5, 'e4c036fe-415e-83d2-9cbc-11f1602f6471', -8133643493394682148, 6635145269914587415, '2025-01-01 10:00:00+00'),
	(1, 2, 8, 'c8dea715-20da-86bb-b6ee-f25f130c3f22', -8133643493394871373, 6635145269914587415, '2025-01-02 10:00:00+00'),
	(1, 3, 11, '11aff486-4c53-8d3d-911e-29d535d0f687', -8133643493395060598, 6635145269914587415, '2025-01-03 10:00:00+00'),
	(1, 4, 14, '6fa403f7-8263-832f-9c12-236f7a001398', -8133643493395249823, 6635145269914587415, '2025-01-04 10:00:00+00'),
	(1, 5, 18, 'da2b6308-c406-846c-854e-a0a122edd848', -8133643493395439048, 6635145269914587415, '2025-01-05 10:00:00+00'),
	(1, 6, 21, 'd418c1c7-5190-8d09-8299-67b70e7b62c2', -8133643493395628273, 6635145269914587415, '2025-01-06 10:00:00+00'),
	(1, 7, 23, 'e1aa61f2-2045-895c-92a2-a229a2f7edd8', NULL, 6635145269914587415, '2025-01-15 10:00:00+00'),
	(1, 8, 24, '756d3ecd-947f-85a3-aac9-f0d6b6b4844a', NULL, 6635145269914587415, '2025-01-16 10:00:00+00'),
	(1, 9, 25, 'fb3fbfa6-ff32-8dd5-a2dc-7c3076d5a302', NULL, 6635145269914587415, '2025-01-17 10:00:00+00'),
	(1, 10, 26, 'cd72d280-030a-8bea-bc0e-0ed367cba91a', NULL, 6635145269914587415, '2025-01-18 10:00:00+00'),
	(1, 11, 27, '3b37ec47-3315-8b81-b21d-b22c8c4d3959', NULL, 6635145269914587415, '2025-01-19 10:00:00+00'),
	(1, 12, 28, 'a0cd11ad-b528-8102-94ed-e8de9646540a', NULL, 6635145269914587415, '2025-01-20 10:00:00+00');

INSERT INTO projections_1.lots (account, lot, owner, unit, pending, available, held, opened_at, activates_at, expires_at, order_key, rebate_key) VALUES
	(1, 1, 'account', 'points', 0, 594, 0, '2025-01-01 10:00:00+00', '2025-01-15 10:00:00+00', '2026-02-01 00:00:00+00', 'shop/1001', NULL),
	(1, 2, 'account', 'points', 0, 594, 0, '2025-01-02 10:00:00+00', '2025-01-16 10:00:00+00', '2026-02-01 00:00:00+00', 'shop/1002', NULL),
	(1, 3, 'account', 'points', 0, 594, 0, '2025-01-03 10:00:00+00', '2025-01-17 10:00:00+00', '2026-02-01 00:00:00+00', 'shop/1003', NULL),
	(1, 4, 'account', 'points', 0, 594, 0, '2025-01-04 10:00:00+00', '2025-01-18 10:00:00+00', '2026-02-01 00:00:00+00', 'shop/1004', NULL),
	(1, 5, 'account', 'points', 0, 891, 0, '2025-01-05 10:00:00+00', '2025-01-19 10:00:00+00', '2026-02-01 00:00:00+00', 'shop/1005', NULL),
	(1, 6, 'account', 'points', 0, 950, 0, '2025-01-06 10:00:00+00', '2025-01-20 10:00:00+00', '2026-02-01 00:00:00+00', 'shop/1006', NULL);

INSERT INTO projections_1.measures (account, scope, month, net, orders) VALUES
	(1, '*', 24300, '3564', 6),
	(1, 'goods@1', 24300, '3564', 6);

INSERT INTO projections_1.month_points (account, month, points) VALUES
	(1, 24300, 4217);

INSERT INTO projections_1.orders (account, source, order_id, placed_at, version, evaluated, gross, net, entitled, stated, variance, points) VALUES
	(1, 'shop', '1001', '2025-01-01 10:00:00+00', 1, true, '594', '594', 11.88, '0', 11.88, 594),
	(1, 'shop', '1002', '2025-01-02 10:00:00+00', 1, true, '594', '594', 11.88, '0', 11.88, 594),
	(1, 'shop', '1003', '2025-01-03 10:00:00+00', 1, true, '594', '594', 14.85, '0', 14.85, 594),
	(1, 'shop', '1004', '2025-01-04 10:00:00+00', 1, true, '594', '594', 14.85, '0', 14.85, 594),
	(1, 'shop', '1005', '2025-01-05 10:00:00+00', 1, true, '594', '594', 20.79, '0', 20.79, 891),
	(1, 'shop', '1006', '2025-01-06 10:00:00+00', 1, true, '594', '594', 20.79, '0', 20.79, 950);

INSERT INTO projections_1.programs (program, mode, clock_at, revision) VALUES
	('acme', 'manual', '2025-03-01 00:00:00+00', 2);

INSERT INTO projections_1.versions (program, version, state, document, number) VALUES
	('acme', 1, 'published', '{"currency":"GBP","discountPolicy":{"combine":"sum","maxPercent":15},"discounts":[{"group":"base","id":"card","kind":"fixed","percent":1,"scope":"goods"},{"group":"base","id":"volume","includesCurrentOrder":false,"kind":"cumulative","scope":"goods","steps":[{"from":1000,"percent":1.5},{"from":5000,"percent":3}],"window":{"kind":"rolling-months","months":12}},{"group":"status","id":"status","kind":"tier","percentByTier":{"gold":2,"silver":1},"scope":"goods"},{"group":"order","id":"size","kind":"order-total","scope":"goods","steps":[{"from":500,"percent":1},{"from":2500,"percent":2.5}]},{"group":"promo","id":"garden-weekdays","kind":"promotion","percent":5,"scope":"garden","when":{"weekdayIn":["mon","tue","wed"]}}],"earning":[{"id":"base","per":1.00,"points":1,"scope":"goods","tierMultiplier":true},{"id":"regular","per":10.00,"points":1,"scope":"goods","tierMultiplier":false,"when":{"ordersAtLeast":5}}],"effectiveFrom":"2020-01-01T00:00:00Z","pointValue":0.01,"points":{"activation":{"delayDays":14,"on":"placed"},"expiry":{"afterMonths":12,"at":"end-of-month"},"negative":"arrears","redeemOn":"future"},"program":"acme","qualification":{"metric":"spend","scope":"goods","window":{"kind":"rolling-months","months":12}},"rebates":[{"id":"quarterly","mode":"slab-marginal","payAfterDays":30,"payAs":"credit","period":"quarter","scope":"goods","steps":[{"from":0,"percent":0},{"from":3000,"percent":1},{"from":10000,"percent":2}]}],"rounding":{"money":"half-even","points":"floor"},"scopes":{"garden":{"categories":["garden"],"kinds":["merchandise"]},"goods":{"excludeSkus":["POSTAGE","GIFT-CARD"],"kinds":["merchandise"]}},"tierReview":{"every":"month","graceMonths":1,"maxSteps":1},"tiers":[{"from":0,"id":"bronze","pointsMultiplier":1},{"from":2000,"id":"silver","pointsMultiplier":1.5},{"from":10000,"id":"gold","pointsMultiplier":2}],"timeZone":"Europe/London","version":1}', 2);

INSERT INTO projections_1.wallets (account, owner, unit, pending, available, held, arrears, accrued, reversed, redeemed, expired, adjusted, credited) VALUES
	(1, 'account', 'points', 0, 4217, 0, 0, 4217, 0, 0, 0, 0, true);

INSERT INTO public.ledger_accounts (program, account_id, version, due_at, state) VALUES
	('acme', 'north', 7, '2025-03-31 23:00:00+00', '{"streamVersion":15,"clock":"2025-03-01T00:00:00Z","entries":12,"lotsOpened":6,"orders":6,"firstOrderAt":"2025-01-01T10:00:00Z","tier":"silver","tierSince":"2025-01-04T10:00:00Z","reviewedAt":"2025-03-01T00:00:00Z","measures":{"*":"24300 3564 6;","garden@1":"","goods@1":"24300 3564 6;"},"points":"24300 0 4217;","wallets":[{"owner":"account","unit":"points","unheld":4217,"accrued":4217}],"rebates":[{"opened":["quarterly","2025-Q1","2025-01-01T00:00:00Z","2025-03-31T23:00:00Z",24300,3,"goods@1",1]}]}');

INSERT INTO public.ledger_api_keys (id, name, hash, program, scopes, created_at, revoked_at) VALUES
	('8CKXMAY5ED', 'operator', '\xb532c7609ce1a1ed74b9f542d8fff818e578b9d521e6ca0f503f3319fbbb3c35', NULL, '{orders:write,accounts:read,spend:write,adjust:write,adjust:approve,program:admin,finance:read}', '2026-11-28 16:47:36.363206+00', NULL);

INSERT INTO public.ledger_log_batches (last_position, first_position, event_digests, digest, chain) VALUES
	(1, 1, '\x10fdefe9b89f040234dbaaa472022b1786efe5f8ba0391e52074efe8d542c54c', '\x0131e9bdc5eb53cb1249b3a5d9dbd818ccf36a48c35fd9b6db6b63d2bf2256ef', '\x06d07b47edee6abed095f6173f5714ddb8d01c7e0c0109443c8a78839f61284c'),
	(2, 2, '\x15d5ffb65e76bd95640b55f041b5e7470da6c024efc3ba2374126827af1012fa', '\xa38ef49cbeedc86f5dd81218a6f92f039a9d81b707c4482d6b1766212c563e40', '\xa9058fa74551bdc70614e71b57d2a17a7fb3011b7640bd7d4e0eb47f60ce9bda'),
	(5, 3, '\xf7c429e301a93afe9dfdef80bddc2889db70246f09e0480d00c8bc8fc76cf60fe220afd3f51d488d853e520ec2dc67504c190371f69da24fd8154da5bdcbcbf632e341b65d957c49e15cc8410875a6f48707336183fcea50e7b78d9c427d2dd8', '\x56ec56f8a66fca01ecfbd1450f1e6f9c2a371c9921b80270d31c4eded8a958ff', '\xa0400c16003389ea2ee3cebe0e206c561066a242a17206dab9b8f2dcd74e2918'),
	(8, 6, '\xdaccb7546d7ea8806ebe90607ea2580ff423343217b35ea33f84b55a1d9fc9b7aba6f676e691d8a322903667967917dc4efadcb132483a561c6a4b987fcb802b4a1f2c157e62c4fa2caa8ccd9fa5a0f12cbcd9c1f6f07c25762009f8c75a3dc9', '\x03b9a339de8df162e6a2d386da6174a8075f893c8700d2803e00372fee64b3ee', '\x25c80655048bf0be15a346140a5a67faef286ba0da4d88d3e8b2e2cd6fe1ddec'),
	(11, 9, '\x30b6eda4a1b04c464b8e5f4847864c770fbff54f2959004b1dee553a8935374579d64cee226cc2b29ed7238a6be37a13d75ed15ad7cd50556b8ac83e5027428c173f5c6ca6fab27694bb23d2e458dd570ad49773280234359791b59deb628d9a', '\x1cffd9e297ccf3c6f3637d6bab555f3b2ae30116785eced40545514a1f47ef3c', '\xf6f1b427b0a244c0a96e88cc72135ee0f8355d676e9887c90cf7cb4446cf0624'),
	(15, 12, '\x9855553603ebc3e98993da04353eeb28d44bdc8863e9f22c4cb7f18c3478813118d3aa720cef7079f5cd1cbfa8f9e30db55bf9a95ea0fb52dee724ed1aea7d204ae90561a729f6ba690b297d6c5c153cea467221d999a754f42abda93db18ab3ee8ceb8b5505b7b2578234f653da762996d161883cb53b5cab60a94a37e681d2', '\x31e40b771db1c9034ae49091c197e6c438b8e2d191a17f297368048636fca4f1', '\xc08d54a8a85639ab6b60a10e053328fbbe5d42339668a6179bdef1c2cc26ef63'),
	(18, 16, '\xb2f7455bbb0c38088b4f899761a43cf109da5bb1cd9b4d5ec5c78e59882cba286634273dbaaa7ab028fad0f39cfb205b6852f4c89ed01e751aa99675a79bc6942767cdc9729023f7d064a3d1d71f57f40c8939dc5f444019aa27ee67dda9735b', '\x3eac80bf9939927db7a0b78704e676923ef0b4f637e5a5283618a3841aed4d30', '\x872f1f867f5cc538ee4c7cd42a1b7201933ae09b348917449a252d03e45b1766'),
	(21, 19, '\xaa94cd5a72ac67f2717404f355f9264ddd11e616ebb92e1a785c6f45581c3912533a5416b59aa5cfe385fd374496777990176dceeb3590bcf167566a2e541569b7dd145ad27dd21abacaf88bfa3dc009c7395b4ab4ffbc33a3d72ee175d85a9c', '\x8662f5accf78bc5df13872a1e84409799964bd4b4b907b1700760ece27690452', '\xc8c7b6ada50b565a171468492c64535ec2ffcd2ce52bc5cf3e0f52cff6668763'),
	(22, 22, '\x24f41b4bd8726dafed9a8e67ab89a7e21dc0e9f7255016cb4167fc366201f74b', '\xc0e8dc4349bb9539677b0314af3e06f085480052f17baa26a5b9d3743dd4637a', '\xdef1faf67ff683e6217c6052439d8d01d0dde0c9e708fed7182b4619b00094a6'),
	(30, 23, '\x27a5e5b52718196ea35ab122ff863664187b15cbc52a78350ec02b8de0bf86ce853186c7d6dbd402a79ee2610ad6011f121759474e88ca9a49ce105fe3f87e28d020e73dedaea8d2ac5cdf1aeec0541abc56ac1e9c98fcac7427e7aa4af5a16bd9ccadaf6e5720a4883cff05f073a3680091cb89ddb446506ae886c4476108110c2431f49e620f0d92ccd6489573ba595a41f27c017709fc41bbda56900af6fcc181481fba4363d640771fcbc224be098f77684b3db944dbfccd4726878cd4a8410b082be14a6f36c377e59609a0eb1ece0a9e7ea21d62bdf78a88da9a07be35c5c2af587a9053bf296e199bf18ab25a9128e4a66b4f4d19ae1885c2fe0fdbdf', '\x40e6955595cec7d332abbb2b095059cccb05f260f9cf483ad514ea27fd7a6cad', '\x011c29aaf9d1010836487fbd7ee203e3ba9b25bd9797a76881f667cfa8ecb10a');

INSERT INTO public.ledger_log_head (one, "position", chain) VALUES
	(true, 30, '\x011c29aaf9d1010836487fbd7ee203e3ba9b25bd9797a76881f667cfa8ecb10a');

INSERT INTO public.ledger_log_migrations (name, sha256, applied) VALUES
	('0001_marten_tables.sql', '\x615b0025bb0756738b9b0f9cb15905869cf67d0bc6d559a33aa40b022ab22eb5', '2026-11-28 16:47:38.955203+00'),
	('0002_log_tables.sql', '\xc8fbf50f3ca04b902ac934d3343f34e2d71ea5f5162ed64259420743a3a7ea9b', '2026-11-28 16:47:38.955203+00'),
	('0003_append.sql', '\x8cb5e2501f6dd0230a040e578f765b340cac84cc4b332031e6f58ff8146518bb', '2026-11-28 16:47:38.955203+00'),
	('0004_append_row_by_row.sql', '\x157716c9e5397142e5685edad77eaebd25ab25fad2d677834c21057324e5685f', '2026-11-28 16:47:38.955203+00');

INSERT INTO public.ledger_lots (program, account_id, lot, owner, unit, order_key, rebate_key, activates_at, expires_at, pending, unheld, held, spent, expired, owed, waived, is_open, extended_to) VALUES
	('acme', 'north', 1, 'account', 'points', 'shop/1001', NULL, '2025-01-15 10:00:00+00', '2026-02-01 00:00:00+00', 0, 594, 0, 0, 0, 0, 0, true, NULL),
	('acme', 'north', 2, 'account', 'points', 'shop/1002', NULL, '2025-01-16 10:00:00+00', '2026-02-01 00:00:00+00', 0, 594, 0, 0, 0, 0, 0, true, NULL),
	('acme', 'north', 3, 'account', 'points', 'shop/1003', NULL, '2025-01-17 10:00:00+00', '2026-02-01 00:00:00+00', 0, 594, 0, 0, 0, 0, 0, true, NULL),
	('acme', 'north', 4, 'account', 'points', 'shop/1004', NULL, '2025-01-18 10:00:00+00', '2026-02-01 00:00:00+00', 0, 594, 0, 0, 0, 0, 0, true, NULL),
	('acme', 'north', 5, 'account', 'points', 'shop/1005', NULL, '2025-01-19 10:00:00+00', '2026-02-01 00:00:00+00', 0, 891, 0, 0, 0, 0, 0, true, NULL),
	('acme', 'north', 6, 'account', 'points', 'shop/1006', NULL, '2025-01-20 10:00:00+00', '2026-02-01 00:00:00+00', 0, 950, 0, 0, 0, 0, 0, true, NULL);

INSERT INTO public.mt_event_progression (name, last_seq_id, last_updated) VALUES
	('projections_1', 30, '2026-11-28 16:47:46.1729+00');

INSERT INTO public.mt_events (seq_id, id, stream_id, version, data, bdata, type, "timestamp", tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, is_archived) VALUES
	(1, '48f2d69e-bcd1-8681-a07d-0841440bf54d', 'program/acme', 1, '{"clock": "manual", "program": "acme", "version": 1, "document": {"tiers": [{"id": "bronze", "from": 0, "pointsMultiplier": 1}, {"id": "silver", "from": 2000, "pointsMultiplier": 1.5}, {"id": "gold", "from": 10000, "pointsMultiplier": 2}], "points": {"expiry": {"at": "end-of-month", "afterMonths": 12}, "negative": "arrears", "redeemOn": "future", "activation": {"on": "placed", "delayDays": 14}}, "scopes": {"goods": {"kinds": ["merchandise"], "excludeSkus": ["POSTAGE", "GIFT-CARD"]}, "garden": {"kinds": ["merchandise"], "categories": ["garden"]}}, "earning": [{"id": "base", "per": 1.00, "scope": "goods", "points": 1, "tierMultiplier": true}, {"id": "regular", "per": 10.00, "when": {"ordersAtLeast": 5}, "scope": "goods", "points": 1, "tierMultiplier": false}], "program": "acme", "rebates": [{"id": "quarterly", "mode": "slab-marginal", "payAs": "credit", "scope": "goods", "steps": [{"from": 0, "percent": 0}, {"from": 3000, "percent": 1}, {"from": 10000, "percent": 2}], "period": "quarter", "payAfterDays": 30}], "version": 1, "currency": "GBP", "rounding": {"money": "half-even", "points": "floor"}, "timeZone": "Europe/London", "discounts": [{"id": "card", "kind": "fixed", "group": "base", "scope": "goods", "percent": 1}, {"id": "volume", "kind": "cumulative", "group": "base", "scope": "goods", "steps": [{"from": 1000, "percent": 1.5}, {"from": 5000, "percent": 3}], "window": {"kind": "rolling-months", "months": 12}, "includesCurrentOrder": false}, {"id": "status", "kind": "tier", "group": "status", "scope": "goods", "percentByTier": {"gold": 2, "silver": 1}}, {"id": "size", "kind": "order-total", "group": "order", "scope": "goods", "steps": [{"from": 500, "percent": 1}, {"from": 2500, "percent": 2.5}]}, {"id": "garden-weekdays", "kind": "promotion", "when": {"weekdayIn": ["mon", "tue", "wed"]}, "group": "promo", "scope": "garden", "percent": 5}], "pointValue": 0.01, "tierReview": {"every": "month", "maxSteps": 1, "graceMonths": 1}, "effectiveFrom": "2020-01-01T00:00:00Z", "qualification": {"scope": "goods", "metric": "spend", "window": {"kind": "rolling-months", "months": 12}}, "discountPolicy": {"combine": "sum", "maxPercent": 15}}, "principal": "operator", "recordedAt": "2026-11-28T16:47:42.453481Z", "effectiveAt": "2026-11-28T16:47:42.453481Z"}', NULL, 'program_drafted', '2026-11-28 16:47:42.453481+00', 'acme', 'Ledger.Contracts.V1.ProgramDrafted, Ledger.Contracts', NULL, NULL, NULL, false),
	(2, '9e685e9d-0517-8dcd-b0e8-afa255f258a1', 'program/acme', 2, '{"clock": "manual", "program": "acme", "version": 1, "document": {"tiers": [{"id": "bronze", "from": 0, "pointsMultiplier": 1}, {"id": "silver", "from": 2000, "pointsMultiplier": 1.5}, {"id": "gold", "from": 10000, "pointsMultiplier": 2}], "points": {"expiry": {"at": "end-of-month", "afterMonths": 12}, "negative": "arrears", "redeemOn": "future", "activation": {"on": "placed", "delayDays": 14}}, "scopes": {"goods": {"kinds": ["merchandise"], "excludeSkus": ["POSTAGE", "GIFT-CARD"]}, "garden": {"kinds": ["merchandise"], "categories": ["garden"]}}, "earning": [{"id": "base", "per": 1.00, "scope": "goods", "points": 1, "tierMultiplier": true}, {"id": "regular", "per": 10.00, "when": {"ordersAtLeast": 5}, "scope": "goods", "points": 1, "tierMultiplier": false}], "program": "acme", "rebates": [{"id": "quarterly", "mode": "slab-marginal", "payAs": "credit", "scope": "goods", "steps": [{"from": 0, "percent": 0}, {"from": 3000, "percent": 1}, {"from": 10000, "percent": 2}], "period": "quarter", "payAfterDays": 30}], "version": 1, "currency": "GBP", "rounding": {"money": "half-even", "points": "floor"}, "timeZone": "Europe/London", "discounts": [{"id": "card", "kind": "fixed", "group": "base", "scope": "goods", "percent": 1}, {"id": "volume", "kind": "cumulative", "group": "base", "scope": "goods", "steps": [{"from": 1000, "percent": 1.5}, {"from": 5000, "percent": 3}], "window": {"kind": "rolling-months", "months": 12}, "includesCurrentOrder": false}, {"id": "status", "kind": "tier", "group": "status", "scope": "goods", "percentByTier": {"gold": 2, "silver": 1}}, {"id": "size", "kind": "order-total", "group": "order", "scope": "goods", "steps": [{"from": 500, "percent": 1}, {"from": 2500, "percent": 2.5}]}, {"id": "garden-weekdays", "kind": "promotion", "when": {"weekdayIn": ["mon", "tue", "wed"]}, "group": "promo", "scope": "garden", "percent": 5}], "pointValue": 0.01, "tierReview": {"every": "month", "maxSteps": 1, "graceMonths": 1}, "effectiveFrom": "2020-01-01T00:00:00Z", "qualification": {"scope": "goods", "metric": "spend", "window": {"kind": "rolling-months", "months": 12}}, "discountPolicy": {"combine": "sum", "maxPercent": 15}}, "principal": "operator", "recordedAt": "2026-11-28T16:47:43.260429Z", "effectiveAt": "2020-01-01T00:00:00Z"}', NULL, 'program_published', '2026-11-28 16:47:43.260429+00', 'acme', 'Ledger.Contracts.V1.ProgramPublished, Ledger.Contracts', NULL, NULL, NULL, false),
	(3, 'ddd0e401-d47e-8051-a50a-6a787f180e1c', 'order/shop/1001', 1, '{"lines": [["1", "MUG-RED", 120, 4.95]], "source": "shop", "orderId": "1001", "program": "acme", "currency": "GBP", "placedAt": "2025-01-01T10:00:00Z", "revision": 1, "accountId": "north", "recordedAt": "2026-11-28T16:47:43.713626Z", "contentHash": "0479dba6453aae2f49d68e61abb2855a", "effectiveAt": "2025-01-01T10:00:00Z", "programVersion": 1}', NULL, 'order_recorded', '2026-11-28 16:47:43.713626+00', 'acme', 'Ledger.Contracts.V1.OrderRecorded, Ledger.Contracts', NULL, NULL, NULL, false),
	(4, 'fef84f01-b224-8baa-b30f-3859740168dd', 'order/shop/1001', 2, '{"month": 24300, "source": "shop", "orderId": "1001", "program": "acme", "accountId": "north", "evaluation": {"net": "594", "gross": "594", "lines": [["1", "2", 11.88, 594]], "frozen": {"tier": "bronze", "failed": [{"rule": "earning.regular", "reason": "when.ordersAtLeast"}], "metrics": [{"rule": "discounts.volume", "metric": "0"}], "scopesKnown": 3, "ordersInScope": ["*", "goods@1"], "programVersion": 1, "tierMultiplier": "1"}, "owners": [{"owner": "account", "points": 594}], "points": 594, "stated": "0", "earning": [{"base": "594", "rate": "1", "rule": "base", "owner": "account", "points": 594, "applied": true}, {"rule": "regular", "points": 0, "reason": "when.ordersAtLeast", "applied": false}], "entitled": 11.88, "measures": {"points": 594, "scopes": [{"net": "594", "scope": "*", "counts": true}, {"net": "0", "scope": "garden@1", "counts": false}, {"net": "594", "scope": "goods@1", "counts": true}]}, "variance": 11.88, "discounts": [{"rule": "card", "group": "base", "applied": true, "percent": "1"}, {"rule": "volume", "group": "base", "metric": "0", "reason": "below-first-step", "applied": false}, {"rule": "status", "group": "status", "reason": "zero-percent", "applied": false, "percent": "0"}, {"rule": "size", "group": "order", "metric": "594", "applied": true, "percent": "1"}, {"rule": "garden-weekdays", "group": "promo", "reason": "no-line-in-scope", "applied": false}]}, "recordedAt": "2026-11-28T16:47:43.713626Z", "effectiveAt": "2025-01-01T10:00:00Z", "rebatePeriods": [{"end": "2025-03-31T23:00:00Z", "scope": "goods@1", "start": "2025-01-01T00:00:00Z", "period": "2025-Q1", "rebate": "quarterly", "firstMonth": 24300, "monthCount": 3, "programVersion": 1}], "programVersion": 1}', NULL, 'discount_computed', '2026-11-28 16:47:43.713626+00', 'acme', 'Ledger.Contracts.V1.DiscountComputed, Ledger.Contracts', NULL, NULL, NULL, false),
	(5, 'e4c036fe-415e-83d2-9cbc-11f1602f6471', 'account/north', 1, '{"unit": "points", "cause": {"kind": "order", "source": "shop", "orderId": "1001", "revision": 1}, "moves": [{"to": "pending", "lot": 1, "from": "issuance", "amount": 594}], "owner": "account", "amount": 594, "opened": {"lot": 1, "order": "shop/1001", "expiresAt": "2026-02-01T00:00:00Z", "activatesAt": "2025-01-15T10:00:00Z"}, "balance": {"held": 0, "arrears": 0, "pending": 594, "available": 0}, "program": "acme", "sequence": 1, "accountId": "north", "components": [{"base": "594", "rate": "1", "rule": "base", "result": 594}], "recordedAt": "2026-11-28T16:47:43.713626Z", "effectiveAt": "2025-01-01T10:00:00Z", "programVersion": 1}', NULL, 'points_accrued', '2026-11-28 16:47:43.713626+00', 'acme', 'Ledger.Contracts.V1.PointsAccrued, Ledger.Contracts', NULL, NULL, NULL, false),
	(6, '59cf5fdd-bb71-8d41-b6ff-b0cb1eb0ec7b', 'order/shop/1002', 1, '{"lines": [["1", "MUG-RED", 120, 4.95]], "source": "shop", "orderId": "1002", "program": "acme", "currency": "GBP", "placedAt": "2025-01-02T10:00:00Z", "revision": 1, "accountId": "north", "recordedAt": "2026-11-28T16:47:44.439927Z", "contentHash": "202fa03488e7182811cb02ddf12d8f78", "effectiveAt": "2025-01-02T10:00:00Z", "programVersion": 1}', NULL, 'order_recorded', '2026-11-28 16:47:44.439927+00', 'acme', 'Ledger.Contracts.V1.OrderRecorded, Ledger.Contracts', NULL, NULL, NULL, false),
	(7, '5b1eed3e-44bc-8587-a14e-f72dd2c0e262', 'order/shop/1002', 2, '{"month": 24300, "source": "shop", "orderId": "1002", "program": "acme", "accountId": "north", "evaluation": {"net": "594", "gross": "594", "lines": [["1", "2", 11.88, 594]], "frozen": {"tier": "bronze", "failed": [{"rule": "discounts.garden-weekdays", "reason": "when.weekdayIn"}, {"rule": "earning.regular", "reason": "when.ordersAtLeast"}], "metrics": [{"rule": "discounts.volume", "metric": "594"}], "scopesKnown": 3, "ordersInScope": ["*", "goods@1"], "programVersion": 1, "tierMultiplier": "1"}, "owners": [{"owner": "account", "points": 594}], "points": 594, "stated": "0", "earning": [{"base": "594", "rate": "1", "rule": "base", "owner": "account", "points": 594, "applied": true}, {"rule": "regular", "points": 0, "reason": "when.ordersAtLeast", "applied": false}], "entitled": 11.88, "measures": {"points": 594, "scopes": [{"net": "594", "scope": "*", "counts": true}, {"net": "0", "scope": "garden@1", "counts": false}, {"net": "594", "scope": "goods@1", "counts": true}]}, "variance": 11.88, "discounts": [{"rule": "card", "group": "base", "applied": true, "percent": "1"}, {"rule": "volume", "group": "base", "metric": "594", "reason": "below-first-step", "applied": false}, {"rule": "status", "group": "status", "reason": "zero-percent", "applied": false, "percent": "0"}, {"rule": "size", "group": "order", "metric": "594", "applied": true, "percent": "1"}, {"rule": "garden-weekdays", "group": "promo", "reason": "when.weekdayIn", "applied": false}]}, "recordedAt": "2026-11-28T16:47:44.439927Z", "effectiveAt": "2025-01-02T10:00:00Z", "programVersion": 1}', NULL, 'discount_computed', '2026-11-28 16:47:44.439927+00', 'acme', 'Ledger.Contracts.V1.DiscountComputed, Ledger.Contracts', NULL, NULL, NULL, false),
	(8, 'c8dea715-20da-86bb-b6ee-f25f130c3f22', 'account/north', 2, '{"unit": "points", "cause": {"kind": "order", "source": "shop", "orderId": "1002", "revision": 1}, "moves": [{"to": "pending", "lot": 2, "from": "issuance", "amount": 594}], "owner": "account", "amount": 594, "opened": {"lot": 2, "order": "shop/1002", "expiresAt": "2026-02-01T00:00:00Z", "activatesAt": "2025-01-16T10:00:00Z"}, "balance": {"held": 0, "arrears": 0, "pending": 1188, "available": 0}, "program": "acme", "sequence": 2, "accountId": "north", "components": [{"base": "594", "rate": "1", "rule": "base", "result": 594}], "recordedAt": "2026-11-28T16:47:44.439927Z", "effectiveAt": "2025-01-02T10:00:00Z", "programVersion": 1}', NULL, 'points_accrued', '2026-11-28 16:47:44.439927+00', 'acme', 'Ledger.Contracts.V1.PointsAccrued, Ledger.Contracts', NULL, NULL, NULL, false),
	(9, '49920b59-2feb-8408-833b-3294ca9c290c', 'order/shop/1003', 1, '{"lines": [["1", "MUG-RED", 120, 4.95]], "source": "shop", "orderId": "1003", "program": "acme", "currency": "GBP", "placedAt": "2025-01-03T10:00:00Z", "revision": 1, "accountId": "north", "recordedAt": "2026-11-28T16:47:44.562005Z", "contentHash": "43bfeb77e0beb89743202b42162df3e8", "effectiveAt": "2025-01-03T10:00:00Z", "programVersion": 1}', NULL, 'order_recorded', '2026-11-28 16:47:44.562005+00', 'acme', 'Ledger.Contracts.V1.OrderRecorded, Ledger.Contracts', NULL, NULL, NULL, false),
	(10, '75fe2025-f768-8baf-9083-6f9c50baa922', 'order/shop/1003', 2, '{"month": 24300, "source": "shop", "orderId": "1003", "program": "acme", "accountId": "north", "evaluation": {"net": "594", "gross": "594", "lines": [["1", "2.5", 14.85, 594]], "frozen": {"tier": "bronze", "failed": [{"rule": "discounts.garden-weekdays", "reason": "when.weekdayIn"}, {"rule": "earning.regular", "reason": "when.ordersAtLeast"}], "metrics": [{"rule": "discounts.volume", "metric": "1188"}], "scopesKnown": 3, "ordersInScope": ["*", "goods@1"], "programVersion": 1, "tierMultiplier": "1"}, "owners": [{"owner": "account", "points": 594}], "points": 594, "stated": "0", "earning": [{"base": "594", "rate": "1", "rule": "base", "owner": "account", "points": 594, "applied": true}, {"rule": "regular", "points": 0, "reason": "when.ordersAtLeast", "applied": false}], "entitled": 14.85, "measures": {"points": 594, "scopes": [{"net": "594", "scope": "*", "counts": true}, {"net": "0", "scope": "garden@1", "counts": false}, {"net": "594", "scope": "goods@1", "counts": true}]}, "variance": 14.85, "discounts": [{"rule": "card", "group": "base", "reason": "beaten-by:volume", "applied": false, "percent": "1"}, {"rule": "volume", "group": "base", "metric": "1188", "applied": true, "percent": "1.5"}, {"rule": "status", "group": "status", "reason": "zero-percent", "applied": false, "percent": "0"}, {"rule": "size", "group": "order", "metric": "594", "applied": true, "percent": "1"}, {"rule": "garden-weekdays", "group": "promo", "reason": "when.weekdayIn", "applied": false}]}, "recordedAt": "2026-11-28T16:47:44.562005Z", "effectiveAt": "2025-01-03T10:00:00Z", "programVersion": 1}', NULL, 'discount_computed', '2026-11-28 16:47:44.562005+00', 'acme', 'Ledger.Contracts.V1.DiscountComputed, Ledger.Contracts', NULL, NULL, NULL, false),
	(11, '11aff486-4c53-8d3d-911e-29d535d0f687', 'account/north', 3, '{"unit": "points", "cause": {"kind": "order", "source": "shop", "orderId": "1003", "revision": 1}, "moves": [{"to": "pending", "lot": 3, "from": "issuance", "amount": 594}], "owner": "account", "amount": 594, "opened": {"lot": 3, "order": "shop/1003", "expiresAt": "2026-02-01T00:00:00Z", "activatesAt": "2025-01-17T10:00:00Z"}, "balance": {"held": 0, "arrears": 0, "pending": 1782, "available": 0}, "program": "acme", "sequence": 3, "accountId": "north", "components": [{"base": "594", "rate": "1", "rule": "base", "result": 594}], "recordedAt": "2026-11-28T16:47:44.562005Z", "effectiveAt": "2025-01-03T10:00:00Z", "programVersion": 1}', NULL, 'points_accrued', '2026-11-28 16:47:44.562005+00', 'acme', 'Ledger.Contracts.V1.PointsAccrued, Ledger.Contracts', NULL, NULL, NULL, false),
	(16, '17ec69ff-dc0a-845c-9408-d252cced61ca', 'order/shop/1005', 1, '{"lines": [["1", "MUG-RED", 120, 4.95]], "source": "shop", "orderId": "1005", "program": "acme", "currency": "GBP", "placedAt": "2025-01-05T10:00:00Z", "revision": 1, "accountId": "north", "recordedAt": "2026-11-28T16:47:44.941031Z", "contentHash": "1116b56db5f1e7da4243dd74627efbe5", "effectiveAt": "2025-01-05T10:00:00Z", "programVersion": 1}', NULL, 'order_recorded', '2026-11-28 16:47:44.941031+00', 'acme', 'Ledger.Contracts.V1.OrderRecorded, Ledger.Contracts', NULL, NULL, NULL, false),
	(17, '4ca444c0-4320-8a17-9614-8987f47262f6', 'order/shop/1005', 2, '{"month": 24300, "source": "shop", "orderId": "1005", "program": "acme", "accountId": "north", "evaluation": {"net": "594", "gross": "594", "lines": [["1", "3.5", 20.79, 891]], "frozen": {"tier": "silver", "failed": [{"rule": "discounts.garden-weekdays", "reason": "when.weekdayIn"}, {"rule": "earning.regular", "reason": "when.ordersAtLeast"}], "metrics": [{"rule": "discounts.volume", "metric": "2376"}], "scopesKnown": 3, "ordersInScope": ["*", "goods@1"], "programVersion": 1, "tierMultiplier": "1.5"}, "owners": [{"owner": "account", "points": 891}], "points": 891, "stated": "0", "earning": [{"base": "594", "rate": "1.5", "rule": "base", "owner": "account", "points": 891, "applied": true}, {"rule": "regular", "points": 0, "reason": "when.ordersAtLeast", "applied": false}], "entitled": 20.79, "measures": {"points": 891, "scopes": [{"net": "594", "scope": "*", "counts": true}, {"net": "0", "scope": "garden@1", "counts": false}, {"net": "594", "scope": "goods@1", "counts": true}]}, "variance": 20.79, "discounts": [{"rule": "card", "group": "base", "reason": "beaten-by:volume", "applied": false, "percent": "1"}, {"rule": "volume", "group": "base", "metric": "2376", "applied": true, "percent": "1.5"}, {"rule": "status", "group": "status", "applied": true, "percent": "1"}, {"rule": "size", "group": "order", "metric": "594", "applied": true, "percent": "1"}, {"rule": "garden-weekdays", "group": "promo", "reason": "when.weekdayIn", "applied": false}]}, "recordedAt": "2026-11-28T16:47:44.941031Z", "effectiveAt": "2025-01-05T10:00:00Z", "programVersion": 1}', NULL, 'discount_computed', '2026-11-28 16:47:44.941031+00', 'acme', 'Ledger.Contracts.V1.DiscountComputed, Ledger.Contracts', NULL, NULL, NULL, false),
	(18, 'da2b6308-c406-846c-854e-a0a122edd848', 'account/north', 6, '{"unit": "points", "cause": {"kind": "order", "source": "shop", "orderId": "1005", "revision": 1}, "moves": [{"to": "pending", "lot": 5, "from": "issuance", "amount": 891}], "owner": "account", "amount": 891, "opened": {"lot": 5, "order": "shop/1005", "expiresAt": "2026-02-01T00:00:00Z", "activatesAt": "2025-01-19T10:00:00Z"}, "balance": {"held": 0, "arrears": 0, "pending": 3267, "available": 0}, "program": "acme", "sequence": 5, "accountId": "north", "components": [{"base": "594", "rate": "1.5", "rule": "base", "result": 891}], "recordedAt": "2026-11-28T16:47:44.941031Z", "effectiveAt": "2025-01-05T10:00:00Z", "programVersion": 1}', NULL, 'points_accrued', '2026-11-28 16:47:44.941031+00', 'acme', 'Ledger.Contracts.V1.PointsAccrued, Ledger.Contracts', NULL, NULL, NULL, false),
	(12, 'bd217514-7117-8aa8-abae-a82f05b5fc51', 'order/shop/1004', 1, '{"lines": [["1", "MUG-RED", 120, 4.95]], "source": "shop", "orderId": "1004", "program": "acme", "currency": "GBP", "placedAt": "2025-01-04T10:00:00Z", "revision": 1, "accountId": "north", "recordedAt": "2026-11-28T16:47:44.706095Z", "contentHash": "9c1da00b0f7782b5774767005f288632", "effectiveAt": "2025-01-04T10:00:00Z", "programVersion": 1}', NULL, 'order_recorded', '2026-11-28 16:47:44.706095+00', 'acme', 'Ledger.Contracts.V1.OrderRecorded, Ledger.Contracts', NULL, NULL, NULL, false),
	(13, '4d3c64c5-99b4-85ae-ae17-7e3cb5ecd330', 'order/shop/1004', 2, '{"month": 24300, "source": "shop", "orderId": "1004", "program": "acme", "accountId": "north", "evaluation": {"net": "594", "gross": "594", "lines": [["1", "2.5", 14.85, 594]], "frozen": {"tier": "bronze", "failed": [{"rule": "discounts.garden-weekdays", "reason": "when.weekdayIn"}, {"rule": "earning.regular", "reason": "when.ordersAtLeast"}], "metrics": [{"rule": "discounts.volume", "metric": "1782"}], "scopesKnown": 3, "ordersInScope": ["*", "goods@1"], "programVersion": 1, "tierMultiplier": "1"}, "owners": [{"owner": "account", "points": 594}], "points": 594, "stated": "0", "earning": [{"base": "594", "rate": "1", "rule": "base", "owner": "account", "points": 594, "applied": true}, {"rule": "regular", "points": 0, "reason": "when.ordersAtLeast", "applied": false}], "entitled": 14.85, "measures": {"points": 594, "scopes": [{"net": "594", "scope": "*", "counts": true}, {"net": "0", "scope": "garden@1", "counts": false}, {"net": "594", "scope": "goods@1", "counts": true}]}, "variance": 14.85, "discounts": [{"rule": "card", "group": "base", "reason": "beaten-by:volume", "applied": false, "percent": "1"}, {"rule": "volume", "group": "base", "metric": "1782", "applied": true, "percent": "1.5"}, {"rule": "status", "group": "status", "reason": "zero-percent", "applied": false, "percent": "0"}, {"rule": "size", "group": "order", "metric": "594", "applied": true, "percent": "1"}, {"rule": "garden-weekdays", "group": "promo", "reason": "when.weekdayIn", "applied": false}]}, "recordedAt": "2026-11-28T16:47:44.706095Z", "effectiveAt": "2025-01-04T10:00:00Z", "programVersion": 1}', NULL, 'discount_computed', '2026-11-28 16:47:44.706095+00', 'acme', 'Ledger.Contracts.V1.DiscountComputed, Ledger.Contracts', NULL, NULL, NULL, false),
	(14, '6fa403f7-8263-832f-9c12-236f7a001398', 'account/north', 4, '{"unit": "points", "cause": {"kind": "order", "source": "shop", "orderId": "1004", "revision": 1}, "moves": [{"to": "pending", "lot": 4, "from": "issuance", "amount": 594}], "owner": "account", "amount": 594, "opened": {"lot": 4, "order": "shop/1004", "expiresAt": "2026-02-01T00:00:00Z", "activatesAt": "2025-01-18T10:00:00Z"}, "balance": {"held": 0, "arrears": 0, "pending": 2376, "available": 0}, "program": "acme", "sequence": 4, "accountId": "north", "components": [{"base": "594", "rate": "1", "rule": "base", "result": 594}], "recordedAt": "2026-11-28T16:47:44.706095Z", "effectiveAt": "2025-01-04T10:00:00Z", "programVersion": 1}', NULL, 'points_accrued', '2026-11-28 16:47:44.706095+00', 'acme', 'Ledger.Contracts.V1.PointsAccrued, Ledger.Contracts', NULL, NULL, NULL, false),
	(15, 'fe5a5f00-1879-8c1c-a9b6-f0555a507f2f', 'account/north', 5, '{"tier": "silver", "cause": {"kind": "order", "source": "shop", "orderId": "1004", "revision": 1}, "metric": "2376", "program": "acme", "fromTier": "bronze", "accountId": "north", "recordedAt": "2026-11-28T16:47:44.706095Z", "effectiveAt": "2025-01-04T10:00:00Z", "programVersion": 1}', NULL, 'tier_upgraded', '2026-11-28 16:47:44.706095+00', 'acme', 'Ledger.Contracts.V1.TierUpgraded, Ledger.Contracts', NULL, NULL, NULL, false),
	(19, '01502693-ac82-8b14-bbb6-50f0689326a9', 'order/shop/1006', 1, '{"lines": [["1", "MUG-RED", 120, 4.95]], "source": "shop", "orderId": "1006", "program": "acme", "currency": "GBP", "placedAt": "2025-01-06T10:00:00Z", "revision": 1, "accountId": "north", "recordedAt": "2026-11-28T16:47:45.017881Z", "contentHash": "3928322a63f630c550d675115a98a096", "effectiveAt": "2025-01-06T10:00:00Z", "programVersion": 1}', NULL, 'order_recorded', '2026-11-28 16:47:45.017881+00', 'acme', 'Ledger.Contracts.V1.OrderRecorded, Ledger.Contracts', NULL, NULL, NULL, false),
	(20, 'e76a1d1b-246f-8ff9-97d7-60ad44f1d3b9', 'order/shop/1006', 2, '{"month": 24300, "source": "shop", "orderId": "1006", "program": "acme", "accountId": "north", "evaluation": {"net": "594", "gross": "594", "lines": [["1", "3.5", 20.79, 950]], "frozen": {"tier": "silver", "failed": [], "metrics": [{"rule": "discounts.volume", "metric": "2970"}], "scopesKnown": 3, "ordersInScope": ["*", "goods@1"], "programVersion": 1, "tierMultiplier": "1.5"}, "owners": [{"owner": "account", "points": 950}], "points": 950, "stated": "0", "earning": [{"base": "594", "rate": "1.5", "rule": "base", "owner": "account", "points": 891, "applied": true}, {"base": "594", "rate": "0.1", "rule": "regular", "owner": "account", "points": 59, "applied": true}], "entitled": 20.79, "measures": {"points": 950, "scopes": [{"net": "594", "scope": "*", "counts": true}, {"net": "0", "scope": "garden@1", "counts": false}, {"net": "594", "scope": "goods@1", "counts": true}]}, "variance": 20.79, "discounts": [{"rule": "card", "group": "base", "reason": "beaten-by:volume", "applied": false, "percent": "1"}, {"rule": "volume", "group": "base", "metric": "2970", "applied": true, "percent": "1.5"}, {"rule": "status", "group": "status", "applied": true, "percent": "1"}, {"rule": "size", "group": "order", "metric": "594", "applied": true, "percent": "1"}, {"rule": "garden-weekdays", "group": "promo", "reason": "no-line-in-scope", "applied": false}]}, "recordedAt": "2026-11-28T16:47:45.017881Z", "effectiveAt": "2025-01-06T10:00:00Z", "programVersion": 1}', NULL, 'discount_computed', '2026-11-28 16:47:45.017881+00', 'acme', 'Ledger.Contracts.V1.DiscountComputed, Ledger.Contracts', NULL, NULL, NULL, false),
	(21, 'd418c1c7-5190-8d09-8299-67b70e7b62c2', 'account/north', 7, '{"unit": "points", "cause": {"kind": "order", "source": "shop", "orderId": "1006", "revision": 1}, "moves": [{"to": "pending", "lot": 6, "from": "issuance", "amount": 950}], "owner": "account", "amount": 950, "opened": {"lot": 6, "order": "shop/1006", "expiresAt": "2026-02-01T00:00:00Z", "activatesAt": "2025-01-20T10:00:00Z"}, "balance": {"held": 0, "arrears": 0, "pending": 4217, "available": 0}, "program": "acme", "sequence": 6, "accountId": "north", "components": [{"base": "594", "rate": "1.5", "rule": "base", "result": 891}, {"base": "594", "rate": "0.1", "rule": "regular", "result": 59}], "recordedAt": "2026-11-28T16:47:45.017881Z", "effectiveAt": "2025-01-06T10:00:00Z", "programVersion": 1}', NULL, 'points_accrued', '2026-11-28 16:47:45.017881+00', 'acme', 'Ledger.Contracts.V1.PointsAccrued, Ledger.Contracts', NULL, NULL, NULL, false),
	(22, 'dbdb3796-9f9f-83db-8f27-7d3acd548959', 'program/acme', 3, '{"clock": "manual", "program": "acme", "principal": "operator", "recordedAt": "2026-11-28T16:47:45.930972Z", "effectiveAt": "2025-03-01T00:00:00Z"}', NULL, 'clock_advanced', '2026-11-28 16:47:45.930972+00', 'acme', 'Ledger.Contracts.V1.ClockAdvanced, Ledger.Contracts', NULL, NULL, NULL, false),
	(23, 'e1aa61f2-2045-895c-92a2-a229a2f7edd8', 'account/north', 8, '{"unit": "points", "cause": {"kind": "due"}, "moves": [{"to": "available", "lot": 1, "from": "pending", "amount": 594}], "owner": "account", "amount": 594, "balance": {"held": 0, "arrears": 0, "pending": 3623, "available": 594}, "program": "acme", "sequence": 7, "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-01-15T10:00:00Z", "programVersion": 1}', NULL, 'points_activated', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.PointsActivated, Ledger.Contracts', NULL, NULL, NULL, false),
	(24, '756d3ecd-947f-85a3-aac9-f0d6b6b4844a', 'account/north', 9, '{"unit": "points", "cause": {"kind": "due"}, "moves": [{"to": "available", "lot": 2, "from": "pending", "amount": 594}], "owner": "account", "amount": 594, "balance": {"held": 0, "arrears": 0, "pending": 3029, "available": 1188}, "program": "acme", "sequence": 8, "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-01-16T10:00:00Z", "programVersion": 1}', NULL, 'points_activated', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.PointsActivated, Ledger.Contracts', NULL, NULL, NULL, false),
	(25, 'fb3fbfa6-ff32-8dd5-a2dc-7c3076d5a302', 'account/north', 10, '{"unit": "points", "cause": {"kind": "due"}, "moves": [{"to": "available", "lot": 3, "from": "pending", "amount": 594}], "owner": "account", "amount": 594, "balance": {"held": 0, "arrears": 0, "pending": 2435, "available": 1782}, "program": "acme", "sequence": 9, "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-01-17T10:00:00Z", "programVersion": 1}', NULL, 'points_activated', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.PointsActivated, Ledger.Contracts', NULL, NULL, NULL, false),
	(26, 'cd72d280-030a-8bea-bc0e-0ed367cba91a', 'account/north', 11, '{"unit": "points", "cause": {"kind": "due"}, "moves": [{"to": "available", "lot": 4, "from": "pending", "amount": 594}], "owner": "account", "amount": 594, "balance": {"held": 0, "arrears": 0, "pending": 1841, "available": 2376}, "program": "acme", "sequence": 10, "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-01-18T10:00:00Z", "programVersion": 1}', NULL, 'points_activated', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.PointsActivated, Ledger.Contracts', NULL, NULL, NULL, false),
	(27, '3b37ec47-3315-8b81-b21d-b22c8c4d3959', 'account/north', 12, '{"unit": "points", "cause": {"kind": "due"}, "moves": [{"to": "available", "lot": 5, "from": "pending", "amount": 891}], "owner": "account", "amount": 891, "balance": {"held": 0, "arrears": 0, "pending": 950, "available": 3267}, "program": "acme", "sequence": 11, "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-01-19T10:00:00Z", "programVersion": 1}', NULL, 'points_activated', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.PointsActivated, Ledger.Contracts', NULL, NULL, NULL, false),
	(28, 'a0cd11ad-b528-8102-94ed-e8de9646540a', 'account/north', 13, '{"unit": "points", "cause": {"kind": "due"}, "moves": [{"to": "available", "lot": 6, "from": "pending", "amount": 950}], "owner": "account", "amount": 950, "balance": {"held": 0, "arrears": 0, "pending": 0, "available": 4217}, "program": "acme", "sequence": 12, "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-01-20T10:00:00Z", "programVersion": 1}', NULL, 'points_activated', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.PointsActivated, Ledger.Contracts', NULL, NULL, NULL, false),
	(29, '7855f62e-08d5-86e7-998f-1cb3e65e6b48', 'account/north', 14, '{"tier": "silver", "metric": "3564", "program": "acme", "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-02-01T00:00:00Z", "programVersion": 1}', NULL, 'tier_retained', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.TierRetained, Ledger.Contracts', NULL, NULL, NULL, false),
	(30, '58f6a0bb-7d6f-89c9-984b-d72fffe52e58', 'account/north', 15, '{"tier": "silver", "metric": "3564", "program": "acme", "accountId": "north", "recordedAt": "2026-11-28T16:47:45.982008Z", "effectiveAt": "2025-03-01T00:00:00Z", "programVersion": 1}', NULL, 'tier_retained', '2026-11-28 16:47:45.982008+00', 'acme', 'Ledger.Contracts.V1.TierRetained, Ledger.Contracts', NULL, NULL, NULL, false);

INSERT INTO public.mt_streams (tenant_id, id, type, version, "timestamp", created, is_archived) VALUES
	('acme', 'order/shop/1001', 'order', 2, '2026-11-28 16:47:43.713626+00', '2026-11-28 16:47:43.713626+00', false),
	('acme', 'order/shop/1002', 'order', 2, '2026-11-28 16:47:44.439927+00', '2026-11-28 16:47:44.439927+00', false),
	('acme', 'order/shop/1003', 'order', 2, '2026-11-28 16:47:44.562005+00', '2026-11-28 16:47:44.562005+00', false),
	('acme', 'order/shop/1004', 'order', 2, '2026-11-28 16:47:44.706095+00', '2026-11-28 16:47:44.706095+00', false),
	('acme', 'order/shop/1005', 'order', 2, '2026-11-28 16:47:44.941031+00', '2026-11-28 16:47:44.941031+00', false),
	('acme', 'order/shop/1006', 'order', 2, '2026-11-28 16:47:45.017881+00', '2026-11-28 16:47:45.017881+00', false),
	('acme', 'program/acme', 'program', 3, '2026-11-28 16:47:45.930972+00', '2026-11-28 16:47:42.453481+00', false),
	('acme', 'account/north', 'account', 15, '2026-11-28 16:47:45.982008+00', '2026-11-28 16:47:43.713626+00', false);

SELECT pg_catalog.setval('projections.generations', 1, true);

SELECT pg_catalog.setval('public.mt_events_sequence', 30, true);

ALTER TABLE ONLY projections.live
    ADD CONSTRAINT live_pkey PRIMARY KEY (shape);

ALTER TABLE ONLY projections.rebuild
    ADD CONSTRAINT rebuild_pkey PRIMARY KEY (shape);

ALTER TABLE ONLY projections_1.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (number);

ALTER TABLE ONLY projections_1.accounts
    ADD CONSTRAINT accounts_program_account_id_key UNIQUE (program, account_id);

ALTER TABLE ONLY projections_1.books
    ADD CONSTRAINT books_pkey PRIMARY KEY (program, unit, book);

ALTER TABLE ONLY projections_1.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (account, sequence);

ALTER TABLE ONLY projections_1.lots
    ADD CONSTRAINT lots_pkey PRIMARY KEY (account, lot);

ALTER TABLE ONLY projections_1.measures
    ADD CONSTRAINT measures_pkey PRIMARY KEY (account, scope, month);

ALTER TABLE ONLY projections_1.month_points
    ADD CONSTRAINT month_points_pkey PRIMARY KEY (account, month);

ALTER TABLE ONLY projections_1.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (account, source, order_id);

ALTER TABLE ONLY projections_1.programs
    ADD CONSTRAINT programs_pkey PRIMARY KEY (program);

ALTER TABLE ONLY projections_1.rebates
    ADD CONSTRAINT rebates_pkey PRIMARY KEY (account, rebate, period);

ALTER TABLE ONLY projections_1.rejections
    ADD CONSTRAINT rejections_pkey PRIMARY KEY (program, rejected_id);

ALTER TABLE ONLY projections_1.rejections
    ADD CONSTRAINT rejections_program_number_key UNIQUE (program, number);

ALTER TABLE ONLY projections_1.versions
    ADD CONSTRAINT versions_pkey PRIMARY KEY (program, version);

ALTER TABLE ONLY projections_1.wallets
    ADD CONSTRAINT wallets_pkey PRIMARY KEY (account, owner, unit);

ALTER TABLE ONLY public.ledger_accounts
    ADD CONSTRAINT ledger_accounts_pkey PRIMARY KEY (program, account_id);

ALTER TABLE ONLY public.ledger_api_keys
    ADD CONSTRAINT ledger_api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_commands
    ADD CONSTRAINT ledger_commands_pkey PRIMARY KEY (program, key);

ALTER TABLE ONLY public.ledger_log_batches
    ADD CONSTRAINT ledger_log_batches_pkey PRIMARY KEY (last_position);

ALTER TABLE ONLY public.ledger_log_head
    ADD CONSTRAINT ledger_log_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.ledger_log_migrations
    ADD CONSTRAINT ledger_log_migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.ledger_lots
    ADD CONSTRAINT ledger_lots_pkey PRIMARY KEY (program, account_id, lot);

ALTER TABLE ONLY public.ledger_rewards
    ADD CONSTRAINT ledger_rewards_pkey PRIMARY KEY (program, reward);

ALTER TABLE ONLY public.ledger_spending
    ADD CONSTRAINT ledger_spending_pkey PRIMARY KEY (program, kind, id);

ALTER TABLE ONLY public.mt_event_progression
    ADD CONSTRAINT pk_mt_event_progression PRIMARY KEY (name);

ALTER TABLE ONLY public.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id);

ALTER TABLE ONLY public.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);

CREATE INDEX entries_by_id ON projections_1.entries USING hash (id);

CREATE INDEX entries_by_order ON projections_1.entries USING hash (order_hash) WHERE (order_hash IS NOT NULL);

CREATE INDEX entries_by_wallet ON projections_1.entries USING btree (account, wallet_hash, sequence);

CREATE INDEX ledger_accounts_due ON public.ledger_accounts USING btree (program, due_at) WHERE (due_at IS NOT NULL);

CREATE UNIQUE INDEX ledger_api_keys_name ON public.ledger_api_keys USING btree (name) WHERE (revoked_at IS NULL);

CREATE INDEX ledger_lots_open ON public.ledger_lots USING btree (program, account_id) WHERE (is_open OR (rebate_key IS NOT NULL));

CREATE INDEX ledger_lots_order ON public.ledger_lots USING btree (program, account_id, order_key) WHERE (order_key IS NOT NULL);

CREATE INDEX ledger_spending_holds ON public.ledger_spending USING btree (program, account_id) WHERE (((kind)::text = 'hold'::text) AND is_open);

CREATE INDEX ledger_spending_order ON public.ledger_spending USING btree (program, account_id, order_key) WHERE (((kind)::text = 'redemption'::text) AND (order_key IS NOT NULL));

CREATE INDEX ledger_spending_waiting ON public.ledger_spending USING btree (program, id) WHERE (((kind)::text = 'adjustment'::text) AND is_open);

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON public.mt_events USING btree (tenant_id, stream_id, version);

ALTER TABLE ONLY public.mt_events
    ADD CONSTRAINT fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES public.mt_streams(tenant_id, id);

