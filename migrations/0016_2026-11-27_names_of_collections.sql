-- A name that is refused because a closed collection has it tells that a matter of this name exists. Names are unique among what a person can see; the
-- application looks there when it gives one.
alter table collections drop constraint collections_name_key;
create index on collections (name);
