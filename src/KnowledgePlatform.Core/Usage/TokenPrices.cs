namespace KnowledgePlatform.Core.Usage;

/// <summary>What a model's tokens cost.</summary>
/// <param name="Prompt">Per million tokens that it reads.</param>
/// <param name="Completion">Per million tokens that it writes.</param>
public sealed record TokenPrices(decimal Prompt, decimal Completion)
{
    /// <summary>The highest price that is taken; more is a slip of the hand.</summary>
    public const double Highest = 1_000_000;

    /// <summary>Decimals of a price.</summary>
    public const int Decimals = 6;

    /// <summary>A model that costs nothing by the token, as one on hardware of one's own.</summary>
    public static TokenPrices None { get; } = new(0, 0);

    /// <summary>True when nothing is spent with it.</summary>
    public bool IsFree => Prompt == 0 && Completion == 0;

    /// <summary>Lets prices through as a person may give them: from 0, at most <see cref="Highest"/>, six decimals.</summary>
    /// <exception cref="RefusedException"><c>price_invalid</c>.</exception>
    public static void Require(decimal prompt, decimal completion)
    {
        foreach (var price in new[] { prompt, completion })
        {
            if (price < 0 || price > (decimal)Highest || decimal.Round(price, Decimals) != price)
            {
                throw new RefusedException(RefusalKind.Invalid, "price_invalid", "A price is for a million tokens, from 0 to 1,000,000, with at most six decimals.");
            }
        }
    }
}
