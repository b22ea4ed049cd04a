using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>People who may sign in.</summary>
public sealed partial class PeoplePage
{
    private IReadOnlyList<Person> _people = [];
    private string _filter = "";
    private PersonForm _form = new();
    private Person? _managed;
    private FreshPassword? _fresh;
    private Dialog? _addDialog;
    private Dialog? _manageDialog;
    private Dialog? _passwordDialog;

    [Inject]
    private PeopleStore People { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private List<Person> Shown =>
        [.. _people.Where(person => (person.UserName + " " + person.DisplayName).Contains(_filter.Trim(), StringComparison.CurrentCultureIgnoreCase))];

    /// <inheritdoc />
    protected override async Task LoadAsync() => _people = await People.ListAsync(Caller, Closing);

    private void StartAdding()
    {
        _form = new PersonForm();
        _addDialog!.Open();
    }

    private async Task AddAsync()
    {
        if (await TryAsync(async () => _fresh = await People.AddAsync(Caller, _form.UserName, _form.DisplayName, _form.Administrator, Closing)))
        {
            await _addDialog!.CloseAsync();
            await ShowPasswordAsync();
        }
    }

    private void Manage(Person person)
    {
        _managed = person;
        _manageDialog!.Open();
    }

    private async Task ResetPasswordAsync()
    {
        if (await TryAsync(async () => _fresh = await People.ResetPasswordAsync(Caller, _managed!.Id, Closing)))
        {
            await _manageDialog!.CloseAsync();
            await ShowPasswordAsync();
        }
    }

    private Task ToggleAdministratorAsync() => ChangeAsync(
        () => People.SetAdministratorAsync(Caller, _managed!.Id, !_managed.IsAdministrator, Closing),
        $"{_managed!.Name} is {(_managed.IsAdministrator ? "an ordinary person" : "an administrator")} now.");

    private Task LockAsync() => ChangeAsync(() => People.LockAsync(Caller, _managed!.Id, Closing), $"{_managed!.Name} cannot sign in any more.");

    private Task UnlockAsync() => ChangeAsync(() => People.UnlockAsync(Caller, _managed!.Id, Closing), $"{_managed!.Name} may sign in again.");

    private async Task ChangeAsync(Func<Task> change, string done)
    {
        // Closed first: notices lie below a modal dialog.
        await _manageDialog!.CloseAsync();
        await ActAsync(change, done);
    }

    private async Task ShowPasswordAsync()
    {
        await LoadAsync();
        _passwordDialog!.Open();
    }

    private sealed class PersonForm
    {
        [Required(ErrorMessage = "Enter a user name.")]
        [RegularExpression(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._@-]{1,63}$", ErrorMessage = "2 to 64 letters, digits or . _ - @, beginning with a letter or digit.")]
        public string UserName { get; set; } = "";

        [StringLength(100, ErrorMessage = "At most 100 characters.")]
        public string DisplayName { get; set; } = "";

        public bool Administrator { get; set; }
    }
}
