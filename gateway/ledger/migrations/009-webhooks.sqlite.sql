-- SPDX-License-Identifier: EUPL-1.2
-- How far each webhook has come in the events, and how it fares. What it is stands in the settings; a webhook that they
-- no longer name keeps its row, and goes on from there if it comes back. Never edited after release.

create table webhooks (
    name          text not null primary key check (name <> ''),
    epoch         integer not null check (epoch >= 1),  -- rises with each decision: a try from before settles nothing
    begun         integer not null,
    cursor        integer not null check (cursor >= 0),
    state         text not null check (state in ('enabled', 'disabled')),
    since         integer not null,
    why           text not null default '{}',
    failures      integer not null default 0 check (failures >= 0),
    failing_since integer,
    due           integer,
    last_try      integer,
    last_taken    integer,
    last_status   integer not null default 0,
    last_answer   text not null default '',
    check ((failures > 0) = (failing_since is not null)),
    check (due is null or state = 'enabled')
) strict;

-- Tells this ledger from any other: the ids of what is pushed are made of it and of the event.
insert into meta values ('ledger_id', lower(hex(randomblob(16))));

update meta set value = '9' where name = 'schema_version';
