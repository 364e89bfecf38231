using TrailBoard.Web.Cli;

return await Verbs.RunAsync(args, Console.Out, Console.Error);
