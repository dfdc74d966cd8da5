-- SPDX-License-Identifier: EUPL-1.2
-- What became of a dossier after its vote (numac, ELI, dates, document numbers), each line with who told it and when;
-- and what a counterpart's answer missed of a transfer that it took. Never edited after release.

create table publication (
    number      integer primary key autoincrement,
    dossier     text not null check (dossier <> ''),
    key         text not null check (key in ('numac', 'eli', 'eli_codex', 'adopted', 'ratified', 'promulgated',
                                             'published', 'document')),
    value       text not null,  -- empty: what was told before is taken back
    source_kind text not null check (source_kind in ('counterpart', 'client', 'file')),
    source      text not null check (source <> ''),
    submission  text not null,
    file        text not null,
    learned     integer not null,
    sequence    integer not null references events (sequence) deferrable initially deferred,
    current     integer not null check (current in (0, 1)),
    check (current = 0 or value <> '')
) strict;
create index publication_of_dossier on publication (dossier, number);
create unique index publication_current on publication (dossier, key) where current = 1 and key <> 'document';
create unique index publication_documents on publication (dossier, value) where current = 1 and key = 'document';

alter table transfers add column amiss text not null default '{}';
alter table transfers add column amiss_since integer;
create index transfers_amiss on transfers (counterpart, amiss_since) where amiss_since is not null;

update meta set value = '8' where name = 'schema_version';
