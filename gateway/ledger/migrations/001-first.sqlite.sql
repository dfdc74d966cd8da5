-- SPDX-License-Identifier: EUPL-1.2
-- First schema of the embedded ledger (SQLite 3.37 or later, for STRICT). Never edited after release: a change is a
-- new file. Instants are milliseconds since 1970 in UTC, digests are 32 octets, lists and texts are JSON.

create table meta (
    name  text not null primary key,
    value text not null
) strict;

-- One row. The next event takes sequence + 1 inside its own transaction: commit order is sequence order, without gaps.
create table event_counter (
    one      integer not null primary key check (one = 1),
    sequence integer not null check (sequence >= 0),
    written  integer check (sequence = 0 or written is not null)
) strict;
insert into event_counter values (1, 0, null);

create table contents (
    digest blob not null unique check (length(digest) = 32),
    bytes  integer not null check (bytes >= 0),
    data   blob check (data is null or length(data) = bytes)  -- null: a file of the content store holds it
) strict;

create table submissions (
    number   integer primary key autoincrement,
    id       text not null unique check (id <> ''),
    client   text not null,
    key      text not null,
    received integer not null,
    dossier  text not null,  -- empty: the submission is its own matter
    digest   blob not null check (length(digest) = 32),
    manifest text not null,
    receipt  text not null,  -- kept as text, so that a resend gets the same bytes
    unique (client, key)
) strict;

create table refused (
    id       text not null primary key check (id <> ''),
    client   text not null,
    key      text not null,
    received integer not null,
    dossier  text not null,
    refusal  text not null
) strict;

create table files (
    submission       integer not null references submissions (number),
    position         integer not null,
    made             integer not null check (made in (0, 1)),  -- 1: the gateway made it, it has no piece
    piece_id         text not null check (made = 0 or piece_id = ''),
    rendition_id     text not null,
    name             text not null check (name <> ''),
    media_type       text not null,
    document_type    text not null,
    signed_by_people integer not null check (signed_by_people in (0, 1)),
    previous_id      text not null,
    digest           blob not null references contents (digest),
    primary key (submission, position)
) strict, without rowid;

create table seals (
    submission  integer primary key references submissions (number),
    state       text not null check (state in ('waiting', 'underway', 'done', 'quarantined')),
    created     integer not null,
    since       integer not null,
    due         integer,
    attempts    integer not null default 0 check (attempts >= 0),
    lease       integer not null default 0,  -- rises with every claim: an old token never fits again
    lease_until integer,
    worker      text not null default '',
    why         text not null default '{}',
    container   blob references contents (digest),
    level       text not null default '',
    certificate text not null default '',
    signed_at   integer,
    check ((state = 'waiting') = (due is not null)),
    check ((state = 'underway') = (lease_until is not null)),
    check ((state = 'done') = (container is not null and signed_at is not null))
) strict;
create index seals_due on seals (due, submission) where state = 'waiting';
create index seals_leased on seals (lease_until, submission) where state = 'underway';
create index seals_owed on seals (created) where state in ('waiting', 'underway');
create index seals_quarantined on seals (submission) where state = 'quarantined';

