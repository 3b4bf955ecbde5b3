-- Marten 9's event tables: conjoined tenancy, string stream ids. Nothing of ours is added to them,
-- because Marten's schema tool drops what it does not know.
create table mt_streams (
    tenant_id  varchar     not null default '*DEFAULT*',
    id         varchar     not null,
    type       varchar,
    version    bigint,
    timestamp  timestamptz not null default now(),
    created    timestamptz not null default now(),
    is_archived boolean    default false,
    constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id)
) with (fillfactor = 80); -- every append updates rows here: room on the page keeps those updates off the index

create table mt_events (
    seq_id         bigint       not null,
    id             uuid         not null,
    stream_id      varchar      not null,
    version        bigint       not null,
    data           jsonb        not null,
    bdata          bytea,
    type           varchar(500) not null,
    timestamp      timestamptz  not null default now(),
    tenant_id      varchar      not null default '*DEFAULT*',
    mt_dotnet_type varchar,
    correlation_id varchar,
    causation_id   varchar,
    headers        jsonb,
    is_archived    boolean      not null default false,
    constraint pkey_mt_events_seq_id primary key (seq_id),
    constraint fkey_mt_events_stream_id_tenant_id foreign key (tenant_id, stream_id) references mt_streams (tenant_id, id)
);

-- A unique index and no constraint, as Marten makes it.
create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version);

create sequence mt_events_sequence owned by mt_events.seq_id;

create table mt_event_progression (
    name         varchar not null,
    last_seq_id  bigint,
    last_updated timestamptz default transaction_timestamp(),
    constraint pk_mt_event_progression primary key (name)
);

-- Cheaper than the default compression to write and to read; a server built without it keeps the default.
do $$
begin
    alter table mt_events alter column data set compression lz4;
exception when feature_not_supported then
    null;
end
$$;
