using System.Globalization;
using System.Text;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Tests.Documents;
using Xunit;

[assembly: AssemblyFixture(typeof(KnowledgePlatform.Portal.Tests.Search.FiledLetters))]

namespace KnowledgePlatform.Portal.Tests.Search;

/// <summary>A collection of letters and notes about payments, taken in once by the real worker, for all tests of searching.</summary>
public sealed class FiledLetters
{
    private readonly Lock _once = new();
    private Task<Filed>? _filed;

    /// <summary>What was filed.</summary>
    internal sealed record Filed(Archive Archive, Guid Mail, Guid Old, Guid Note, Guid German)
    {
        /// <summary>A program of the manager's.</summary>
        public Task<HttpClient> ProgramAsync(params string[] scopes) => Archive.ProgramAsync(null, scopes);
    }

    /// <summary>The documents: a mail of 3 March 2024, one of 5 June 2019, an English note and a German one of today.</summary>
    internal Task<Filed> FileAsync(RunningPortal portal)
    {
        lock (_once)
        {
            return _filed ??= TakeInAsync(portal);
        }
    }

    private static async Task<Filed> TakeInAsync(RunningPortal portal)
    {
        var archive = await Archive.OpenAsync(portal);
        using var program = await archive.ProgramAsync(null, ApiScopes.Read, ApiScopes.Write);
        var mail = await archive.PublishAsync(program, "reminder.eml", Mail("Dr. Anna Weber <weber@example.org>", "Sun, 03 Mar 2024 23:30:00 -0500", "Reminder of the invoice",
            "The payments for the delivery of surgical gloves were due on 1 February. Please pay the invoice within ten days."));
        var old = await archive.PublishAsync(program, "terms.eml", Mail("Ben Okafor <okafor@example.org>", "Wed, 05 Jun 2019 09:00:00 +0000", "Terms of payment",
            "Our terms of payment are thirty days from the date of the invoice. Interest is charged afterwards."));
        var note = await archive.PublishAsync(program, "note.txt", Note());
        var german = await archive.PublishAsync(program, "notiz.txt",
            "Die Zahlung der Rechnung ist innerhalb von vierzehn Tagen fällig. Danach werden Zinsen berechnet, und der Mandant erhält eine Mahnung mit einer Frist.");
        return new Filed(archive, mail.Document, old.Document, note.Document, german.Document);
    }

    /// <summary>A message as a mail program saves it.</summary>
    internal static string Mail(string from, string date, string subject, string text) =>
        $"From: {from}\r\nTo: office@example.org\r\nDate: {date}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n";

    // Long enough for several screens of results.
    private static string Note()
    {
        var note = new StringBuilder();
        for (var i = 1; i <= 14; i++)
        {
            note.AppendLine(CultureInfo.InvariantCulture, $"{i}. Agreement with supplier number {i}").AppendLine();
            for (var sentence = 0; sentence < 6; sentence++)
            {
                note.AppendLine(CultureInfo.InvariantCulture,
                    $"The supplier number {i} is paid after {(i * 7) + sentence} days, and every payment is recorded in the ledger of the hospital with the number of its order and the name of whoever released it.");
            }

            note.AppendLine();
        }

        return note.ToString();
    }
}
