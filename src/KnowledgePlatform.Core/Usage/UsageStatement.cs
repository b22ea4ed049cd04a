namespace KnowledgePlatform.Core.Usage;

/// <summary>The SQL that adds usage up. Money is numeric all the way, never a float.</summary>
internal static class UsageStatement
{
    // Twelve decimals are exact for prices of six; what is shared among collections has more than a decimal holds.
    private const string Sums = """
        count(*) as questions, coalesce(sum(prompt_tokens), 0)::bigint as prompt_tokens, coalesce(sum(completion_tokens), 0)::bigint as completion_tokens,
        count(*) filter (where estimated) as estimated, coalesce(avg(duration_ms), 0)::bigint as average_milliseconds, round(coalesce(sum(cost), 0), 12) as cost,
        round((coalesce(sum(prompt_tokens), 0) * @promptPrice::numeric + coalesce(sum(completion_tokens), 0) * @completionPrice::numeric) * 0.000001, 12) as compared_cost
        """;

    private const string Within = "u.at >= @from and u.at < @to";

    private const string PersonName = "coalesce(nullif(p.display_name, ''), p.user_name, '(a person who was removed)')";

    /// <summary>All of it.</summary>
    public const string Total = $"select null::uuid as id, 'All' as name, {Sums} from usage_records u where {Within}";

    /// <summary>Question by question.</summary>
    public const string Questions = $"""
        select u.at, u.answer_id, {PersonName} as person,
               array(select coalesce(g.name, '(a group that was removed)') from unnest(u.group_ids) i left join groups g on g.id = i order by 1) as groups,
               array(select coalesce(c.name, '(a collection that was removed)') from unnest(u.collection_ids) i left join kp_collection_names() c on c.id = i order by 1) as collections,
               u.model, u.outcome, u.prompt_tokens, u.completion_tokens, u.estimated, u.duration_ms, u.prompt_price, u.completion_price, u.cost,
               (u.prompt_tokens * @promptPrice::numeric + u.completion_tokens * @completionPrice::numeric) * 0.000001 as compared_cost
        from usage_records u left join users p on p.id = u.user_id
        where {Within} order by u.at desc, u.id desc limit @most
        """;

    /// <summary>By person, group, collection or model, the dearest first.</summary>
    public static string By(UsageBy by) => by switch
    {
        UsageBy.Person => Grouped("u.user_id", PersonName, "usage_records u left join users p on p.id = u.user_id"),
        UsageBy.Group => Grouped(
            "m", "case when m is null then '(no group)' else coalesce(g.name, '(a group that was removed)') end",
            "usage_records u left join lateral unnest(u.group_ids) m on true left join groups g on g.id = m"),
        UsageBy.Collection => Grouped(
            "m", "case when m is null then '(no collection)' else coalesce(c.name, '(a collection that was removed)') end",
            """
            (select at, m, estimated, duration_ms, prompt_tokens::numeric / share as prompt_tokens, completion_tokens::numeric / share as completion_tokens, cost / share as cost
             from usage_records r cross join lateral (select greatest(cardinality(collection_ids), 1) as share) s left join lateral unnest(collection_ids) m on true) u
            left join kp_collection_names() c on c.id = u.m
            """),
        UsageBy.Model => Grouped("u.model_id", "coalesce(u.model, '(no model)')", "usage_records u"),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };

    private static string Grouped(string id, string name, string from) => $"""
        select {id} as id, {name} as name, {Sums} from {from} where {Within}
        group by 1, 2 order by cost desc, prompt_tokens desc, name limit @most
        """;
}
