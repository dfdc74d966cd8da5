-- SPDX-License-Identifier: EUPL-1.2
-- Retention: what was refused and which news was taken is not kept for ever. Never edited after release.

-- When the counterpart last told it. Keys from before are as young as the newest event: none is forgotten too early.
alter table news_keys add column seen integer not null default 0;
update news_keys set seen = (select coalesce(written, 0) from event_counter);
create index news_keys_seen on news_keys (seen);

create index refused_received on refused (received);

update meta set value = '2' where name = 'schema_version';
