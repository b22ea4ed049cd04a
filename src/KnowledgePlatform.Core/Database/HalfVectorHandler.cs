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
