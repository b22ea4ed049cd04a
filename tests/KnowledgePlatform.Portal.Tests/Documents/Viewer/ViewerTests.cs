using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using KnowledgePlatform.Portal.Documents.Viewer;
using Microsoft.Playwright;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents.Viewer;

public sealed class ViewerTests(RunningPortal portal, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Clause = "The Landlord may re-enter the Property";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Words_of_the_span_and_no_others_are_highlighted_and_in_view(ColorScheme scheme)
    {
        await using var view = await OpenAsync("commercial-lease.pdf", scheme);
        var span = await view.SpanAsync(4, Clause);
        await view.GoAsync($"&spans={PageSpan.Write([span])}");
        var page = view.Window.Page;
        await page.Locator("rect.hl").First.WaitForAsync();
        Assert.Equal(Clause, await page.EvaluateAsync<string>(
            """
            [...document.querySelectorAll('.sheet:has(.hl)')].flatMap(sheet => {
              const marks = [...sheet.querySelectorAll('.hl')].map(mark => mark.getBoundingClientRect());
              return [...sheet.querySelectorAll('tspan')].filter(word => {
                const box = word.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
                return marks.some(mark => x > mark.left && x < mark.right && y > mark.top && y < mark.bottom);
              }).map(word => word.textContent);
            }).join(' ')
            """));
        await Assertions.Expect(page.Locator("rect.hl").First).ToBeInViewportAsync();
        await Assertions.Expect(page.GetByLabel("Page", new() { Exact = true })).ToHaveValueAsync("4");
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "Cited passage: " + Clause })).ToHaveAttributeAsync("tabindex", "0");
        // The picture under the words: it comes from the sandbox, takes a while, and is of the page at this zoom.
        Assert.Equal("794 x 1123", await page.EvaluateAsync<string>(
            """
            async () => {
              const picture = new Image();
              picture.src = document.querySelector("svg[data-page='4'] image").getAttribute('href');
              await picture.decode();
              return `${picture.naturalWidth} x ${picture.naturalHeight}`;
            }
            """));
        await view.Window.AssertAccessibleAsync($"documents-viewer-pdf-{scheme}");
    }

    [Fact]
    public async Task Text_of_a_page_is_found_by_the_browser_selected_by_mouse_and_copied_with_its_spaces()
    {
        await using var view = await OpenAsync("commercial-lease.pdf");
        var span = await view.SpanAsync(4, Clause);
        await view.GoAsync("&page=4");
        var page = view.Window.Page;
        await page.Locator("svg[data-page='4'] tspan").First.WaitForAsync();
        // Drawn, then moved to.
        await view.Window.UntilAsync("document.querySelector('.viewer-sheets').scrollTop > 100");
        Assert.True(await page.EvaluateAsync<bool>("text => window.find(text)", "may re-enter"));
        Assert.Equal("may re-enter", await page.EvaluateAsync<string>("getSelection().toString()"));

        var from = await view.WordBoxAsync(4, span.Start);
        var to = await view.WordBoxAsync(4, span.Start + Clause.IndexOf("Landlord", StringComparison.Ordinal));
        await page.Mouse.MoveAsync(from.Left + 1, from.Middle);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(to.Right - 1, to.Middle, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.Equal("The Landlord", await page.EvaluateAsync<string>("getSelection().toString()"));
    }

    [Fact]
    public async Task Pages_are_drawn_around_the_one_in_sight_and_turned_by_keys_wheel_and_number()
    {
        await using var view = await OpenAsync("commercial-lease.pdf");
        await view.GoAsync("");
        var page = view.Window.Page;
        var number = page.GetByLabel("Page", new() { Exact = true });
        await page.Locator("svg[data-page='1'] tspan").First.WaitForAsync();
        await Assertions.Expect(page.Locator("svg[data-page='5']")).ToHaveCountAsync(0);
        await page.Locator(".viewer-sheets").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(number).ToHaveValueAsync("2");
        await view.Window.UntilAsync("document.querySelector('.viewer-sheets').scrollTop > 100");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(number).ToHaveValueAsync("5");
        await page.Locator("svg[data-page='5'] tspan").First.WaitForAsync();
        await Assertions.Expect(page.Locator("svg[data-page='1']")).ToHaveCountAsync(0);
        await number.FillAsync("3");
        await number.PressAsync("Enter");
        await Assertions.Expect(page.Locator("svg[data-page='3']")).ToBeInViewportAsync();
        await page.Locator(".viewer-sheets").FocusAsync();
        await page.Keyboard.PressAsync("+");
        await Assertions.Expect(page.GetByLabel("Zoom", new() { Exact = true })).ToHaveValueAsync("125");
        await Assertions.Expect(page.Locator("svg[data-page='3']")).ToHaveAttributeAsync("width", "992");
        await Assertions.Expect(page.Locator("svg[data-page='3']")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Arabic_and_Hindi_words_lie_in_their_own_boxes_and_keep_their_letters()
    {
        await using var view = await OpenAsync("laboratory-report.pdf");
        // The page's own words are replaced, so that their places are known.
        const string Text = "شروط عقد الإيجار\nसहमति नीति clause 7";
        float[] words =
        [
            0, 4, 450, 100, 500, 115, 5, 3, 410, 100, 440, 115, 9, 7, 330, 100, 400, 115,
            17, 5, 100, 150, 150, 165, 23, 4, 160, 150, 190, 165, 28, 6, 200, 150, 240, 165, 35, 1, 250, 150, 257, 165,
        ];
        await portal.Database.OwnerAsync<int>(
            $"update pages set text = '{Text}', words = array[{string.Join(',', words.Select(word => word.ToString(CultureInfo.InvariantCulture)))}]::real[] "
            + $"where version_id = '{view.Version}' and number = 1 returning number");
        await view.GoAsync("&spans=1.5.3");
        var page = view.Window.Page;
        await page.Locator("rect.hl").WaitForAsync();
        var drawn = await page.EvaluateAsync<JsonElement>(
            "[...document.querySelectorAll(\"svg[data-page='1'] tspan\")].map(word => [word.textContent, word.getStartPositionOfChar(0).x, word.getComputedTextLength(), Math.min(...[...word.textContent].map((_, i) => word.getExtentOfChar(i).x)), Math.max(...[...word.textContent].map((_, i) => word.getExtentOfChar(i).x + word.getExtentOfChar(i).width))])");
        Assert.Equal(["شروط", "عقد", "الإيجار", "सहमति", "नीति", "clause", "7"], drawn.EnumerateArray().Select(word => word[0].GetString()));
        foreach (var (word, box) in drawn.EnumerateArray().Zip(words.Chunk(6)))
        {
            Assert.InRange(word[3].GetDouble(), box[2] - 1, box[2] + 1);
            Assert.InRange(word[4].GetDouble(), box[4] - 1, box[4] + 1);
        }

        Assert.Contains("شروط عقد الإيجار", await page.EvaluateAsync<string>("(getSelection().selectAllChildren(document.querySelector(\"svg[data-page='1'] .layer\")), getSelection().toString())"));
        var mark = await page.Locator("rect.hl").EvaluateAsync<float[]>("mark => [mark.x.baseVal.value, mark.x.baseVal.value + mark.width.baseVal.value]");
        Assert.InRange(mark[0], 407, 411);
        Assert.InRange(mark[1], 439, 443);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Word_document_is_structured_text_with_the_same_highlight(ColorScheme scheme)
    {
        await using var view = await OpenAsync("leave-policy.docx", scheme);
        var text = (await view.PageAsync(1)).GetProperty("text").GetString()!;
        var wanted = text.Split('\n').First(line => line.Length > 60 && !line.Contains('\t', StringComparison.Ordinal))[10..40];
        var span = await view.SpanAsync(1, wanted);
        await view.GoAsync($"&spans={PageSpan.Write([span])}");
        var page = view.Window.Page;
        await Assertions.Expect(page.Locator("mark.hl")).ToHaveTextAsync(wanted);
        await Assertions.Expect(page.Locator("mark.hl")).ToBeInViewportAsync();
        Assert.NotEqual(0, await page.Locator(".text-sheet h2, .text-sheet h3").CountAsync());
        Assert.NotEqual(0, await page.Locator(".text-sheet td").CountAsync());
        await view.Window.AssertAccessibleAsync($"documents-viewer-docx-{scheme}");
    }

    [Fact]
    public async Task Markup_in_a_document_is_shown_as_the_text_it_is()
    {
        await using var view = await OpenAsync("evil.txt", text: "<img src=x onerror=alert(1)> <script>alert(2)</script> [link](javascript:alert(3))");
        await view.GoAsync("&spans=1.0.28");
        await Assertions.Expect(view.Window.Page.Locator("mark.hl")).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        Assert.Equal(0, await view.Window.Page.Locator(".text-sheet :is(img, script, a)").CountAsync());
    }

    [Fact]
    public async Task What_was_read_on_a_page_stands_beside_it_when_asked_for_with_tables_as_tables()
    {
        await using var view = await OpenAsync("laboratory-report.pdf");
        await view.GoAsync($"&spans={PageSpan.Write([await view.SpanAsync(1, "Potassium")])}");
        var page = view.Window.Page;
        await page.Locator("rect.hl").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Text", Exact = true }).ClickAsync();
        var text = page.GetByRole(AriaRole.Region, new() { Name = "Text of page 1" });
        await Assertions.Expect(text.Locator("mark.hl")).ToHaveTextAsync("Potassium");
        await Assertions.Expect(text.Locator("tr", new() { HasTextString = "Potassium" }).Locator("td").First).ToHaveTextAsync("Potassium");
        await Assertions.Expect(page.Locator("svg[data-page='1']")).ToBeInViewportAsync();
        await view.Window.AssertAccessibleAsync("documents-viewer-text-beside");
        await page.GetByRole(AriaRole.Button, new() { Name = "Text", Exact = true }).ClickAsync();
        await Assertions.Expect(text).ToHaveCountAsync(0);
    }

    private async Task<OpenView> OpenAsync(string sample, ColorScheme scheme = ColorScheme.Light, string? text = null)
    {
        var archive = await Archive.OpenAsync(portal);
        var program = await archive.ProgramAsync();
        var (document, version) = await archive.PublishAsync(program, sample, text);
        var window = await chromium.OpenAsync(portal, scheme);
        await window.SignInAsync(archive.Manager.UserName, archive.Manager.Password);
        return new OpenView(window, program, document, version);
    }

    private sealed record OpenView(BrowserWindow Window, HttpClient Program, Guid Document, Guid Version) : IAsyncDisposable
    {
        public Task GoAsync(string more) => Window.GoAsync($"/documents/{Document}/view?version={Version}{more}");

        public Task<JsonElement> PageAsync(int number) => Program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{Version}/pages/{number}", Token);

        /// <summary>Where words stand in a page's text, whatever its line ends.</summary>
        public async Task<PageSpan> SpanAsync(int number, string words)
        {
            var text = (await PageAsync(number)).GetProperty("text").GetString()!;
            var start = text.Replace('\n', ' ').IndexOf(words, StringComparison.Ordinal);
            Assert.True(start >= 0, $"“{words}” is not on page {number}: {text}");
            return new PageSpan(number, start, words.Length);
        }

        /// <summary>The word at an offset, in pixels of the window.</summary>
        public async Task<(float Left, float Right, float Middle)> WordBoxAsync(int number, int start)
        {
            var page = await PageAsync(number);
            var word = page.GetProperty("words").EnumerateArray().Select(one => one.GetSingle()).Chunk(6).Single(one => (int)one[0] == start);
            var sheet = (await Window.Page.Locator($"svg[data-page='{number}']").BoundingBoxAsync())!;
            var scale = sheet.Width / page.GetProperty("width").GetSingle();
            return (sheet.X + (word[2] * scale), sheet.X + (word[4] * scale), sheet.Y + ((word[3] + word[5]) / 2 * scale));
        }

        public async ValueTask DisposeAsync()
        {
            Program.Dispose();
            await Window.DisposeAsync();
        }
    }
}
