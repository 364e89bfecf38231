using TrailBoard.Core.Things;

namespace TrailBoard.Core.Tests.Things;

public sealed class TaskEventsTests
{
    [Fact]
    public void A_run_names_its_definition_its_tasks_and_what_it_overrides()
    {
        var run = Assert.Single(TaskRun.Read([SomeChanges.Event(1, "ecs", "RunTask",
            """
            "requestParameters":{"cluster":"prod","taskDefinition":"job","count":2,"overrides":{"taskRoleArn":"arn:aws:iam::111122223333:role/admin","containerOverrides":[{"name":"job","command":["sh","-c","id"],"environment":[{"name":"ADMIN_PASSWORD","value":"swordfish"}]}]},"networkConfiguration":{"awsvpcConfiguration":{"assignPublicIp":"ENABLED"}}},"responseElements":{"tasks":[{"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/prod/t1","taskDefinitionArn":"arn:aws:ecs:eu-west-1:111122223333:task-definition/job:7"},{"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/t2"}],"failures":[{"arn":"x","reason":"RESOURCE:MEMORY","detail":"not enough"}]}
            """.Trim())]));

        Assert.Equal("job:7", run.Definition);
        Assert.Equal(["t1", "t2"], run.Tasks);
        Assert.Equal(["RESOURCE:MEMORY: not enough"], run.Failures);
        Assert.Equal(
            [
                "public address: ENABLED [public address]", "container job: command overridden: sh, -c, id", "container job: environment ADMIN_PASSWORD overridden: ***",
                "task role overridden: arn:aws:iam::111122223333:role/admin [other rights for the task]", "count: 2",
            ],
            run.Lines.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("StopTask", """ "requestParameters":{"task":"t1","reason":"wrong branch"},"responseElements":{"task":{"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/prod/t1","stoppedReason":"other"}} """, "t1", "wrong branch", false)]
    [InlineData("StopTask", """ "requestParameters":{"task":"arn:aws:ecs:eu-west-1:111122223333:task/prod/t1"},"responseElements":{"task":{"stoppedReason":"Task stopped by user"}} """, "t1", "Task stopped by user", false)]
    [InlineData("SubmitTaskStateChange", """ "requestParameters":{"task":"arn:aws:ecs:eu-west-1:111122223333:task/t1","status":"STOPPED","reason":"OutOfMemoryError"},"responseElements":null """, "t1", "OutOfMemoryError", true)]
    [InlineData("StopTask", """ "requestParameters":null,"responseElements":null """, null, null, false)]
    public void A_stop_names_its_task_and_the_reason_that_was_given(string action, string members, string? task, string? reason, bool isReported)
    {
        var stop = Assert.Single(TaskStop.Read([SomeChanges.Event(1, "ecs", action, members)]));

        Assert.Equal((task, reason, isReported), (stop.Task, stop.Reason, stop.IsReported));
    }

    [Fact]
    public void A_task_that_goes_on_is_not_told_as_stopped() =>
        Assert.Empty(TaskStop.Read([SomeChanges.Event(1, "ecs", "SubmitTaskStateChange", """ "requestParameters":{"task":"t1","status":"RUNNING"},"responseElements":null """)]));

    [Fact]
    public void A_shell_names_its_container_and_its_command()
    {
        var shell = Assert.Single(ShellSession.Read([SomeChanges.Event(1, "ecs", "ExecuteCommand",
            """
            "requestParameters":{"cluster":"arn:aws:ecs:eu-west-1:111122223333:cluster/prod","task":"t1","command":"curl -H 'Authorization: x' --data password=swordfish <b>","interactive":true},"responseElements":{"clusterArn":"arn:aws:ecs:eu-west-1:111122223333:cluster/prod","taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/prod/t1","containerName":"web","interactive":true,"session":{"sessionId":"ecs-execute-command-1","tokenValue":"HIDDEN_DUE_TO_SECURITY_REASONS"}}
            """.Trim())]));

        Assert.Equal(("prod", "t1", "web", true, "ecs-execute-command-1", false), (shell.Cluster, shell.Task, shell.Container, shell.IsInteractive, shell.Session, shell.IsRefused));
        Assert.Equal("curl -H 'Authorization: x' --data password=*** <b>", shell.Command);
    }

    [Fact]
    public void A_shell_that_was_refused_is_told_too()
    {
        var shells = ShellSession.Read([
            SomeChanges.Event(2, "ecs", "ExecuteCommand", """ "requestParameters":{"cluster":"prod","task":"t1","command":"sh"},"responseElements":null,"errorCode":"AccessDenied" """),
            SomeChanges.Event(1, "ecs", "ExecuteCommand", """ "requestParameters":null,"responseElements":null """),
        ]);

        Assert.Single(ShellSession.Read([shells[0].By, shells[0].By]));
        Assert.Equal("side", Assert.Single(ShellSession.Read([SomeChanges.Event(1, "ecs", "ExecuteCommand", """ "requestParameters":{"task":"t1","container":"side"},"responseElements":null """)])).Container);
        Assert.Equal([false, true], shells.Select(shell => shell.IsRefused));
        Assert.Equal((null, null), (shells[0].Task, shells[0].Command));
    }
}
