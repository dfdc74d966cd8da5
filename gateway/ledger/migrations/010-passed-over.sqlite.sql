-- SPDX-License-Identifier: EUPL-1.2
-- Events that a webhook passed over: its receiver refused each for long, and took one that came behind it. Kept until
-- somebody sends them again or forgets them. Never edited after release.

create table webhook_passed (
    name     text not null references webhooks (name),
    sequence integer not null references events (sequence),
    since    integer not null,                     -- the first of its tries
    passed   integer not null,
    tries    integer not null check (tries > 0),
    status   integer not null,                     -- of the last one; 0 = no answer came
    answer   text not null,
    primary key (name, sequence)
) strict, without rowid;

update meta set value = '10' where name = 'schema_version';
