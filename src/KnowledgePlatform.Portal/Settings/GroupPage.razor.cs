using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>One group and its people.</summary>
public sealed partial class GroupPage
{
    private PersonGroup? _group;
    private IReadOnlyList<GroupMember> _members = [];
    private IReadOnlyList<Person> _people = [];
    private string _candidate = "";
    private GroupForm _form = new();
    private Dialog? _renameDialog;
    private Dialog? _removeDialog;

    /// <summary>The group.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private GroupStore Groups { get; set; } = null!;

    [Inject]
    private PeopleStore People { get; set; } = null!;

    private IEnumerable<Person> Candidates => _people.ExceptBy(_members.Select(member => member.Id), person => person.Id);

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _group = (await Groups.ListAsync(Caller, Closing)).FirstOrDefault(group => group.Id == Id)
            ?? throw new RefusedException(RefusalKind.NotFound, "group_not_found", "There is no such group.");
        _members = await Groups.MembersAsync(Caller, Id, Closing);
        _people = await People.ListAsync(Caller, Closing);
    }

    private static string NameOf(GroupMember member) => member.DisplayName.Length > 0 ? member.DisplayName : member.UserName;

    private static string Counted(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private void StartRenaming()
    {
        _form = new GroupForm { Name = _group!.Name };
        _renameDialog!.Open();
    }

    private async Task RenameAsync()
    {
        await _renameDialog!.CloseAsync();
        await ChangeAsync(() => Groups.RenameAsync(Caller, Id, _form.Name, Closing), "The group has its new name.");
    }

    private async Task RemoveAsync()
    {
        await _removeDialog!.CloseAsync();
        if (await TryAsync(() => Groups.RemoveAsync(Caller, Id, Closing), $"The group {_group!.Name} is removed."))
        {
            Navigation.NavigateTo("/settings/groups");
        }
    }

    private async Task AddMemberAsync()
    {
        if (Guid.TryParse(_candidate, out var person))
        {
            _candidate = "";
            await ChangeAsync(() => Groups.AddMemberAsync(Caller, Id, person, Closing), "The person is in the group.");
        }
    }

    private Task RemoveMemberAsync(GroupMember member) =>
        ChangeAsync(() => Groups.RemoveMemberAsync(Caller, Id, member.Id, Closing), $"{NameOf(member)} is no longer in the group.");

    private async Task ChangeAsync(Func<Task> change, string done)
    {
        await TryAsync(change, done);
        await LoadAsync();
    }
}
