-- Indexes that only queries need. A generation gets them when it has caught up, because building an index once is cheaper than inserting
-- in random order. Ids and hashes are only looked up by equality, for which a hash index has cheaper inserts than a tree and a constant
-- depth.
create index if not exists entries_by_id on {schema}.entries using hash (id);
create index if not exists entries_by_order on {schema}.entries using hash (order_hash) where order_hash is not null;
create index if not exists entries_by_wallet on {schema}.entries (account, wallet_hash, sequence);
create index if not exists activities_by_account on {schema}.activities (account, position);
create index if not exists activities_by_score on {schema}.activities (account, completed_at, position) where activity = 'nps' and revoked_position is null;
create index if not exists terms_by_account on {schema}.terms (account, position);
create index if not exists grants_by_account on {schema}.grants (account, position);
create index if not exists grants_by_position on {schema}.grants (program, position);
create index if not exists claims_by_account on {schema}.claims (account, position);
create index if not exists claims_by_position on {schema}.claims (program, position);
-- Orders arrive almost in time order, so a BRIN index (ranges of pages) finds those of a month, and costs almost nothing to maintain.
create index if not exists orders_by_time on {schema}.orders using brin (placed_at);
-- The order of the variance report's pages: each page starts after the last row of the page before.
create index if not exists orders_by_variance on {schema}.orders (placed_at, source, order_id) where evaluated and variance <> 0;
create index if not exists adjustments_by_position on {schema}.adjustments (program, position);
-- The latest orders of a program, of all its sources or of one: each new row goes to the end of its source.
create index if not exists orders_by_position on {schema}.orders (program, source, position);
create index if not exists holds_by_account on {schema}.holds (account, position);
create index if not exists vouchers_by_account on {schema}.vouchers (account, position);
