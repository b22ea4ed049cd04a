using KnowledgePlatform.Core.Chat.Registry;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Portal.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>One model of the registry, or a new one.</summary>
public sealed partial class ModelPage
{
    private RegisteredModel? _model;
    private ModelForm _form = new();
    private FormRefusal? _refusal;
    private Dialog? _removeDialog;
    private ModelTestResult? _tested;
    private bool _testing;

    /// <summary>The model; null for a new one.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    [Inject]
    private ModelStore Models { get; set; } = null!;

    [Inject]
    private ModelTest Test { get; set; } = null!;

    [Inject]
    private IOptions<UsageOptions> Options { get; set; } = null!;

    /// <inheritdoc />
    protected override object? Subject => Id;

    private bool Changeable => _model is null or { Source: ModelSource.Registry };

    /// <inheritdoc />
    protected override async Task LoadAsync()
    {
        _model = Id is { } id ? await Models.FindAsync(Caller, id, Closing) : null;
        _form = _model is null ? new ModelForm() : ModelForm.Of(_model);
    }

    private static string Lead(RegisteredModel model) =>
        $"{(model.Enabled ? "On" : "Off")}, {ModelsPage.Source(model)}{(model.Source == ModelSource.Registry ? "" : ", where it is changed")}.";

    private async Task SaveAsync()
    {
        _tested = null;
        var made = _model?.Id;
        if (!await _refusal!.TryAsync(async () =>
            {
                if (made is { } id)
                {
                    await Models.ChangeAsync(Caller, id, _form.Draft(), _form.NewKey(), Closing);
                }
                else
                {
                    made = await Models.AddAsync(Caller, _form.Draft(), _form.Key, Closing);
                }
            }))
        {
            return;
        }

        Notices.Done("The model is saved. Test it, then choose what it is asked.");
        if (_model is null)
        {
            Navigation.NavigateTo($"/settings/models/{made}");
        }
        else
        {
            await ShowAnewAsync();
        }
    }

    private async Task TestAsync()
    {
        (_testing, _tested) = (true, null);
        try
        {
            await TryAsync(async () => _tested = await Test.RunAsync(Caller, _model!.Id, Closing));
        }
        finally
        {
            _testing = false;
        }
    }

    private async Task RemoveAsync()
    {
        await _removeDialog!.CloseAsync();
        if (await TryAsync(() => Models.RemoveAsync(Caller, _model!.Id, Closing), $"The model {_model!.Name} is removed."))
        {
            Navigation.NavigateTo("/settings/models");
        }
    }
}
