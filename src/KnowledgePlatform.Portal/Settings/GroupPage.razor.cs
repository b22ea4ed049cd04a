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
    private FormRefusal? _refusal;
    private Dialog? _removeDialog;

    /// <summary>The group.</summary>
    [Parameter]
    public Guid Id { get; set; }

    [Inject]
    private GroupStore Groups { get; set; } = null!;

    [Inject]
    private PeopleStore People { get; set; } = null!;

    /// <inheritdoc />
    protected override object Subject => Id;

    private IEnumerable<Person> Candidates => _people.ExceptBy(_members.Select(member => member.Id), person => person.Id);

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        var id = Id;
        var group = (await Groups.ListAsync(Caller, Closing)).FirstOrDefault(one => one.Id == id)
            ?? throw new RefusedException(RefusalKind.NotFound, "group_not_found", "There is no such group.");
        var members = await Groups.MembersAsync(Caller, id, Closing);
        _people = await People.ListAsync(Caller, Closing);
        (_group, _members) = (group, members);
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
        if (await _refusal!.TryAsync(() => Groups.RenameAsync(Caller, _group!.Id, _form.Name, Closing)))
        {
            await _renameDialog!.CloseAsync();
            Notices.Done("The group has its new name.");
            await ShowAnewAsync();
        }
    }

    private async Task RemoveAsync()
    {
        await _removeDialog!.CloseAsync();
        if (await TryAsync(() => Groups.RemoveAsync(Caller, _group!.Id, Closing), $"The group {_group!.Name} is removed."))
        {
            Navigation.NavigateTo("/settings/groups");
        }
    }

    private async Task AddMemberAsync()
    {
        if (Guid.TryParse(_candidate, out var person))
        {
            _candidate = "";
            await ActAsync(() => Groups.AddMemberAsync(Caller, _group!.Id, person, Closing), "The person is in the group.");
        }
    }

    private Task RemoveMemberAsync(GroupMember member) =>
        ActAsync(() => Groups.RemoveMemberAsync(Caller, _group!.Id, member.Id, Closing), $"{NameOf(member)} is no longer in the group.");
}
