using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using MetadataExtractor;
using MetadataExtractor.Formats.Bmp;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Gif;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.Formats.Png;
using MetadataExtractor.Formats.WebP;
using Directory = MetadataExtractor.Directory;

namespace KnowledgePlatform.Parsers.Pictures;

/// <summary>Reads of a picture how many pages it has and how large they are, by its headers alone; the text is recognised elsewhere.</summary>
internal sealed class PictureReader : IDocumentReader
{
    // The page's size in points is made up, since pictures say little of their true size: of 300 dots per inch when that gives a sheet of A4 or more, else
    // enlarged to A4, by three at most. The recogniser works at 300 dots per inch: it sees large pictures as they are and small ones enlarged.
    private const double PointsPerPixel = 72.0 / 300;
    private const double LongSideOfA4 = 842;
    private const double MostEnlarged = 3;
    private const double LongestSide = 14_400;

    private const int FirstTurned = 5; // of the Exif orientations 1 to 8, those from 5 on stand for a quarter turn

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        if (!sink.Recognizes)
        {
            throw new RefusedException(ParseCodes.NoTextLayer, "The file is a picture; reading text out of pictures (OCR) is not set up on this server.");
        }

        var frames = Frames(file);
        if (frames.Count == 0)
        {
            throw new RefusedException(ParseCodes.Damaged, "The picture does not say how large it is; it is damaged.");
        }

        sink.Info(DocumentKind.Picture, null, frames.Count);
        for (var i = 0; i < frames.Count; i++)
        {
            var (width, height) = frames[i];
            if ((long)width * height > sink.Limits.MaxPixels)
            {
                sink.Skip(
                    i + 1, $"The picture has {width:N0} x {height:N0} pixels; pictures of {sink.Limits.MaxPixels / 1_000_000:N0} million pixels at most are read.", unread: true);
                continue;
            }

            var scale = Scale(Math.Max(width, height));
            sink.Picture(new ParsedPage(i + 1, (float)(width * scale), (float)(height * scale), "", [], []));
        }
    }

    private static double Scale(int longSide)
    {
        var least = Math.Min(LongSideOfA4, longSide * PointsPerPixel * MostEnlarged);
        return Math.Clamp(longSide * PointsPerPixel, least, LongestSide) / longSide;
    }

    private static List<(int Width, int Height)> Frames(SourceFile file)
    {
        try
        {
            using var stream = File.OpenRead(file.Path);
            var parts = ImageMetadataReader.ReadMetadata(stream);
            var isTurned = parts.OfType<ExifIfd0Directory>().Any(exif =>
                exif.TryGetInt32(ExifDirectoryBase.TagOrientation, out var orientation) && orientation >= FirstTurned);
            return [.. parts.Select(part => Size(part, parts)).OfType<(int Width, int Height)>()
                .Where(size => size is { Width: > 0, Height: > 0 })
                .Select(size => isTurned ? (size.Height, size.Width) : size)];
        }
        catch (Exception fault) when (fault is ImageProcessingException or IOException or OutOfMemoryException)
        {
            // Memory for a part that claims to be larger than the file can hold; headers alone need little.
            throw new RefusedException(ParseCodes.Damaged, "The picture is damaged or cut off and cannot be read.");
        }
    }

    private static (int Width, int Height)? Size(Directory part, IReadOnlyList<Directory> all) => part switch
    {
        // One of a PNG's several parts has the size; the Exif of a JPEG describes the same picture once more.
        PngDirectory => Size(part, PngDirectory.TagImageWidth, PngDirectory.TagImageHeight),
        JpegDirectory => Size(part, JpegDirectory.TagImageWidth, JpegDirectory.TagImageHeight),
        BmpHeaderDirectory => Size(part, BmpHeaderDirectory.TagImageWidth, BmpHeaderDirectory.TagImageHeight),
        WebPDirectory => Size(part, WebPDirectory.TagImageWidth, WebPDirectory.TagImageHeight),
        GifHeaderDirectory => Size(part, GifHeaderDirectory.TagImageWidth, GifHeaderDirectory.TagImageHeight),
        // The frames of a TIFF: the library takes the second for a thumbnail when it has no page number.
        ExifIfd0Directory or ExifImageDirectory or ExifThumbnailDirectory when !all.Any(IsOtherFormat) =>
            Size(part, ExifDirectoryBase.TagImageWidth, ExifDirectoryBase.TagImageHeight),
        _ => null,
    };

    private static bool IsOtherFormat(Directory part) => part is PngDirectory or JpegDirectory or BmpHeaderDirectory or WebPDirectory or GifHeaderDirectory;

    private static (int Width, int Height)? Size(Directory part, int width, int height) =>
        part.TryGetInt32(width, out var w) && part.TryGetInt32(height, out var h) ? (w, Math.Abs(h)) : null;
}
