using TrailBoard.Core.Activities;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>Where one activity ends and the next begins, from the edges of time and from what tells two apart.</summary>
public sealed class FoldCasesTests
{
    // Each call: the second, service:action, and what is other than with the rest (who, key=, task=, family=, repository=).
    [Theory]
    [InlineData("push 2", "0 ecr:InitiateLayerUpload", "600 ecr:PutImage")]
    [InlineData("push 1, push 1", "0 ecr:InitiateLayerUpload", "601 ecr:PutImage")]
    [InlineData("push 2", "0 ecr:PutImage", "60 ecr:PutImage")]
    [InlineData("push 1, push 1", "0 ecr:PutImage", "61 ecr:PutImage")]
    [InlineData("push 1, push 1", "0 ecr:PutImage", "5 ecr:InitiateLayerUpload")]
    [InlineData("push 1, push 1", "0 ecr:PutImage key=AKIA1", "5 ecr:PutImage key=AKIA2")]
    [InlineData("push 1, push 1", "0 ecr:PutImage repository=a", "5 ecr:PutImage repository=b")]
    [InlineData("push 2", "0 ecr:PutImage", "120 ecr:DescribeImages")]
    [InlineData("push 1, single 1", "0 ecr:PutImage", "121 ecr:DescribeImages")]
    [InlineData("push 1, single 1", "0 ecr:PutImage", "5 ecr:DescribeImages repository=b")]
    [InlineData("push 2", "0 ecr:PutImage", "5 ecr:GetAuthorizationToken repository=")]
    [InlineData("deployment 2", "0 ecs:RegisterTaskDefinition family=web", "5 ecs:UpdateService family=web")]
    [InlineData("single 1", "0 ecs:RegisterTaskDefinition family=web")]
    [InlineData("run 2", "0 ecs:RunTask family=web", "5 ecs:RunTask family=web")]
    [InlineData("run 1, run 1", "0 ecs:RunTask family=web", "5 ecs:RunTask family=job")]
    [InlineData("exec 2", "0 ecs:ExecuteCommand task=one", "5 ecs:ExecuteCommand task=one")]
    [InlineData("exec 1, exec 1", "0 ecs:ExecuteCommand task=one", "5 ecs:ExecuteCommand task=two")]
    [InlineData("look 2", "0 ecs:ListTasks", "5 ecs:ListServices")]
    [InlineData("single 1, single 1", "0 ecs:ListTasks root", "5 ecs:ListServices root")]
    public void What_belongs_together_is_one_activity(string expected, params string[] calls)
    {
        var activities = ActivityFold.All(calls.Select(Read));

        Assert.Equal(expected, string.Join(", ", activities.Select(activity => $"{activity.Kind} {activity.Events.Count}").Order(StringComparer.Ordinal)));
    }

    private static StoredEvent Read(string call, int number)
    {
        var words = call.Split(' ');
        var (time, service, action) = (new DateTimeOffset(2026, 10, 2, 12, 0, 0, TimeSpan.Zero).AddSeconds(int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture)), words[1].Split(':')[0], words[1].Split(':')[1]);
        var more = words.Skip(2).Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "", StringComparer.Ordinal);
        var repository = service == "ecr" ? more.GetValueOrDefault("repository", "a") : "";
        return new(Some.Place(time, number), new TrailEvent
        {
            EventId = Some.Guid(number), Time = time, Service = service + ".amazonaws.com", Action = action, Account = "111122223333", Region = "eu-west-1",
            Actor = more.ContainsKey("root") ? new("Root", "arn:aws:iam::111122223333:root", "root", null, null) : new("IAMUser", "arn:aws:iam::111122223333:user/alice", "alice", null, null),
            AccessKey = more.GetValueOrDefault("key", "AKIA0"),
            Repositories = repository.Length > 0 ? [repository] : [],
            Resources = more.TryGetValue("task", out var task) ? [$"arn:aws:ecs:eu-west-1:111122223333:task/prod/{task}"]
                : more.TryGetValue("family", out var family) ? [$"arn:aws:ecs:eu-west-1:111122223333:task-definition/{family}:{number}"] : [],
        }, default);
    }
}
