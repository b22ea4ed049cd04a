using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.RichText;

public sealed class RichTextTests
{
    private const string Head = """
        {\rtf1\adeflang1025\ansi\ansicpg1252\uc1\adeff31507\deff0\stshfdbch31506{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}
        {\f3\fbidi \froman\fcharset2\fprq2{\*\panose 05050102010706020507}Symbol;}{\f10\fnil\fcharset2 Wingdings;}{\f40\froman\fcharset204 Times New Roman CYR{\*\falt Times};}{\f50\fnil\fcharset128 MS Mincho;}}
        {\colortbl;\red0\green0\blue0;}{\stylesheet{\ql \li0\widctlpar \fs24 \snext0 Normal;}{\s1\ql \keepn\outlinelevel0 \fs32 \sbasedon0 \snext0 heading 1;}
        {\s2\ql\outlinelevel1 \sbasedon0 \snext0 heading 2;}{\*\cs10 \additive Default Paragraph Font;}{\s17\sbasedon2 Clause;}{\s18\outlinelevel2 \'dcberschrift Drei;}}
        {\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0{\leveltext\'02\'00.;}}}}{\info{\title Lease of 3 Mill Road}{\author A. Roux}{\operator nobody}}
        """;

    private static ParseResult ReadRtf(string body, ParseLimits? limits = null) => ReadBytes(Head + body + "}", limits);

    private static ParseResult ReadBytes(string rtf, ParseLimits? limits = null) => Read.Bytes(Encoding.Latin1.GetBytes(rtf), "document.rtf", limits);

    [Fact]
    public void Paragraphs_and_headings_of_Word_are_read_with_the_title()
    {
        var read = ReadRtf(
            """
            \paperw11906\margl1440{\*\xmlnstbl {\xmlns1 http://schemas.example}}\pard\plain \ltrpar\s1\ql\keepn\outlinelevel0 \rtlch\fcs1 \af0 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1 1 Rent
            \par }\pard\plain \ql {\insrsid1 The tenant pays }{\b\insrsid2 4,250}{ a month}{ \endash  in advance.\line Second line.}{
            \par }\pard\plain \s17 Service charge\par \pard\plain\s18 Insurance\par\pard\outlinelevel4 Deep\par \pard\plain Last paragraph without an end
            """);

        Assert.Equal((DocumentKind.RichText, "Lease of 3 Mill Road", ParseStatus.Completed), (read.Info!.Kind, read.Info.Title, read.Outcome.Status));
        Assert.Equal(
            [
                "Heading1: 1 Rent", "Paragraph: The tenant pays 4,250 a month – in advance. Second line.", "Heading2: Service charge", "Heading3: Insurance",
                "Heading5: Deep", "Paragraph: Last paragraph without an end",
            ],
            read.Blocks());
        Assert.Empty(read.Skipped);
    }

    [Fact]
    public void Bytes_mean_what_the_font_and_the_document_say()
    {
        var read = ReadRtf(
            """
            \pard Stra\'dfe {\f40\'c4\'ee\'e3\'ee\'e2\'ee\'f0} {\f50\'93\'fa} {\f50\'83A\'83\'43} {\f3 m}g {\f3\'b3} 5 {\f10\'fe} {\f3 \u-3913 ?} \~end\par
            """);

        Assert.Equal("Straße Договор 日 アイ μg ≥ 5 ☑ • end", read.Text());
    }

    [Fact]
    public void Code_page_of_the_document_holds_for_fonts_without_one() =>
        Assert.Equal("Договор é", ReadBytes(@"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl\f0\fnil Arial;\f1\fnil\fcharset0 Times;}\pard\f0 \'c4\'ee\'e3\'ee\'e2\'ee\'f0 \f1\'e9\par}").Text());

    [Fact]
    public void Unicode_is_read_and_what_stands_there_for_old_readers_is_not() => Assert.Equal(
        "– Ω 漢 😀 nothing, both ways",
        ReadRtf(@"\pard \u8211\'96 {\uc0\u937 } {\uc2 \u28450\'8a\'bf} \u-10179?\u-8704? {\upr{n?thing}{\*\ud{nothing}}}, {\uc1 \u98 B}{\uc3\u111 xyz}{\uc0\u116 h} ways\par").Text());

    [Fact]
    public void Table_is_read_row_by_row()
    {
        var read = ReadRtf(
            """
            \pard Before\par \trowd \irow0\trgaph108\cellx4500\clmrg\cellx9000\pard\intbl Item\cell \cell \row
            \trowd\cellx4500\cellx9000\pard\plain \ql\intbl{\b Rent}\cell {\pard\intbl 4,250\par a month\cell}\pard\intbl {\trowd\cellx4500\cellx9000\row }
            \trowd\cellx4500\cellx9000\pard\intbl Costs: \pard\intbl\itap2 heat\nestcell 100\nestcell{\*\nesttableprops\trowd\cellx100\cellx200\nestrow}{\nonesttables\par }\pard\intbl\itap1\cell 300\cell\row
            \pard After\par
            """);

        Assert.Equal(
            ["Paragraph: Before", "Paragraph: Item", "TableRow: Rent\t4,250 a month", "TableRow: Costs: heat 100\t300", "Paragraph: After"], read.Blocks());
    }

