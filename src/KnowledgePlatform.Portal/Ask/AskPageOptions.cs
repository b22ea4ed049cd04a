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
}
