-- SPDX-License-Identifier: EUPL-1.2
-- Time as a step of its own, after the seal: one RFC 3161 token per act, or one per batch with RFC 4998 evidence
-- records. Seals from before have no such step. Never edited after release.

create table time_steps (
    submission    integer primary key references submissions (number),
    mode          text not null check (mode in ('act', 'batch')),
    state         text not null check (state in ('planned', 'waiting', 'underway', 'done', 'quarantined')),
    since         integer not null,
    owed          integer,  -- when the seal was signed; null while there is none
    due           integer,
    attempts      integer not null default 0 check (attempts >= 0),
    faults        integer not null default 0 check (faults between 0 and attempts),
    failing_since integer,
    lease         integer not null default 0,  -- rises with every claim: an old token never fits again
    lease_until   integer,
    worker        text not null default '',
    why           text not null default '{}',
    container     blob references contents (digest),  -- the raised one; the original is in seals
    level         text not null default '',
    evidence      blob references contents (digest),
    stamped       integer,  -- genTime of the token
    authority     text not null default '',
    check ((state = 'planned') = (owed is null)),
    check ((state = 'waiting') = (due is not null)),
    check ((state = 'underway') = (lease_until is not null)),
    check ((state = 'done') = (stamped is not null)),
    check ((state = 'done' and mode = 'act') = (container is not null)),
    check ((state = 'done' and mode = 'batch') = (evidence is not null)),
    check (failing_since is null or state in ('waiting', 'underway', 'quarantined'))
) strict;
create index time_steps_oldest on time_steps (mode, owed, submission) where state = 'waiting';
create index time_steps_due on time_steps (mode, due) where state = 'waiting';
create index time_steps_leased on time_steps (mode, lease_until) where state = 'underway';
create index time_steps_owed on time_steps (owed) where state in ('waiting', 'underway', 'quarantined');
create index time_steps_quarantined on time_steps (since) where state = 'quarantined';
create index time_steps_failing on time_steps (failing_since)
    where failing_since is not null and state in ('waiting', 'underway');

update meta set value = '4' where name = 'schema_version';
