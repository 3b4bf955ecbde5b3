create table accounts (
    id             text primary key,
    tier           text,
    orders         bigint not null default 0,
    first_order_at timestamptz,
    points         bigint not null default 0,
    accrued        bigint not null default 0,
    reversed       bigint not null default 0,
    expired        bigint not null default 0,
    reviewed       int,
    rebated        int
);

create table tier_reviews (
    account_id text not null references accounts (id),
    month      int not null,
    tier       text not null,
    spend      numeric not null,
    primary key (account_id, month)
);

create table rebates (
    account_id text not null references accounts (id),
    quarter    int not null,
    basis      numeric not null,
    amount     numeric not null,
    primary key (account_id, quarter)
);

-- Spend and orders by scope and local month, for cumulative rules.
create table months (
    account_id text not null references accounts (id),
    scope      text not null,
    month      int not null,
    net        numeric not null,
    orders     bigint not null,
    primary key (account_id, scope, month)
);

create table orders (
    id         bigint generated always as identity primary key,
    source     text not null,
    order_id   text not null,
    account_id text not null references accounts (id),
    placed_at  timestamptz not null,
    currency   text not null,
    gross      numeric not null,
    net        numeric not null,
    entitled   numeric not null,
    points     bigint not null,
    evaluation jsonb not null,
    unique (source, order_id)
);

create index orders_account on orders (account_id, placed_at);

create table order_lines (
    order_id   bigint not null references orders (id),
    line_id    text not null,
    sku        text not null,
    category   text,
    kind       text not null,
    quantity   numeric not null,
    unit_price numeric not null,
    discount   numeric not null,
    returned   numeric not null default 0,
    percent    text not null,
    entitled   numeric not null,
    points     bigint not null,
    primary key (order_id, line_id)
);

create table returns (
    order_id    bigint not null references orders (id),
    return_id   text not null,
    returned_at timestamptz not null,
    primary key (order_id, return_id)
);

create table lots (
    id           bigint generated always as identity primary key,
    account_id   text not null references accounts (id),
    order_id     bigint not null references orders (id),
    amount       bigint not null,
    remaining    bigint not null,
    active       boolean not null default false,
    activates_at timestamptz not null,
    expires_at   timestamptz not null
);

create index lots_pending on lots (account_id, activates_at) where not active;
create index lots_open on lots (account_id, expires_at) where remaining > 0;
create index lots_order on lots (order_id);

create table entries (
    id            bigint generated always as identity primary key,
    account_id    text not null references accounts (id),
    order_id      bigint references orders (id),
    kind          text not null,
    points        bigint not null,
    balance_after bigint not null,
    created_at    timestamptz not null default now()
);

create index entries_account on entries (account_id, id);

-- Messages to integrators.
create table outbox (
    id         bigint generated always as identity primary key,
    type       text not null,
    body       jsonb not null,
    created_at timestamptz not null default now()
);