create table transfers (
    number            integer primary key autoincrement,  -- order of admission
    id                text not null unique check (id <> ''),
    submission        integer not null references submissions (number),
    sender            text not null,
    dossier           text not null,
    counterpart       text not null check (counterpart <> ''),
    state             text not null check (state in ('waiting', 'underway', 'handed_over', 'acknowledged', 'returned',
                                                     'refused', 'rerouted', 'quarantined', 'withdrawn')),
    created           integer not null,
    since             integer not null,
    due               integer,
    sealed            integer not null check (sealed in (0, 1)),
    turn              integer not null check (turn in (0, 1)),  -- 1: no older unfinished one of its dossier goes first
    attempts          integer not null default 0 check (attempts >= 0),
    attempts_in_round integer not null default 0 check (attempts_in_round between 0 and attempts),
    round_began       integer not null,
    lease             integer not null default 0,  -- rises with every claim: an old token never fits again
    lease_until       integer,
    worker            text not null default '',
    why               text not null default '{}',
    reference         text not null default '',
    instead_of        integer references transfers (number),
    check ((state = 'waiting' and sealed = 1) = (due is not null)),
    check ((state = 'underway') = (lease_until is not null)),
    check (state in ('waiting', 'underway', 'quarantined') or turn = 0),
    check (sealed = 1 or state in ('waiting', 'withdrawn'))
) strict;
create index transfers_of_submission on transfers (submission);
create index transfers_due on transfers (counterpart, due, number) where state = 'waiting' and sealed = 1 and turn = 1;
create index transfers_leased on transfers (counterpart, lease_until, number) where state = 'underway';
create index transfers_unfinished on transfers (counterpart, dossier, number)
    where state in ('waiting', 'underway', 'quarantined');
-- At most one of a dossier has the turn towards a counterpart.
create unique index transfers_turn on transfers (counterpart, dossier) where turn = 1 and dossier <> '';
create index transfers_by_state on transfers (counterpart, state, number);
create index transfers_to on transfers (counterpart, number);
create index transfers_succeeded on transfers (counterpart, since) where state in ('handed_over', 'acknowledged');
create index transfers_handed_over on transfers (counterpart, since) where state = 'handed_over';
create index transfers_waiting_since on transfers (counterpart, round_began) where state = 'waiting';
create index transfers_in_state on transfers (state, number);
create index transfers_of_sender on transfers (sender, number);
create index transfers_by_reference on transfers (counterpart, reference) where reference <> '';

-- What one transfer learned, and (newest wins) what all transfers of a dossier to one counterpart learned.
create table transfer_references (
    transfer integer not null references transfers (number),
    key      text not null,
    value    text not null,
    primary key (transfer, key)
) strict, without rowid;
create table dossier_references (
    counterpart text not null,
    dossier     text not null check (dossier <> ''),
    key         text not null,
    value       text not null,
    primary key (counterpart, dossier, key)
) strict, without rowid;

create table attempts (
    transfer integer not null references transfers (number),
    number   integer not null check (number >= 1),
    began    integer not null,
    ended    integer not null,
    outcome  text not null check (outcome in ('handed_over', 'acknowledged', 'try_later', 'declined', 'outage',
                                              'lease_expired')),
    why      text not null,
    answer   text not null,
    primary key (transfer, number)
) strict;

create table events (
    sequence    integer primary key,
    at          integer not null,
    kind        text not null check (kind <> ''),
    submission  text not null,
    dossier     text not null,
    transfer    text not null,
    counterpart text not null,
    actor       text not null check (actor <> ''),
    data        text not null
) strict;
create index events_of_submission on events (submission, sequence) where submission <> '';
-- Who may see an event is settled when it is written: a page of the feed that is full never changes.
create table event_audience (
    counterpart text not null,
    sequence    integer not null references events (sequence),
    primary key (counterpart, sequence)
) strict, without rowid;

create table news_keys (
    counterpart text not null,
    key         text not null,
    primary key (counterpart, key)
) strict, without rowid;
create table news_cursors (
    counterpart text not null primary key,
    cursor      text not null
) strict, without rowid;
-- A receipt can overtake the answer to the delivery that it is for. It waits here until that try is settled.
create table early_news (
    number      integer primary key autoincrement,
    counterpart text not null,
    transfer    text not null,
    reference   text not null,
    kind        text not null check (kind in ('acknowledged', 'refused', 'returned')),
    why         text not null,
    at          integer not null
) strict;
create index early_news_by_transfer on early_news (counterpart, transfer) where transfer <> '';
create index early_news_by_reference on early_news (counterpart, reference) where transfer = '';

insert into meta values ('schema_version', '1');
