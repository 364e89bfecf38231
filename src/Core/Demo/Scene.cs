using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>
/// A few minutes of somebody's work, told call by call: who acts and where is set once, time passes between calls, and
/// every call gets its id from the scene's name and its place in it.
/// </summary>
internal sealed class Scene(Draw draw, string name, DateTimeOffset start)
{
    private readonly List<Call> _calls = [];

    public Draw Draw => draw;

    public Callers Callers { get; } = new(draw);

    public Dice Dice { get; } = draw.Dice(name);

    public string Name => name;

    public DateTimeOffset Now { get; private set; } = start;

    public Place Place { get; private set; } = Company.Registry;

    public Caller Caller { get; private set; } = Callers.Service("aws.amazonaws.com");

    public IReadOnlyList<Call> Calls => _calls;

    /// <summary>From now on, this caller acts in this place.</summary>
    public Scene As(Caller caller, Place place)
    {
        Caller = caller;
        Place = place;
        return this;
    }

    public Scene As(Caller caller) => As(caller, Place);

    public void Wait(int fromSeconds, int toSeconds) => Now = Now.AddSeconds(Dice.Between(fromSeconds, toSeconds));

    public void Read(string service, string action, Func<JsonObject?>? request = null, params Named[] resources) =>
        Add(Make(service, action) with { IsRead = true, Request = request, Resources = resources });

    public void Write(string service, string action, Func<JsonObject?>? request, Func<JsonObject?>? response, params Named[] resources) =>
        Add(Make(service, action) with { Request = request, Response = response, Resources = resources });

    /// <summary>A read whose record carries a response, as those of STS do.</summary>
    public void Ask(string service, string action, Func<JsonObject?>? request, Func<JsonObject?>? response, params Named[] resources) =>
        Add(Make(service, action) with { IsRead = true, Request = request, Response = response, Resources = resources });

    public void Fail(string service, string action, bool read, string error, string message, Func<JsonObject?>? request = null) =>
        Add(Make(service, action) with { IsRead = read, Error = error, ErrorMessage = message, Request = request });

    /// <summary>A call that IAM refuses, in IAM's words.</summary>
    public void Deny(string service, string action, bool read, string resource, Func<JsonObject?>? request = null, string? permission = null)
    {
        var wanted = $"{service}:{permission ?? action}";
        Fail(service, action, read, service == "ec2" ? "Client.UnauthorizedOperation" : "AccessDenied",
            $"User: {Caller.Arn} is not authorized to perform: {wanted} on resource: {resource} because no identity-based policy allows the {wanted} action", request);
    }

    public void Add(Call call)
    {
        _calls.Add(call);
        Wait(0, 2);
    }

    public Call Make(string service, string action) =>
        new(draw.Guid($"{name} #{_calls.Count}"), Now, Place, Caller, service, action);
}
