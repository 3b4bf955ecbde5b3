-- One generation of the views. Text is compared ordinally everywhere (domain.md §2, §6). Rows that change often leave room on
-- their page and keep what changes out of the indexes, so that updates stay on the page.
create schema {schema};

create table {schema}.accounts (
    number         bigint primary key,
    program        text collate "C" not null,
    account_id     text collate "C" not null,
    clock          timestamptz not null,
    entries        bigint not null,
    orders         bigint not null,
    first_order_at timestamptz,
    tier           text,
    since          timestamptz,
    grace_until    timestamptz,
    merged_into    text collate "C",
    absorbed       text, -- numbers of the accounts that were merged into it, separated by commas
    unique (program, account_id)
) with (fillfactor = 70);

create table {schema}.wallets (
    account   bigint not null,
    owner     text collate "C" not null,
    unit      text collate "C" not null,
    pending   numeric not null,
    available numeric not null,
    held      numeric not null,
    arrears   numeric not null,
    accrued   numeric not null,
    reversed  numeric not null,
    redeemed  numeric not null,
    expired   numeric not null,
    adjusted  numeric not null,
    credited  boolean not null,
    primary key (account, owner, unit)
) with (fillfactor = 70);

create table {schema}.lots (
    account      bigint not null,
    lot          bigint not null,
    owner        text not null,
    unit         text not null,
    pending      numeric not null,
    available    numeric not null,
    held         numeric not null,
    opened_at    timestamptz not null,
    activates_at timestamptz,
    expires_at   timestamptz,
    order_key    text,
    rebate_key   text,
    activity_id  text,
    fund         text,
    life         text not null, -- what came in, was used, expired and was withdrawn, by month: LotLife
    primary key (account, lot)
) with (fillfactor = 80);

create table {schema}.orders (
    account   bigint not null,
    source    text collate "C" not null,
    order_id  text collate "C" not null,
    program   text collate "C" not null,
    position  bigint not null, -- of the event that recorded it
    placed_at timestamptz not null,
    version   int not null,
    evaluated boolean not null,
    gross     text not null,
    net       text not null,
    entitled  numeric not null,
    stated    text not null,
    variance  numeric not null,
    points    bigint not null,
    primary key (account, source, order_id)
) with (fillfactor = 90);

-- Changes of tier. from_tier is null for an account's first tier; to_tier is null when the account was merged into another.
create table {schema}.tier_changes (
    account      bigint not null,
    position     bigint not null,
    place        int not null, -- among the changes of one event
    effective_at timestamptz not null,
    from_tier    text collate "C",
    to_tier      text collate "C",
    primary key (account, position, place)
);

create table {schema}.adjustments (
    program       text collate "C" not null,
    adjustment_id text collate "C" not null,
    account       bigint not null,
    position      bigint not null,
    owner         text not null,
    unit          text not null,
    amount        numeric not null,
    state         text not null,
    proposed_at   timestamptz not null,
    reason        text,
    proposed_by   text,
    decided_at    timestamptz,
    decided_by    text,
    decision      text,
    primary key (program, adjustment_id)
) with (fillfactor = 80);

-- These rows stay with the account that they were recorded for; position is that of the event that recorded them.
create table {schema}.holds (
    program    text collate "C" not null,
    hold_id    text collate "C" not null,
    account    bigint not null,
    position   bigint not null,
    owner      text not null,
    unit       text not null,
    amount     numeric not null,
    state      text not null,
    held_at    timestamptz not null,
    expires_at timestamptz not null,
    captured   numeric,
    order_key  text,
    partner_id text,
    ended_at   timestamptz,
    primary key (program, hold_id)
) with (fillfactor = 80);

create table {schema}.vouchers (
    program       text collate "C" not null,
    code          text collate "C" not null,
    account       bigint not null,
    position      bigint not null,
    redemption_id text not null,
    value         numeric not null,
    state         text not null,
    issued_at     timestamptz not null,
    valid_until   timestamptz,
    order_key     text,
    ended_at      timestamptz,
    primary key (program, code)
) with (fillfactor = 90);

create table {schema}.measures (
    account bigint not null,
    scope   text collate "C" not null,
    month   int not null,
    net     text not null,
    orders  bigint not null,
    primary key (account, scope, month)
) with (fillfactor = 80);

