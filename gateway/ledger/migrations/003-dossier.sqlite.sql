-- SPDX-License-Identifier: EUPL-1.2
-- What a counterpart has of a dossier is asked at the door, for completeness: by index, not by reading all transfers.

create index transfers_of_dossier on transfers (counterpart, dossier, number) where dossier <> '';

update meta set value = '3' where name = 'schema_version';
