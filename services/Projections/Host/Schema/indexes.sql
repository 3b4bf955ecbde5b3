-- Indexes that only queries need. A generation gets them when it has caught up: sorting once is cheaper than inserting in random order.
create index if not exists entries_by_id on {schema}.entries (id);
create index if not exists entries_by_order on {schema}.entries (order_hash) where order_hash is not null;
create index if not exists entries_by_wallet on {schema}.entries (account, wallet_hash, sequence);
