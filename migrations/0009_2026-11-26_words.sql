-- The words that BM25 sees. PostgreSQL's parser keeps host names, addresses and paths as one word each ("saintalbans.example" is not found by "saintalbans"):
-- punctuation separates words here, except between digits (4,250; 3.2; 12/03/2026).
create function kp_words(content text) returns text language sql immutable strict parallel safe
    return regexp_replace(content, '(?<![0-9])[[:punct:]]+|[[:punct:]]+(?![0-9])', ' ', 'g');
grant execute on function kp_words(text) to kp_app, kp_worker;

-- k1 and b as measured in docs/quality.md.
drop index chunks_bm25;
create index chunks_bm25 on chunks using bm25 (kp_words(context || E'\n' || text)) with (text_config = 'english', k1 = 0.9, b = 0.4);