    [Fact]
    public void Notes_follow_the_paragraph_or_row_that_they_hang_on()
    {
        var read = ReadRtf(
            """
            \pard Rent{\super\chftn {\footnote \pard\plain \s20 {\super\chftn } Net of {\i tax}.\par And more.}} is due{\super\chftn}{\footnote\ftnalt\pard {\super\chftn} An endnote.}, always{\super *{\footnote\pard {\super *} By hand.}}.\par
            \trowd\cellx100\cellx200\pard\intbl A\chftn{\footnote \chftn  In a cell.}\cell B\cell\row\pard End.\par
            """);

        Assert.Equal(
            [
                "Paragraph: Rent¹ is due[i], always*.", "Footnote: ¹ Net of tax. And more.", "Footnote: [i] An endnote.", "Footnote: * By hand.",
                "TableRow: A²\tB", "Footnote: ² In a cell.", "Paragraph: End.",
            ],
            read.Blocks());
    }

    [Fact]
    public void List_items_carry_the_marker_that_a_reader_sees()
    {
        var read = ReadRtf(
            """
            {\listtext\pard\plain\ltrpar \f0 1.\tab}\pard\plain \ls1\ilvl0 First\par {\listtext\pard\plain\ltrpar \f3\'b7\tab}\pard\ls1 Second\par
            {\pntext\pard\plain\f3\'B7\tab}{\*\pn\pnlvlblt\pnf3{\pntxtb\'B7}}\pard Old\par {\listtext 2.1\tab}\pard\s1\outlinelevel0 Heading\par
            """);

        Assert.Equal(["ListItem: 1. First", "ListItem: • Second", "ListItem: • Old", "Heading1: 2.1 Heading"], read.Blocks());
    }

    [Fact]
    public void Headers_and_footers_are_read_once_each()
    {
        var read = ReadRtf(
            """
            \sectd{\headerr \pard\plain Privileged\par }{\headerl \pard\plain Privileged\par }{\footer \pard Page {\field{\*\fldinst  PAGE }{\fldrslt 1}}\par}\pard One\par\sect
            \sectd{\footer \pard Draft\par}{\header Privileged}\pard Two\par
            """);

        Assert.Equal(["Header: Privileged", "Paragraph: One", "Paragraph: Two", "Footer: Page 1", "Footer: Draft"], read.Blocks());
    }

    [Fact]
    public void What_a_reader_does_not_see_is_left_out_and_said()
    {
        var read = ReadRtf(
            """
            \pard Seen{\v  hidden}, {\deleted\revauthdel1 gone }{\revised\revauth1 added}{\v0  too}.{\*\atnid AR}{\*\atnauthor A}\chatn{\*\annotation {\*\atnref 1}\pard A remark.\par}
            {\*\shppict{\pict\pngblip\picw10 89504e470d0a}}{\nonshppict{\pict\wmetafile8 0100}}{\pict\bin6 {}{}{}}{\object\objemb{\*\objclass Excel}{\*\objdata 01050000}{\result {\pict\wmetafile8 0100}}}
            {\xe {\v rent}}\v hidden\plain  And on.\par
            """);

        Assert.Equal(["Paragraph: Seen, added too. And on."], read.Blocks());
        Assert.Equal(
            [
                "2 picture(s) or drawing(s): text inside them is not read.", "2 piece(s) of hidden text were left out, as a reader does not see them.",
                "1 tracked deletion(s) were left out; tracked insertions were read as text.", "1 comment(s) in the margin were not read.",
                "1 embedded file(s) were not read; upload them on their own.",
            ],
            read.Skipped.Select(skipped => skipped.Reason));
    }

    [Fact]
    public void Boxes_and_links_and_formulas_are_text()
    {
        var read = ReadRtf(
            """
            \pard See {\field{\*\fldinst HYPERLINK "http://firm.example"}{\fldrslt our {\b page}}}{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard In a box.\par }}{\shprslt{\*\do\dptxbx{\dptxbxtext In a box.}}}}. {\*\moMath{\mf{\mfPr{\mctrlPr\f0 no}}{\mnum{\mr x}}{\mden{\mr y}}}}\par
            """);

        Assert.Equal(["Paragraph: See our page. xy", "Paragraph: In a box."], read.Blocks());
    }

    [Fact]
    public void Output_of_LibreOffice_and_of_simple_editors_is_read()
    {
        var writer = ReadBytes(
            """
            {\rtf1\ansi\deff3\adeflang1025
            {\fonttbl{\f0\froman\fprq2\fcharset0 Times New Roman;}{\f3\froman\fprq2\fcharset0 Liberation Serif{\*\falt Times New Roman};}{\f5\fnil\fprq2\fcharset2 OpenSymbol{\*\falt Arial Unicode MS};}}
            {\stylesheet{\s0\snext0\rtlch\af8 \ltrch\lang1031\widctlpar Normal;}{\s1\sbasedon15\snext16\keepn\b Heading 1;}{\s15\sbasedon0 \u220\'dcberschrift;}}
            {\*\generator LibreOffice/7.4$Linux}{\info{\title Vertrag}}\hyphauto1
            {\*\ftnsep\chftnsep}\pgndec\pard\plain \s1\keepn{\rtlch \ltrch\loch
            Pr\u228\'e4ambel}
            \par \pard\plain \s0{\listtext\pard\plain \rtlch \loch\f5 \u8226\'95\tab}\ilvl0\ls1 {\loch Punkt}
            \par }
            """);
        var editor = ReadBytes("\u00EF\u00BB\u00BF{\\rtf1\\ansi\\ansicpg1252\\cocoartf2639{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n\\pard\\f0\\fs24 One\\\nTwo \\'93quoted\\'94\\\n}\n\0");

        Assert.Equal(["Heading1: Präambel", "ListItem: • Punkt"], writer.Blocks());
        Assert.Equal(["Paragraph: One", "Paragraph: Two “quoted”"], editor.Blocks());
        Assert.Equal(ParseStatus.Completed, editor.Outcome.Status);
    }
}
