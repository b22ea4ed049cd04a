using System.Data;
using Dapper;
using Pgvector;

namespace KnowledgePlatform.Core.Database;

/// <summary>Lets Dapper pass and read halfvec values as they are.</summary>
internal sealed class HalfVectorHandler : SqlMapper.TypeHandler<HalfVector>
{
    public override void SetValue(IDbDataParameter parameter, HalfVector? value) => parameter.Value = value;

    public override HalfVector? Parse(object value) => value as HalfVector;
}

/// <summary>Lets Dapper pass and read arrays as they are: it expands lists into parameters, and takes a column of an array for System.Array.</summary>
internal sealed class ArrayHandler<T> : SqlMapper.TypeHandler<T[]>
{
    public override void SetValue(IDbDataParameter parameter, T[]? value) => parameter.Value = (object?)value ?? DBNull.Value;

    public override T[]? Parse(object value) => (T[])value;
}

/// <summary>Embeddings are kept at half precision: it halves the index, and ranks the same.</summary>
internal static class HalfVectors
{
    public static HalfVector ToHalfVector(this ReadOnlyMemory<float> vector)
    {
        var halves = new Half[vector.Length];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)vector.Span[i];
        }

        return new HalfVector(halves);
    }
}
