using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Slides;

/// <summary>Reads a presentation (Office Open XML): a slide is a page; its title, its text in the order of its shapes, its tables, the speaker's notes and the comments.</summary>
internal sealed class SlidesReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var package = OfficePackage.Open(file, sink, PresentationDocument.Open, "presentation");
        if (package.PresentationPart is not { Presentation.SlideIdList: { } list } presentation)
        {
            throw new RefusedException(ParseCodes.Damaged, "The presentation is damaged: its list of slides is missing.");
        }

        var slides = list.Elements<SlideId>().ToList();
        sink.Info(DocumentKind.Slides, package.PackageProperties.Title, slides.Count, Reading.Origin.Of(package));
        var comments = new SlideComments(presentation);
        for (var number = 1; number <= slides.Count; number++)
        {
            ReadSlide(presentation, slides[number - 1], number, comments, sink);
        }
    }

    // A slide that fails is named and the others are read.
    private static void ReadSlide(PresentationPart presentation, SlideId id, int number, SlideComments comments, DocumentSink sink)
    {
        try
        {
            if (id.RelationshipId?.Value is not { } relationship || presentation.GetPartById(relationship) is not SlidePart { Slide.CommonSlideData: not null } slide)
            {
                sink.Skip(number, "The slide is missing in the file.", unread: true, damaged: true);
                return;
            }

            var text = new SlideText(slide, comments);
            text.Report(number, sink);
            sink.Page(text.ToPage(number));
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ParentGoneException or LimitReachedException or RefusedException))
        {
            sink.Skip(number, $"The slide is damaged and could not be read ({FaultWords.Of(fault)}).", unread: true, damaged: true);
        }
    }
}
