create table accounts (
    id      text primary key,
    balance bigint not null
) with (fillfactor = 80);

create table lots (
    id         bigint generated always as identity primary key,
    account_id text not null references accounts (id),
    expires_at timestamptz not null,
    remaining  bigint not null,
    is_open    boolean not null default true
) with (fillfactor = 80);

-- The remaining amount is not indexed, so that a change of a lot that stays open does not update the index.
create index lots_open on lots (account_id, expires_at, id) where is_open;

create table entries (
    id         bigint generated always as identity primary key,
    account_id text not null references accounts (id),
    points     bigint not null,
    balance    bigint not null,
    reward     text not null,
    lots       jsonb not null,
    created_at timestamptz not null default now()
);

create index entries_account on entries (account_id, id);

create table idempotency_keys (
    key      text primary key,
    entry_id bigint not null references entries (id),
    reply    jsonb not null
);
