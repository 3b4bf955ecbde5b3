-- How many requests a second a key may make; null: what the service's setting says.
alter table ledger_api_keys add column if not exists rate integer null check (rate > 0);
