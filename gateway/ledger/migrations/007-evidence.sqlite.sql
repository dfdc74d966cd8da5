-- SPDX-License-Identifier: EUPL-1.2
-- Evidence records (RFC 4998) end with the certificate of their youngest archive time stamp, and are renewed before.
-- What was made first stays in time_steps. Never edited after release.

-- The newest record of each submission whose time step brought one. A row comes when somebody has read the record.
create table evidence_terms (
    submission integer primary key references submissions (number),
    record     blob not null references contents (digest),
    ends       integer not null,
    algorithm  text not null
) strict;
create index evidence_terms_ends on evidence_terms (ends);
create index evidence_terms_algorithm on evidence_terms (algorithm, submission);

-- Each renewal, for ever. The record that it began with is the one of the number before; number 1 began with the one in
-- time_steps.
create table evidence_renewals (
    submission integer not null references submissions (number),
    number     integer not null check (number >= 1),
    kind       text not null check (kind in ('time_stamp', 'hash_tree')),
    renewed    integer not null,
    record     blob not null references contents (digest),
    stamped    integer not null,  -- genTime of the token
    authority  text not null,
    primary key (submission, number)
) strict;

create index time_steps_evidence on time_steps (submission) where evidence is not null;

update meta set value = '7' where name = 'schema_version';
