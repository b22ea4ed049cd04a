using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>A person's own API keys.</summary>
public sealed partial class KeysPage
{
    private static readonly (string Scope, string Words)[] Scopes =
    [
        (ApiScopes.Read, "read collections and documents, search"),
        (ApiScopes.Write, "add, change and delete documents and collections"),
        (ApiScopes.Ask, "ask questions, see your conversations"),
        (ApiScopes.Manage, "give and take access to the collections that you manage"),
        (ApiScopes.Admin, "administer people, read the audit trail"),
    ];

    private IReadOnlyList<ApiKey> _keys = [];
    private IReadOnlyList<CollectionSummary> _collections = [];
    private bool _administrator;
    private KeyForm _form = new();
    private string? _refused;
    private bool _sent;
    private FreshApiKey? _fresh;
    private ApiKey? _revoked;
    private Dialog? _addDialog;
    private Dialog? _secretDialog;
    private Dialog? _revokeDialog;

    [Inject]
    private ApiKeyStore Keys { get; set; } = null!;

    [Inject]
    private CollectionStore Collections { get; set; } = null!;

    [Inject]
    private CallerAccessor Who { get; set; } = null!;

    [Inject]
    private IOptions<ApiKeyOptions> Options { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private IEnumerable<int> Terms => new[] { 7, 30, 90, 180, 365, DefaultDays, Options.Value.MaximumDays }
        .Where(days => days <= Options.Value.MaximumDays).Distinct().Order();

    private int DefaultDays => Math.Min(Options.Value.DefaultDays, Options.Value.MaximumDays);

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _administrator = await Who.IsAdministratorAsync();
        _collections = await Collections.ListAsync(Caller, Closing);
        _keys = await Keys.ListAsync(Caller, Closing);
    }

    private bool Works(ApiKey key) => key.RevokedAt is null && key.ExpiresAt > Time.GetUtcNow().UtcDateTime;

    private string WhereOf(ApiKey key) => key.OnlyCollections is not { } only
        ? "all"
        : string.Join(", ", only.Select(id => _collections.FirstOrDefault(one => one.Id == id)?.Name ?? "one that is closed to you"));

    private static void Toggle<T>(HashSet<T> chosen, T one)
    {
        if (!chosen.Remove(one))
        {
            chosen.Add(one);
        }
    }

    private void StartAdding()
    {
        _form = new KeyForm { Days = DefaultDays };
        (_refused, _sent) = (null, false);
        _addDialog!.Open();
    }

    private async Task AddAsync()
    {
        // A form that was sent twice before the first was through makes one: the secret of the other would be shown to nobody.
        if (_sent)
        {
            return;
        }

        _sent = true;
        try
        {
            _fresh = await Keys.AddAsync(
                Caller, new ApiKeyRequest(_form.Name, [.. _form.Scopes], _form.Narrowed ? [.. _form.Collections] : null, _form.Days), Closing);
        }
        catch (RefusedException refused)
        {
            // In the dialog: notices lie below it, and what was chosen stays.
            (_refused, _sent) = (refused.Message, false);
            return;
        }

        await _addDialog!.CloseAsync();
        await LoadAsync();
        _secretDialog!.Open();
    }

    private void StartRevoking(ApiKey key)
    {
        _revoked = key;
        _revokeDialog!.Open();
    }

    private async Task RevokeAsync()
    {
        await _revokeDialog!.CloseAsync();
        await ActAsync(() => Keys.RevokeAsync(Caller, _revoked!.Id, Closing), $"The key {_revoked!.Name} is revoked.");
    }

    private string Example(string secret) =>
        $"curl {Navigation.BaseUri}api/v1/collections \\\n  -H 'Authorization: Bearer {secret}'";

    private sealed class KeyForm
    {
        [Required(ErrorMessage = "Say what the key is for."), StringLength(100, ErrorMessage = "At most 100 characters.")]
        public string Name { get; set; } = "";

        public HashSet<string> Scopes { get; } = [ApiScopes.Read, ApiScopes.Ask];

        public int Days { get; set; }

        public bool Narrowed { get; set; }

        public HashSet<Guid> Collections { get; } = [];
    }
}
