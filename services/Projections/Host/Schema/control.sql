-- The live generation of the tables for each shape (version of the views' code), so that old and new code can run side by side.
create schema if not exists projections;

create table if not exists projections.live (
    shape      int primary key,
    generation int not null
);

create sequence if not exists projections.generations;

-- The last rebuild that was requested, for each shape.
create table if not exists projections.rebuild (
    shape       int primary key,
    state       text not null,
    generation  int,
    done        bigint not null default 0,
    total       bigint not null default 0,
    per_second  double precision not null default 0,
    changed_at  timestamptz not null default now()
);
