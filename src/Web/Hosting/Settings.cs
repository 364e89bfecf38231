using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Where settings come from, the stronger later: appsettings.json beside the program, environment variables (plain, then those
/// that start with <c>TRAILBOARD_</c>), the command line, and the options of a verb.
/// </summary>
internal static class Settings
{
    public const string File = "appsettings.json";
    public const string Prefix = "TRAILBOARD_";

    /// <summary>Puts TrailBoard's sources on top of whatever is there.</summary>
    /// <param name="args">Arguments of the form <c>--Section:Key=Value</c>.</param>
    /// <param name="verb">What the options of a verb say; null values are left out.</param>
    public static void AddTrailBoardSources(this IConfigurationBuilder configuration, string[] args, IEnumerable<KeyValuePair<string, string?>> verb)
    {
        // ASP.NET's own variables again: they would otherwise be weaker than the address in appsettings.json.
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration.AddEnvironmentVariables();
        configuration.AddEnvironmentVariables(Prefix);
        configuration.AddCommandLine(args);
        configuration.AddInMemoryCollection(verb.Where(pair => pair.Value is not null));
    }

    /// <summary>Options of a section that are checked when the program starts; the error names the key.</summary>
    public static void AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new SettingsCheck<T>(section));

        // Core takes its options plain: it does not know how a host binds them.
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }

    private sealed class SettingsCheck<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var mistakes = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new ValidationContext(options), mistakes, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(mistakes.Select(mistake =>
                    $"The setting {section}:{string.Join(", ", mistake.MemberNames)} is wrong: {mistake.ErrorMessage}"));
        }
    }
}
