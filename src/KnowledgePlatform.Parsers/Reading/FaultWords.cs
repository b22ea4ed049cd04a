using System.Xml;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>What is wrong with a damaged file, for the person who uploaded it. An exception's own message may quote the document, and its type says nothing to them.</summary>
internal static class FaultWords
{
    /// <summary>The end of a sentence in brackets.</summary>
    public static string Of(Exception fault) => fault switch
    {
        XmlException => "a part of it is not well formed",
        InvalidDataException or EndOfStreamException => "its data end too early or are inconsistent",
        InsufficientExecutionStackException => "its parts are nested too deeply",
        _ => "it is not built as its format demands",
    };
}
