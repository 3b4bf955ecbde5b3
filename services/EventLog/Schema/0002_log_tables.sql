-- What Marten's tables cannot say: where the log ends, and the hash chain that proves it (CHAIN.md).
create table ledger_log_head (
    one      boolean primary key default true check (one),
    position bigint not null check (position >= 0),
    chain    bytea  not null check (octet_length(chain) = 32)
) with (fillfactor = 10);

insert into ledger_log_head (position, chain) values (0, sha256('Ledger.EventLog chain 1'));

-- One row per append. The digests of the single events name the exact event that was tampered with.
create table ledger_log_batches (
    last_position  bigint primary key,
    first_position bigint not null,
    event_digests  bytea  not null,
    digest         bytea  not null,
    chain          bytea  not null
);

-- Digests do not compress: do not try.
alter table ledger_log_batches alter column event_digests set storage external;
