using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents;

public sealed class UploadApiTests(RunningPortal portal)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_files_of_a_form_are_stored_and_the_same_bytes_are_recognised()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        using var first = await program.PostAsync($"{archive.Address}/documents", Form(("a.txt", "Alpha"), ("Übersicht.txt", "Beta")), Token);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var files = await first.Content.ReadFromJsonAsync<JsonElement[]>(Token);
        Assert.Equal(["a.txt", "Übersicht.txt"], files!.Select(file => file.GetProperty("fileName").GetString()));
        Assert.All(files!, file => Assert.Equal((false, "received"), (file.GetProperty("alreadyThere").GetBoolean(), file.GetProperty("state").GetString())));

        using var again = await program.PostAsync($"{archive.Address}/documents", Form(("copy.txt", "Beta")), Token);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var same = (await again.Content.ReadFromJsonAsync<JsonElement[]>(Token))!.Single();
        Assert.True(same.GetProperty("alreadyThere").GetBoolean());
        Assert.Equal(files![1].GetProperty("documentId").GetGuid(), same.GetProperty("documentId").GetGuid());
        Assert.Equal(2, (await program.GetFromJsonAsync<JsonElement>($"{archive.Address}/documents", Token)).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Upload_larger_than_memory_would_hold_twice_is_streamed()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        var before = GC.GetTotalAllocatedBytes();
        using var content = new StreamContent(new Zeros(200_000_000));
        using var answer = await program.PostAsync($"{archive.Address}/documents?name=zeros.bin", content, Token);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        // Client and server are in this process; buffers come out of pools.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 150_000_000);
    }

    [Fact]
    public async Task File_over_the_limit_is_refused_by_name_and_leaves_nothing()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        // The length is announced, so that not one byte has to be sent.
        using var content = new StreamContent(new Zeros(500_000_001));
        content.Headers.ContentLength = 500_000_001;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{archive.Address}/documents?name=huge.pdf") { Content = content };
        request.Headers.ExpectContinue = true;
        using var answer = await program.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("file_too_large", problem.GetProperty("code").GetString());
        Assert.Contains("'huge.pdf' is larger than 500 MB", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("C:\\Users\\anna\\lease.pdf", "lease.pdf")]
    [InlineData("..", "unnamed")]
    public async Task File_is_kept_and_answered_by_the_last_part_of_its_name(string sent, string kept)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        using var form = Form(("a.txt", "Alpha"));
        form.First().Headers.ContentDisposition!.FileNameStar = null;
        form.First().Headers.ContentDisposition!.FileName = $"\"{sent}\"";
        using var answer = await program.PostAsync($"{archive.Address}/documents", form, Token);
        var inForm = (await answer.Content.ReadFromJsonAsync<JsonElement[]>(Token))!.Single();
        var asBody = await archive.UploadAsync(program, sent, "Beta");
        Assert.Equal((kept, kept), (inForm.GetProperty("fileName").GetString(), asBody.GetProperty("fileName").GetString()));
        var stored = await program.GetFromJsonAsync<JsonElement>($"/api/v1/versions/{asBody.GetProperty("versionId").GetGuid()}", Token);
        Assert.Equal(kept, stored.GetProperty("fileName").GetString());
    }

    [Theory]
    [InlineData(CollectionRole.Reader)]
    [InlineData(null)]
    public async Task Who_may_not_add_gets_the_answer_of_a_collection_that_is_not_there(CollectionRole? role)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(await archive.AddPersonAsync(role));
        using var refused = await program.PostAsync($"{archive.Address}/documents", Form(("a.txt", "Alpha")), Token);
        using var absent = await program.PostAsync($"/api/v1/collections/{Guid.NewGuid()}/documents", Form(("a.txt", "Alpha")), Token);
        await Archive.AssertProblemAsync(absent, HttpStatusCode.NotFound, "collection_not_found");
        await Archive.AssertProblemAsync(refused, HttpStatusCode.NotFound, "collection_not_found");
    }

    [Fact]
    public async Task Key_without_the_write_scope_adds_nothing()
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read);
        using var answer = await program.PostAsync($"{archive.Address}/documents", Form(("a.txt", "Alpha")), Token);
        await Archive.AssertProblemAsync(answer, HttpStatusCode.Forbidden, "scope_missing");
    }

    [Fact]
    public async Task Browser_without_the_form_token_adds_nothing()
    {
        var archive = await Archive.OpenAsync(portal);
        using var visitor = new Visitor(portal);
        (await visitor.SignInAsync(archive.Manager.UserName, archive.Manager.Password)).Dispose();
        using var answer = await visitor.Http.PostAsync($"{archive.Address}/documents", Form(("a.txt", "Alpha")), Token);
        await Archive.AssertProblemAsync(answer, HttpStatusCode.BadRequest, "form_token_missing");
    }

    [Theory]
    [InlineData("application/octet-stream", "name_missing")]
    [InlineData("multipart/form-data", "invalid_form")]
    public async Task Request_without_a_file_says_what_is_missing(string type, string code)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync();
        using var content = new StringContent("Alpha");
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await program.PostAsync($"{archive.Address}/documents", content, Token);
        await Archive.AssertProblemAsync(answer, HttpStatusCode.BadRequest, code);
    }

    private static MultipartFormDataContent Form(params (string Name, string Text)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, text) in files)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", name);
        }

        return form;
    }

    // So many zero bytes, made as they are read.
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var some = (int)Math.Min(count, _left);
            Array.Clear(buffer, offset, some);
            _left -= some;
            return some;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
