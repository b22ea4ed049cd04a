using KnowledgePlatform.Core.Chat.Server;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>Addresses as they may be shown.</summary>
public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("", "")]
    [InlineData("http://kp:secret@models.example:8080/v1", "http://models.example:8080/v1")]
    [InlineData("http://kp:se#cret@models.example:8080", "models.example:8080")]
    [InlineData("kp:secret@models.example:8080", "models.example:8080")]
    [InlineData("http://kp:secret@one.example:8080/v1, https://two.example", "http://one.example:8080/v1 https://two.example")]
    [InlineData("http://kp:se cret@models.example:8080", "http://models.example:8080/")]
    [InlineData("http://kp:12 34@models.example:8080", "http://models.example:8080/")]
    [InlineData("http://kp:12,34@models.example:8080 one.example", "models.example:8080 one.example")]
    public void Password_within_an_address_is_never_shown(string address, string shown) => Assert.Equal(shown, ServerAddress.WithoutUser(address));
}
