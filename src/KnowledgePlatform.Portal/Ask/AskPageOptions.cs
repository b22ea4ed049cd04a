using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>Asking at the page. Section "AskPage".</summary>
public sealed class AskPageOptions
{
    /// <summary>
    /// So many seconds an answer goes on for a page that is gone. Default 15: a reload takes a few, and whoever has really left holds up the next in the queue no
    /// longer than that.
    /// </summary>
    [Range(0, 600, ErrorMessage = "AskPage:LeaveSeconds must be 0 to 600")]
    public int LeaveSeconds { get; set; } = 15;

    /// <summary>So many answers may be made for one person at a time. Default 5.</summary>
    [Range(1, 1000, ErrorMessage = "AskPage:AtOnce must be 1 to 1,000")]
    public int AtOnce { get; set; } = 5;
}
