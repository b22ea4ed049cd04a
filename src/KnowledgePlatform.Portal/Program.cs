using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Ask;
using KnowledgePlatform.Portal.Audit;
using KnowledgePlatform.Portal.Documents;
using KnowledgePlatform.Portal.Hosting;
using KnowledgePlatform.Portal.Layout;
using KnowledgePlatform.Portal.Search;
using KnowledgePlatform.Portal.Settings;
using KnowledgePlatform.Portal.Settings.QuestionSets;
using KnowledgePlatform.Portal.Settings.SearchSettings;
using KnowledgePlatform.Worker;

namespace KnowledgePlatform.Portal;

/// <summary>The portal's composition: what is switched on, in order.</summary>
public static class Program
{
    /// <summary>Runs the portal until it is stopped.</summary>
    public static async Task Main(string[] args)
    {
        await using var app = Build(args);
        await app.RunAsync();
    }

    /// <summary>Composes the portal without starting it; the tests start it on a free port.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            // Settings and assets lie beside the program, wherever it is started from.
            ContentRootPath = Path.GetDirectoryName(typeof(Program).Assembly.Location),
        });
        builder.AddPortalHosting();
        builder.Services.AddKnowledgePlatform(builder.Configuration);
        builder.Services.AddChatStartup();
        builder.Services.AddInferenceStartup();
        if (!string.IsNullOrEmpty(builder.Configuration["Database:Worker"]) && builder.Configuration.GetValue("Hosting:Worker", true))
        {
            builder.Services.AddIngestionWorker();
        }

        builder.Services.AddSignIn(builder.Configuration);
        builder.Services.AddApi();
        builder.Services.AddDocuments();
        builder.Services.AddAsk();
        builder.Services.AddPages();

        var app = builder.Build();
        app.UsePortalHosting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<GivenPasswordRule>();
        app.UseAntiforgery();
        app.MapSignIn();
        var api = app.MapApi();
        api.MapDocumentsApi();
        api.MapAskApi();
        api.MapSearchApi();
        api.MapAuditApi();
        api.MapSynonymsApi();
        api.MapUsageApi();
        api.MapModelsApi();
        api.MapBudgetsApi();
        api.MapQuestionSetsApi();
        api.MapQuestionRunsApi();
        api.MapSearchSettingsApi();
        app.MapPages();
        return app;
    }
}
