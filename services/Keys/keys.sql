-- Who may call. Only the SHA-256 of a key's secret is kept; rows are never deleted, so a name in the log can always be looked up.
create table if not exists ledger_api_keys (
    id         varchar primary key,
    name       varchar not null,
    hash       bytea not null check (octet_length(hash) = 32),
    program    varchar null,
    scopes     text[] not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz null
);

create unique index if not exists ledger_api_keys_name on ledger_api_keys (name) where revoked_at is null;
