-- The words that BM25 sees, one stemmer for each language: a passage's under its own language, a question's under those of the passages searched.

-- Punctuation separates words, except between digits; the comma of thousands goes (4,250 and 4250 are one number).
create function kp_plain(content text) returns text language sql immutable strict parallel safe return
    regexp_replace(regexp_replace(content, '(?<=[0-9]),(?=[0-9]{3}(?![0-9]))', '', 'g'), '(?<![0-9])[[:punct:]]+|[[:punct:]]+(?![0-9])', ' ', 'g');

-- Scripts that are written without spaces (Thai, Lao, Burmese, Khmer, kana, Han) and Hangul: pairs of neighbouring characters in place of words.
create function kp_pairs(content text) returns text language sql immutable strict parallel safe return
    case when content ~ '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]' then
        regexp_replace(content, '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]+', ' ', 'g') || ' '
        || (select coalesce(string_agg(regexp_replace(run, '(..)', '\1 ', 'g') || ' ' || regexp_replace(substr(run, 2), '(..)', '\1 ', 'g'), ' '), '')
            from (select (regexp_matches(content, '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF]+', 'g'))[1] as run) runs)
    else content end;

-- PostgreSQL's text search configuration for a language (ISO 639-1); words as they are where it has none.
create function kp_stemmer(language text) returns regconfig language sql immutable strict parallel safe return
    case language
        when 'ar' then 'arabic' when 'hy' then 'armenian' when 'eu' then 'basque' when 'ca' then 'catalan' when 'da' then 'danish' when 'nl' then 'dutch'
        when 'en' then 'english' when 'et' then 'estonian' when 'fi' then 'finnish' when 'fr' then 'french' when 'de' then 'german' when 'el' then 'greek'
        when 'hi' then 'hindi' when 'hu' then 'hungarian' when 'id' then 'indonesian' when 'ga' then 'irish' when 'it' then 'italian' when 'lt' then 'lithuanian'
        when 'ne' then 'nepali' when 'nb' then 'norwegian' when 'nn' then 'norwegian' when 'pt' then 'portuguese' when 'ro' then 'romanian'
        when 'ru' then 'russian' when 'sr' then 'serbian' when 'es' then 'spanish' when 'sv' then 'swedish' when 'ta' then 'tamil' when 'tr' then 'turkish'
        when 'yi' then 'yiddish' else 'simple' end::regconfig;

-- A passage's stems, each as often as it occurs.
create function kp_terms(language text, content text) returns text language sql immutable strict parallel safe return
    (select coalesce(string_agg(rtrim(repeat(lexeme || ' ', cardinality(positions))), ' '), '')
     from unnest(to_tsvector(kp_stemmer(language), kp_plain(kp_pairs(content)))));

-- A question's stems under several languages, each once. The first language is the question's own: what is a stop word there is left out under all of them.
create function kp_query_terms(languages text[], question text) returns text language sql immutable strict parallel safe return
    (with words as (select lexeme as word from unnest(to_tsvector('simple', kp_plain(kp_pairs(question))))),
          kept as (select word from words where length(to_tsvector(kp_stemmer(languages[1]), word)) > 0)
     select coalesce(string_agg(distinct lexeme, ' '), '')
     from (select word from kept union all select word from words where not exists (select from kept)) w,
          unnest(languages) as language, unnest(to_tsvector(kp_stemmer(language), word)));

grant execute on function kp_plain(text), kp_pairs(text), kp_stemmer(text), kp_terms(text, text), kp_query_terms(text[], text) to kp_app, kp_worker;

drop index chunks_bm25;
drop function kp_words(text);
alter table chunks add column terms text not null generated always as (kp_terms(language, context || E'\n' || text)) stored;
-- Stems stand in the column: the index takes them as they are. k1 and b as measured in docs/quality.md.
create index chunks_terms on chunks using bm25 (terms) with (text_config = 'simple', k1 = 0.9, b = 0.4);
