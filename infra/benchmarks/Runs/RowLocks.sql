create table accounts (
    id      text primary key,
    balance bigint not null default 0,
    orders  bigint not null default 0,
    spend   numeric not null default 0
);

create table orders (
    id         bigint generated always as identity primary key,
    source     text not null,
    order_id   text not null,
    account_id text not null references accounts (id),
    placed_at  timestamptz not null,
    net        numeric not null,
    lines      jsonb not null,
    unique (source, order_id)
);

create table returns (
    order_id  bigint not null references orders (id),
    return_id text not null,
    lines     jsonb not null,
    primary key (order_id, return_id)
);

create table accruals (
    id         bigint generated always as identity primary key,
    account_id text not null references accounts (id),
    order_id   bigint not null references orders (id),
    points     bigint not null,
    created_at timestamptz not null default now()
);

create index accruals_account on accruals (account_id, id);
