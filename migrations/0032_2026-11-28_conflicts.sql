-- Where the passages behind an answer disagree: [{reason, sides: [{citation, values, dated, isNewer, isAmending}]}]. Its sides are citations, so what is seen of it follows theirs.
alter table answers add column conflicts jsonb not null default '[]';