-- Sums of each account by month, with its tier at the end of each month and its segments: the source of its lines in returns.
create table {schema}.account_months (
    account  bigint primary key,
    months   text not null, -- AccountMonths
    tiers    text not null, -- likewise
    segments text not null  -- ids in ordinal order, one a line
) with (fillfactor = 70);

-- The return of the program. An empty tier is the lowest, an empty segment all accounts. Exact numbers are text.
create table {schema}.returns (
    program             text collate "C" not null,
    month               int not null,
    tier                text collate "C" not null,
    segment             text collate "C" not null,
    accounts            bigint not null,
    orders              bigint not null,
    net                 text not null,
    discount            numeric not null,
    points              numeric not null,
    rebates             numeric not null,
    compared_accounts   bigint not null,
    compared_net        text not null,
    compared_net_before text not null,
    primary key (program, month, tier, segment)
) with (fillfactor = 20);

-- The amounts at risk in lots, as changes from month to month, and what became of them, for expected breakage. An empty tier is the lowest.
create table {schema}.lot_months (
    program   text collate "C" not null,
    unit      text collate "C" not null,
    tier      text collate "C" not null,
    opened    int not null,
    month     int not null,
    lots      bigint not null,
    at_risk   numeric not null,
    squares   text not null,
    used      numeric not null,
    expired   numeric not null,
    withdrawn numeric not null,
    primary key (program, unit, tier, opened, month)
) with (fillfactor = 20);

create table {schema}.variance_months (
    program  text collate "C" not null,
    month    int not null,
    orders   bigint not null,
    entitled numeric not null,
    variance numeric not null,
    primary key (program, month)
) with (fillfactor = 20);

create table {schema}.open_lots (
    program   text collate "C" not null,
    unit      text collate "C" not null,
    tier      text collate "C" not null,
    opened    int not null,
    pending   numeric not null,
    available numeric not null,
    held      numeric not null,
    primary key (program, unit, tier, opened)
) with (fillfactor = 20);

create table {schema}.rebates (
    account      bigint not null,
    rebate       text collate "C" not null,
    period       text collate "C" not null,
    period_start timestamptz not null,
    version      int not null,
    basis        text not null,
    amount       numeric not null,
    primary key (account, rebate, period)
) with (fillfactor = 90);

-- Rebate periods in which an account has an order, closed ones included.
create table {schema}.rebate_periods (
    account     bigint not null,
    rebate      text collate "C" not null,
    period      text collate "C" not null,
    version     int not null,
    first_month int not null,
    month_count int not null,
    starts_at   timestamptz not null,
    ends_at     timestamptz not null,
    scope       text collate "C" not null,
    primary key (account, rebate, period)
);

-- Entries have keys and log positions only: an entry is an event, events never change, and the rest is read from the log.
create table {schema}.entries (
    account      bigint not null,
    sequence     bigint not null,
    position     bigint not null,
    id           uuid not null,
    order_hash   bigint,
    wallet_hash  bigint not null,
    effective_at timestamptz not null,
    primary key (account, sequence)
);

create table {schema}.books (
    program text collate "C" not null,
    unit    text collate "C" not null,
    book    text collate "C" not null,
    amount  numeric not null,
    primary key (program, unit, book)
) with (fillfactor = 20);

-- The flows between books by local month of the effective time (year * 12 + month - 1).
create table {schema}.book_months (
    program   text collate "C" not null,
    unit      text collate "C" not null,
    month     int not null,
    from_book text collate "C" not null,
    to_book   text collate "C" not null,
    amount    numeric not null,
    entries   bigint not null, -- how many moved it, and the positions of the first and the last of them
    first_position bigint not null,
    last_position  bigint not null,
    primary key (program, unit, month, from_book, to_book)
) with (fillfactor = 20);

create table {schema}.programs (
    program   text collate "C" primary key,
    mode      text not null,
    clock_at  timestamptz,
    revision  bigint not null,
    time_zone text
) with (fillfactor = 20);

create table {schema}.versions (
    program  text collate "C" not null,
    version  int not null,
    state    text not null,
    document text not null,
    number   bigint not null,
    primary key (program, version)
);

