-- A key that adds documents must not be able to open them to others: giving and taking access has a scope of its own.
alter table api_keys drop constraint api_keys_scopes_check;
alter table api_keys add constraint api_keys_scopes_check check (scopes <@ array['read', 'write', 'ask', 'manage', 'admin'] and cardinality(scopes) > 0);
