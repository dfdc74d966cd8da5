-- SPDX-License-Identifier: EUPL-1.2
-- Every name that a dossier or a file ever bore towards a counterpart, findable by the name; and the statuses that a
-- counterpart told, whole. Never edited after release.

create table reference_names (
    number      integer primary key autoincrement,
    counterpart text not null check (counterpart <> ''),
    dossier     text not null check (dossier <> ''),
    key         text not null check (key <> ''),
    value       text not null,
    since       integer not null,
    unique (counterpart, dossier, key, value)
) strict;
create index reference_names_by_value on reference_names (counterpart, value, number);
create index reference_names_of_dossier on reference_names (dossier, number);
-- Names from before this table are as old as the newest event: nothing says when they were learned.
insert into reference_names (counterpart, dossier, key, value, since)
select counterpart, dossier, key, value, (select coalesce(written, 0) from event_counter) from dossier_references;

create table statuses (
    sequence    integer primary key references events (sequence),
    counterpart text not null check (counterpart <> ''),
    dossier     text not null,  -- empty: nobody knows one by that name
    name        text not null check (name <> ''),
    name_before text not null,
    status      text not null check (status <> ''),
    date        text not null,  -- as written
    learned     integer not null,
    unique (counterpart, name, status, date)
) strict;
create index statuses_of_dossier on statuses (counterpart, dossier, sequence);
create index statuses_learned on statuses (counterpart, learned);

create index submissions_of_dossier on submissions (dossier, number) where dossier <> '';
create index transfers_by_dossier on transfers (dossier) where dossier <> '';
create index refused_by_key on refused (client, key);

update meta set value = '5' where name = 'schema_version';