create table {schema}.rejections (
    program     text collate "C" not null,
    rejected_id text collate "C" not null,
    number      bigint not null,
    code        text not null,
    reason      text not null,
    door        text not null,
    payload     text not null,
    fact_type   text,
    source      text,
    order_id    text,
    recorded_at timestamptz not null,
    redriven_at timestamptz,
    primary key (program, rejected_id),
    unique (program, number)
);

-- The tables below belong to the mechanics: a program without mechanics has no row in any of them.

create table {schema}.members (
    account  bigint primary key,
    segments text not null, -- ids in ordinal order, one a line
    perks    text not null, -- likewise
    loyalty  text not null
) with (fillfactor = 70);

-- These rows stay with the account that they were recorded for; position is that of the event that recorded them.
create table {schema}.activities (
    program          text collate "C" not null,
    activity_id      text collate "C" not null,
    account          bigint not null,
    position         bigint not null,
    activity         text collate "C" not null,
    completed_at     timestamptz not null,
    month            int not null,
    points           bigint not null,
    score            numeric,
    revoked_position bigint,
    primary key (program, activity_id)
) with (fillfactor = 90);

-- Evaluated points of the activities of one local month that are not revoked.
create table {schema}.activity_points (
    account bigint not null,
    month   int not null,
    points  bigint not null,
    primary key (account, month)
) with (fillfactor = 80);

create table {schema}.terms (
    program       text collate "C" not null,
    purchase_id   text collate "C" not null,
    account       bigint not null,
    position      bigint not null,
    membership    text collate "C" not null,
    purchased_at  timestamptz not null,
    months        int not null,
    starts_at     timestamptz not null,
    ends_at       timestamptz not null,
    price         numeric,
    currency      text,
    order_ref     text,
    fee_variance  text,
    refunded_at   timestamptz,
    refund_reason text,
    primary key (program, purchase_id)
) with (fillfactor = 90);

create table {schema}.grants (
    program    text collate "C" not null,
    grant_id   text collate "C" not null,
    account    bigint not null,
    position   bigint not null,
    rule       text collate "C" not null,
    number     bigint not null,
    reward     text not null,
    state      text not null,
    version    int not null,
    granted_at timestamptz not null,
    period     text,
    voucher    text,
    decided_at timestamptz,
    decided_by text,
    reference  text,
    reason     text,
    primary key (program, grant_id)
) with (fillfactor = 90);

create table {schema}.claims (
    program      text collate "C" not null,
    claim_id     text collate "C" not null,
    account      bigint not null,
    position     bigint not null,
    fund         text not null,
    amount       numeric not null,
    activity     text not null,
    proofs       text not null, -- JSON
    reason       text not null,
    requested_by text not null,
    requested_at timestamptz not null,
    state        text not null,
    expires_at   timestamptz,
    approved     numeric,
    decided_at   timestamptz,
    decided_by   text,
    decision     text,
    primary key (program, claim_id)
) with (fillfactor = 80);

create table {schema}.partner_months (
    program             text collate "C" not null,
    partner             text collate "C" not null,
    month               int not null,
    issued              numeric not null,
    reversed            numeric not null,
    redeemed            numeric not null,
    redemption_reversed numeric not null,
    primary key (program, partner, month)
) with (fillfactor = 20);

create table {schema}.challenges (
    program      text collate "C" not null,
    challenge    text collate "C" not null,
    period       text collate "C" not null,
    position     bigint not null,
    period_start timestamptz not null,
    period_end   timestamptz not null,
    version      int not null,
    closed_at    timestamptz not null,
    primary key (program, challenge, period)
);

create table {schema}.draws (
    program       text collate "C" not null,
    draw          text collate "C" not null,
    at            timestamptz not null,
    salt_hash     text not null,
    version       int not null,
    held_position bigint,
    primary key (program, draw)
);

-- The candidates of a draw, by accountId; none when the candidates found in the views do not have the hash that the draw recorded.
create table {schema}.draw_candidates (
    program    text collate "C" not null,
    draw       text collate "C" not null,
    place      bigint not null,
    account_id text not null,
    primary key (program, draw, place)
);
