-- Which documents say of themselves that they change another one: an answer about that one looks in them as well. Told by the title, the first heading or the first words,
-- so that no document has to be read again, and a new title counts at once.
create function kp_names_amendment(words text) returns boolean language sql immutable parallel safe as $$
    select words ~* '\m(?:amendment|amending|amend|addendum|addenda|deed of variation|variation agreement|variation (?:no|nr)|supplemental agreement|supplement (?:no|nr|to the)|corrigendum|erratum|nachtrag|änderung\w*|ergänzungsvereinbarung|adenda|enmienda|modificación|novación|avenant|aditamento|aditivo|emenda|allonge|wijziging\w*)\M|संशोधन|修正|补充协议|修订'
$$;
create index documents_amending on documents (collection_id) where kp_names_amendment(title);
create index chunks_amending on chunks (collection_id, document_id) where ordinal = 0 and kp_names_amendment(heading_path || E'\n' || left(text, 80));
