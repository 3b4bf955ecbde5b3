-- The sweeper goes through what is due in this order, page by page; very many accounts fall due at one month boundary.
drop index if exists ledger_accounts_due;
create index if not exists ledger_accounts_due on ledger_accounts (program, due_at, account_id) where due_at is not null;
