using KnowledgePlatform.Core.Chat.Local;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

public sealed class StopTextTests
{
    [Theory]
    [InlineData("one STOP two", "STOP", "one ")]
    [InlineData("one STO two", "STOP", "one STO two")]
    [InlineData("one STO", "STOP", "one STO")]
    [InlineData("SSTOP", "STOP", "S")]
    [InlineData("no stop", "", "no stop")]
    public void Text_up_to_the_stop_is_shown_however_it_is_cut(string text, string stop, string shown)
    {
        for (var size = 1; size <= text.Length; size++)
        {
            var stops = new StopText([stop]);
            var got = "";
            for (var at = 0; at < text.Length && !stops.IsMet; at += size)
            {
                got += stops.Take(text.Substring(at, Math.Min(size, text.Length - at)));
            }

            Assert.Equal(shown, got + stops.Rest());
        }
    }
}
