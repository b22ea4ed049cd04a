using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

public class PdfFormTests
{
    private static ParseResult Form(params string[] widgets) => Read.Pdf(new PdfBuilder().Page(page =>
    {
        page.Text(72, 700, 12, "Name:").Text(72, 660, 12, "Smoker:");
        page.Annotations([.. widgets.Select(widget => page.Document.Add($"<< /Type /Annot /Subtype /Widget {widget} >>"))]);
    }));

    [Fact]
    public void What_is_filled_into_a_form_is_read_in_its_place()
    {
        var read = Form("/FT /Tx /V (Ada Byron) /DA (/Helv 12 Tf 0 g) /Rect [120 694 300 714]");

        Assert.Contains("Name: Ada Byron", read.Text(), StringComparison.Ordinal);
        var box = read.BoxOf("Ada");
        Assert.True(box.Left >= 120 && box.Right <= 300 && box.Top >= 842 - 714 && box.Bottom <= 842 - 694, box.ToString());
    }

    [Fact]
    public void A_value_that_a_field_inherits_is_read()
    {
        var document = new PdfBuilder();
        var parent = document.Add("<< /FT /Tx /T (name) /V <FEFF00C400640061> >>");
        document.Page(page => page.Text(72, 700, 12, "Name:")
            .Annotations(document.Add($"<< /Type /Annot /Subtype /Widget /Parent {parent} 0 R /Rect [120 694 300 714] >>")));

        Assert.Contains("Name: \u00C4da", Read.Pdf(document).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ticked_boxes_are_told_from_empty_ones()
    {
        Assert.Contains("Smoker: \u2612", Form("/FT /Btn /AS /Yes /Rect [130 656 142 670]").Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u2612", Form("/FT /Btn /AS /Off /Rect [130 656 142 670]").Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_reads_as_the_form_shows_it()
    {
        var read = Form("/FT /Ch /Ff 131072 /V (2) /Opt [[(1) (daily)] [(2) (weekly)]] /Rect [130 656 200 672]");

        Assert.Contains("Smoker: weekly", read.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_answers_are_read_line_by_line_within_their_field()
    {
        var read = Form("/FT /Tx /Ff 4096 /V (The patient has taken the tablets every morning for two weeks and has felt better since the third day of it.) "
            + "/DA (/Helv 10 Tf 0 g) /Rect [72 500 300 600]");

        Assert.Contains("The patient has taken the tablets every morning for two weeks and has felt better since the third day of it.", read.Text(), StringComparison.Ordinal);
        Assert.True(read.BoxOf("third").Bottom > read.BoxOf("patient").Bottom, "the text is wrapped");
    }

    [Fact]
    public void An_answer_longer_than_its_field_does_not_mix_with_what_stands_below()
    {
        var answer = string.Join(' ', Enumerable.Range(1, 200).Select(i => $"word{i}"));
        var read = Form($"/FT /Tx /Ff 4096 /V ({answer}) /DA (/Helv 10 Tf 0 g) /Rect [72 720 300 780]");

        Assert.Equal([.. answer.Split(' '), "Name:", "Smoker:"], read.Text().Split(' ', '\n'));
    }

    [Fact]
    public void An_answer_that_is_kept_as_a_stream_is_read()
    {
        var document = new PdfBuilder();
        var answer = document.AddStream("", "Ada Byron"u8.ToArray());
        document.Page(page => page.Text(72, 700, 12, "Name:")
            .Annotations(document.Add($"<< /Type /Annot /Subtype /Widget /FT /Tx /V {answer} 0 R /Rect [120 694 300 714] >>")));

        Assert.Contains("Name: Ada Byron", Read.Pdf(document).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_fields_and_passwords_are_not_read()
    {
        var read = Form("/FT /Tx /F 2 /V (hidden) /Rect [120 694 300 714]", "/FT /Tx /Ff 8192 /V (hunter2) /Rect [120 654 300 674]");

        Assert.Equal("Name: Smoker:", read.Text().Replace('\n', ' '));
    }

    [Fact]
    public void A_field_that_is_its_own_parent_does_not_hang_the_reader()
    {
        var document = new PdfBuilder();
        var field = document.Add("");
        document.Replace(field, $"<< /Type /Annot /Subtype /Widget /Parent {field} 0 R /Rect [120 694 300 714] >>");
        document.Page(page => page.Text(72, 700, 12, "Name:").Annotations(field));

        Assert.Equal("Name:", Read.Pdf(document).Text());
    }

    [Fact]
    public void A_note_written_on_the_page_is_read_and_one_behind_an_icon_is_counted()
    {
        var read = Read.Pdf(page => page
            .Text(72, 700, 12, "The clause.")
            .Annotations(
                page.Document.Add("<< /Type /Annot /Subtype /FreeText /Contents (Agreed on 3 May) /DA (/Helv 12 Tf) /Rect [72 600 300 620] >>"),
                page.Document.Add("<< /Type /Annot /Subtype /Text /Contents (Is that so?) /Rect [300 700 320 720] >>")));

        Assert.Contains("Agreed on 3 May", read.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("Is that so", read.Text(), StringComparison.Ordinal);
        Assert.Contains("1 comment(s)", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_a_turned_and_cropped_page_stand_where_the_picture_shows_them()
    {
        var read = Read.Pdf(page =>
        {
            page.Entries = "/Rotate 90 /CropBox [50 100 450 700]";
            page.Annotations(page.Document.Add("<< /Type /Annot /Subtype /Widget /FT /Tx /V (Turned) /Rect [100 200 120 400] >>"));
        });

        Assert.Equal((600f, 400f), (read.Pages[0].Width, read.Pages[0].Height));
        var box = read.BoxOf("Turned");
        Assert.True(box.Left >= 100 && box.Right <= 300 && box.Top >= 50 && box.Bottom <= 70, box.ToString());
    }
}
