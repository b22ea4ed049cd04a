using KnowledgePlatform.Portal.Audit;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Audit;

public sealed class AuditDetailTests
{
    [Fact]
    public void Details_are_names_and_values_without_any_json()
    {
        var lines = AuditDetail.Read(
            """
            {"mode": "generated", "onlyCollections": [], "byKey": true, "model": null, "limits": {"maxPages": 3, "scopes": ["read", "ask"]},
             "sentences": [{"sha256": "ab12", "citations": [1, 2]}, {"sha256": "cd34", "citations": [3]}]}
            """);
        Assert.Equal(
            [
                ("mode", "generated"), ("only collections", "none"), ("by key", "yes"), ("limits", "max pages 3, scopes (read, ask)"),
                ("sentences 1", "sha256 ab12, citations (1, 2)"), ("sentences 2", "sha256 cd34, citations 3"),
            ],
            lines);
    }
}
